"""A private PostgreSQL server on loopback, started by a user other than root, on a port the system chose."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from attrs import define, field


def programs() -> Path | None:
    """The newest installed server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    one = shutil.which("initdb")
    return Path(one).resolve().parent if one else None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@define
class Server:
    """One cluster in `folder`; `start`, `stop`, `kill` as often as wanted."""

    folder: Path
    port: int = field(factory=_free_port)

    @classmethod
    def made(cls, folder: Path) -> Server:
        """Make a cluster with one database, `kaohe`, and start it."""
        server = cls(folder)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server._run("initdb", "-D", folder / "data", "-U", "kaohe", "-A", "trust", "-E", "UTF8", "--locale=C")
        server.start()
        server.sql("CREATE DATABASE kaohe", database="postgres")
        return server

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://kaohe@127.0.0.1:{self.port}/kaohe"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop it as a crash would, and wait; one that is gone already is stopped."""
        if self._alive():
            self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def _first(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def _alive(self) -> bool:
        try:
            os.kill(self._first(), 0)
        except (FileNotFoundError, ProcessLookupError):
            return False
        return True

    def kill(self) -> None:
        """Kill -9 the server's first process; its children notice and end by themselves."""
        os.kill(self._first(), signal.SIGKILL)

    def start_again(self) -> None:
        """Start it once the processes of the killed one have ended."""
        for _ in range(600):
            try:
                return self.start()
            except RuntimeError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def setting(self, name: str, value: str) -> None:
        """Change a setting that needs no restart, and wait until it holds."""
        self.sql(f"ALTER SYSTEM SET {name} = {value}")
        self.sql("SELECT pg_reload_conf()")
        while self.sql(f"SHOW {name}").strip() != value:
            time.sleep(0.02)

    def sql(self, text: str, *, database: str = "kaohe", user: str = "kaohe") -> str:
        """Run SQL with psql and return what it printed."""
        address = f"host=127.0.0.1 port={self.port} dbname={database} user={user}"
        return self._run("psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", text, address)

    def _run(self, program: str, *arguments: str | Path) -> str:
        folder = programs()
        assert folder is not None
        command: list[str | Path] = [*_as_other_user(), folder / program, *arguments]
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:  # the server inherits them
            done = subprocess.run(command, cwd="/", stdout=output, stderr=errors, check=False, timeout=300)
            output.seek(0)
            errors.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {errors.read().decode()}")
            return output.read().decode()


def _as_other_user() -> Sequence[str]:
    if os.getuid() != 0:
        return ()
    owner = pwd.getpwnam("postgres")
    return ("setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups")
