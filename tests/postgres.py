"""A PostgreSQL server of our own in a temporary folder: Debian's programs, a socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "dateline"


@dataclass(frozen=True)
class Server:
    """A running server: its programs, its folder, and who it runs as where this process is root.

    ``lasting`` says whether it waits for the disk, as one that holds real data does.
    """

    programs: Path
    folder: Path
    prefix: tuple[str, ...]
    lasting: bool = False

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://{USER}@/{name}?host={self.folder}"

    def make(self, name: str, *, like: str = "template0") -> str:
        """Make a database, empty or like another one, and return its address."""
        # WAL_LOG: quicker for small databases, as no file has to reach the disk
        words = ("-h", self.folder, "-U", USER, "-T", like, "--strategy=wal_log")
        self.run("createdb", *words, name)
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run("dropdb", "-h", self.folder, "-U", USER, "--force", name)

    def start(self) -> None:
        """Start it and wait until it answers."""
        # a killed server leaves its lock behind; nobody else has this folder
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=60 -c shared_buffers=128MB"
        options += "" if self.lasting else " -c fsync=off"
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-t", "120", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: "fast" as one should, "immediate" without a word to anybody."""
        self.run("pg_ctl", "-D", self.folder / "data", "-w", "-t", "120", "-m", mode, "stop")

    def pid(self) -> int:
        """The number of its first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def run(self, program: str, *arguments: object) -> None:
        """Run one of PostgreSQL's programs."""
        words = [*self.prefix, str(self.programs / program), *map(str, arguments)]
        log = self.folder / "log"
        with log.open("a") as out:
            done = subprocess.run(words, cwd=self.folder, stdout=out, stderr=out, timeout=180, check=False)
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{log.read_text()[-2000:]}")


def find_programs() -> Path | None:
    """The folder of the server's programs, the newest version first; None where there is none."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@contextmanager
def serve(programs: Path, *, lasting: bool = False) -> Iterator[Server]:
    """Start a server in a folder of its own; stop it and remove the folder at the end."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-pg-"))
    prefix: tuple[str, ...] = ()
    if os.getuid() == 0:  # the server refuses to run as root
        prefix = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
        shutil.chown(folder, "postgres", "postgres")
    server = Server(programs, folder, prefix, lasting)
    try:
        server.run("initdb", "-D", folder / "data", "-U", USER, "-E", "UTF8", "--locale=C", "-A", "trust")
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
