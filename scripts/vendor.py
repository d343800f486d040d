"""Brings the browser libraries into the repository: ``python scripts/vendor.py`` (needs npm; users do not).

Each package comes at the version written here, from the registry that npm is set to. Its files are copied
with the version in their names, its licence beside them, and ``vendor.json`` says the SHA-256 of each, which
a test checks. To change a version: change it here and in ``static/lib/``, run this, run the browser tests.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src" / "dateline" / "web" / "static" / "vendor"
TESTS = ROOT / "tests" / "web" / "vendor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package and which of its files go where, under which name (``{v}`` is the version)."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    licences: tuple[str, ...] = ("LICENSE",)
    folder: Path = STATIC


PACKAGES = (
    Package(name="htmx.org", version="4.0.1", licence="0BSD", files={"dist/htmx.min.js": "htmx-{v}.min.js"}),
    Package(
        name="maplibre-gl",
        version="6.17.0",
        licence="BSD-3-Clause",
        files={
            "dist/maplibre-gl.mjs": "maplibre-gl-{v}.mjs",
            "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker-{v}.mjs",
            "dist/maplibre-gl.css": "maplibre-gl-{v}.css",
        },
        licences=("LICENSE.txt",),
    ),
    Package(name="d3", version="7.9.2", licence="ISC", files={"dist/d3.min.js": "d3-{v}.min.js"}),
    Package(
        name="@observablehq/plot",
        version="0.6.17",
        licence="ISC",
        files={"dist/plot.umd.min.js": "plot-{v}.umd.min.js"},
    ),
    Package(
        name="cytoscape",
        version="3.34.4",
        licence="MIT",
        files={"dist/cytoscape.esm.min.mjs": "cytoscape-{v}.esm.min.mjs"},
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        licence="MPL-2.0",
        files={"axe.min.js": "axe-{v}.min.js"},
        licences=("LICENSE", "LICENSE-3RD-PARTY.txt"),
        folder=TESTS,
    ),
)


def main() -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed; it is needed here only, users of Dateline need none")
    for folder in (STATIC, TESTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        packages = [one for one in PACKAGES if one.folder == folder]
        entries = [bring(one, npm) for one in packages]
        (folder / "vendor.json").write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


def bring(package: Package, npm: str) -> dict[str, object]:
    """Copy the files of one package and say what came."""
    wanted = f"{package.name}@{package.version}"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True)
        archive = next(Path(folder).glob("*.tgz"))
        shutil.unpack_archive(archive, folder, filter="data")
        source = Path(folder) / "package"
        plain = package.name.rpartition("/")[2].removesuffix(".org")
        names = {path: name.format(v=package.version) for path, name in package.files.items()}
        names |= {path: f"{plain}-{package.version}.{Path(path).stem}.txt" for path in package.licences}
        for path, name in names.items():
            put(source / path, package.folder / name)
    print(wanted)
    hashes = {name: digest(package.folder / name) for name in sorted(names.values())}
    return {"name": package.name, "version": package.version, "licence": package.licence, "files": hashes}


def put(source: Path, target: Path) -> None:
    """Copy one file; the line that names a source map goes, as the maps are left out."""
    lines = source.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(b"//# sourceMappingURL=")]
    target.write_bytes(b"".join(kept))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
