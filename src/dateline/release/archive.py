"""A release on disk, as a folder or a zip: made once, with a hash of every file, and checked against it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dateline.errors import ReleaseError

MANIFEST = "MANIFEST.sha256"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold: the same files give the same bytes
_CHUNK = 1 << 20


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give an empty folder beside the target, which is removed at the end.

    Args:
        target: the folder or zip that is to be made.

    Raises:
        ReleaseError: the target exists; a release is never overwritten.
    """
    _must_be_new(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, target: Path, *, zipped: bool) -> None:
    """Write the manifest of a folder and put the whole in its place, at once.

    Args:
        folder: the files.
        target: the folder or zip that is made.
        zipped: make a zip.

    Raises:
        ReleaseError: the target exists.
    """
    lines = [f"{_hash(path.open('rb'))}  {name}\n" for name, path in _files(folder)]
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8", newline="\n")
    whole = folder.with_name(f"{folder.name}.whole")
    try:
        if zipped:
            _zip(folder, whole)
            os.link(whole, target)  # fails where the target exists, which a rename would overwrite
        else:
            _must_be_new(target)
            folder.chmod(0o755)
            folder.rename(target)
    except FileExistsError:
        _must_be_new(target)
        raise
    finally:
        whole.unlink(missing_ok=True)


def names(path: Path) -> list[str]:
    """List the files of a release, in order, by their path inside it."""
    if path.is_dir():
        return [name for name, _ in _files(path)]
    with _opened(path) as archive:
        return sorted(name for name in archive.namelist() if not name.endswith("/"))


@contextmanager
def reading(path: Path, name: str) -> Iterator[IO[bytes]]:
    """Open one file of a release.

    Raises:
        ReleaseError: there is no such file, or the path is no release.
    """
    if name not in names(path):
        raise ReleaseError(f"{path}: no {name} in it; give the folder or zip of a release")
    if path.is_dir():
        with (path / name).open("rb") as stream:
            yield stream
        return
    with _opened(path) as archive, archive.open(name) as stream:
        yield stream


def faults(path: Path) -> list[str]:
    """Hash every file of a release again and say what differs from its manifest.

    Args:
        path: the folder or zip.

    Returns:
        A line a fault: a file that is changed, missing, unlisted or listed badly; none where all is well.

    Raises:
        ReleaseError: there is no release at the path.
    """
    with reading(path, MANIFEST) as stream:
        lines = stream.read().decode("utf-8", "replace").splitlines()
    found = {name for name in names(path) if name != MANIFEST}
    listed: dict[str, str] = {}
    out = []
    for number, line in enumerate(lines, 1):
        if match := _LINE.fullmatch(line):
            listed[match[2]] = match[1]
        else:
            out.append(f"{MANIFEST}:{number}: not a hash and a name")
    out += [f"{name}: missing" for name in sorted(listed.keys() - found)]
    out += [f"{name}: not in the manifest" for name in sorted(found - listed.keys())]
    for name in sorted(found & listed.keys()):
        try:
            with reading(path, name) as stream:
                same = _hash(stream) == listed[name]
        except zipfile.BadZipFile:
            same = False
        out += [] if same else [f"{name}: changed since the release was made"]
    return out


def _must_be_new(target: Path) -> None:
    if os.path.lexists(target):
        raise ReleaseError(f"{target}: exists, and a release is never overwritten; give it another name")


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)


def _hash(stream: IO[bytes]) -> str:
    with stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ReleaseError(f"{path}: cannot be read as a release ({error}); give its folder or zip") from None
    with archive:
        yield archive


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _files(folder):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, _CHUNK)
