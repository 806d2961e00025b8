"""A .docx as .pdf, by LibreOffice where it is installed. Nothing leaves the folder that the file is meant for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess  # LibreOffice is a program
import tempfile
from contextlib import suppress
from pathlib import Path

from ..errors import FileError
from ..progress import told
from ..words import Message, Text

__all__ = ["find_office", "pdf_bytes"]

_NAMES = ("soffice", "libreoffice")
_SECONDS = 300
_CONVERTING = Text("LibreOffice is making the .pdf: {seconds} s", "LibreOffice 正在生成 .pdf：{seconds} 秒")
_MISSING = Message(
    "K9441",
    "making .pdf needs LibreOffice, which is not installed; write .docx and print that, or install it",
    "生成 .pdf 需要 LibreOffice，尚未安装；请改写 .docx 后打印，或安装 LibreOffice",
)
_FAILED = Message(
    "K9442",
    "LibreOffice made no .pdf in {seconds} seconds at most; write .docx and print that",
    "LibreOffice 在 {seconds} 秒内没有生成 .pdf；请改写 .docx 后打印",
)


def find_office() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name)) is not None), None)


def pdf_bytes(data: bytes, folder: Path) -> bytes:
    """The .docx as .pdf. LibreOffice works in a private folder inside `folder`, which is removed whatever happens.

    Raises FileError where it is missing or makes nothing, OSError where the folder cannot be written.
    """
    program = find_office()
    if program is None:
        raise FileError(_MISSING)
    # It takes no path from where we stand: its home, its profile and its working folder are named in full.
    with tempfile.TemporaryDirectory(prefix=".kaohe-", dir=folder.resolve()) as private:
        room = Path(private)
        source, made = room / "paper.docx", room / "paper.pdf"
        source.write_bytes(data)
        _convert(program, source, room)
        if not made.is_file():
            raise FileError(_FAILED.format(seconds=_SECONDS))
        return made.read_bytes()


def _await(process: subprocess.Popen[bytes]) -> None:
    """Wait until it is done, telling for how long; whoever listens may stop it there."""
    for tenths in range(_SECONDS * 10):
        told(_CONVERTING, seconds=tenths // 10)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            return
    raise FileError(_FAILED.format(seconds=_SECONDS))


def _convert(program: str, source: Path, room: Path) -> None:
    """Run it with its profile, its home and its temporary files in the room; end all of it when the time is up."""
    home = room / "home"
    home.mkdir()
    command = [
        program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "pdf", "--outdir", str(room), str(source),
    ]  # fmt: skip
    settings = {**os.environ, "HOME": str(home), "TMPDIR": str(room), "TMP": str(room), "TEMP": str(room)}
    settings |= {"XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603  # the program that was found, and our own file
        command, env=settings, cwd=room, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        _await(process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
