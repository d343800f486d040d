"""The libraries of the browser are those that ``scripts/vendor.py`` brought, with their licences."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

STATIC = Path(str(files("dateline.web") / "static"))
FOLDERS = (STATIC / "vendor", Path(__file__).parent / "vendor")


@pytest.mark.parametrize("folder", FOLDERS, ids=("shipped", "for tests"))
def test_each_file_is_the_one_that_was_brought(folder: Path) -> None:
    entries = json.loads((folder / "vendor.json").read_text(encoding="utf-8"))
    said = {name: digest for entry in entries for name, digest in entry["files"].items()}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "vendor.json"
    }
    assert found == said
    for entry in entries:
        assert entry["licence"]
        assert any("LICENSE" in name for name in entry["files"]), f"{entry['name']} has no licence"
        assert all(entry["version"] in name for name in entry["files"])


def test_what_the_pages_name_is_there() -> None:
    sources = [*STATIC.rglob("*.js"), *STATIC.parent.joinpath("templates").rglob("*.html")]
    own = [path for path in sources if "vendor" not in path.parts]
    named = {
        name for path in own for name in re.findall(r"/static/([\w./-]+)", path.read_text(encoding="utf-8"))
    }
    assert {name for name in named if not (STATIC / name).exists()} == set()
    assert any(name.startswith("vendor/htmx") for name in named)
