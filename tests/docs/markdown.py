"""The documents of the project, and what is in them: links, headings, code blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("*.md")),
)
FENCE = re.compile(
    r"(?:^<!-- needs: (?P<needs>[^\n]*?) -->\n)?^```(?P<kind>\w*)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its lines, and the packages and files that it needs."""

    kind: str
    code: str
    needs: tuple[str, ...]


def name(page: Path) -> str:
    """The page's path from the root."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *kinds: str) -> list[Block]:
    """The fenced blocks of a page in these languages, in order."""
    found = FENCE.finditer(page.read_text(encoding="utf-8"))
    every = [Block(m["kind"], m["code"], tuple((m["needs"] or "").split())) for m in found]
    return [block for block in every if block.kind in kinds]


def links(page: Path) -> Iterator[str]:
    """The targets of a page's links and pictures that are not on the web."""
    for match in LINK.finditer(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if not match["target"].startswith(("http://", "https://", "mailto:")):
            yield match["target"]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {anchor(title) for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def anchor(title: str) -> str:
    """A heading as the usual renderers write it into an address."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
