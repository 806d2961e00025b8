"""The type that official papers are set in (GB/T 9704-2012), and what stands in where a machine has none of it."""

from __future__ import annotations

import shutil
import subprocess  # fontconfig is asked which typefaces there are

from attrs import asdict, frozen

__all__ = ["OFFICIAL", "Fonts", "installed_fonts"]

_SECONDS = 20


@frozen
class Fonts:
    """The typefaces of body, headings, lines below titles, titles, page numbers, and of Latin letters and digits."""

    body: str = "仿宋"
    heading: str = "黑体"
    subtitle: str = "楷体"
    title: str = "方正小标宋简体"
    number: str = "宋体"
    latin: str = "Times New Roman"


OFFICIAL = Fonts()
_SONG = ("宋体", "SimSun", "NSimSun", "Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN")
_KNOWN = {
    "body": ("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312", "FZFangSong-Z02", "STFangsong", *_SONG),
    "heading": (
        "黑体",
        "SimHei",
        "FZHei-B01",
        "STHeiti",
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "WenQuanYi Zen Hei",
    ),
    "subtitle": ("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312", "FZKai-Z03", "STKaiti", "AR PL UKai CN", *_SONG),
    "title": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", *_SONG),
    "number": _SONG,
    "latin": ("Times New Roman", "Liberation Serif", "Nimbus Roman", "Tinos", "FreeSerif", *_SONG),
}


def installed_fonts() -> Fonts:
    """For each the first of its names that this machine has; the official one where it has none, or nobody can tell."""
    families = _families()
    found = {
        name: next((one for one in _KNOWN[name] if one in families), kept) for name, kept in asdict(OFFICIAL).items()
    }
    return Fonts(**found)


def _families() -> frozenset[str]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    command = [program, ":", "family"]
    try:
        said = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # nothing of a user's
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    lines = said.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))
