"""Web pages: the article of an HTML file, found by trafilatura."""

from __future__ import annotations

from typing import Any

from dateline.errors import ReportError
from dateline.ingest.build import Fields
from dateline.ingest.decode import decode

MAX_BYTES = 20_000_000


def read_page(data: bytes, where: str, name: str) -> Fields:
    """Take the article out of a web page, with the title, date and site that its metadata give.

    The report's text is the article as extracted, so offsets count from its start, not the page's.

    Args:
        data: the whole file, in any encoding that it declares.
        where: its name for errors.
        name: the report's id.

    Raises:
        ReportError: the file is binary or holds no article.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        data = decode(data, where).encode()
    article = _extract(data, where)
    if article is None or not article.text:
        raise ReportError(where, "holds no article", "save the page's text as a .txt file")
    return Fields(
        where=where,
        name=name,
        text=article.text,
        published=article.date,
        title=article.title,
        outlet=article.sitename,
        url=article.url,
    )


def _extract(data: bytes, where: str) -> Any:
    # imported here: it takes most of a second, and most runs read no page
    from trafilatura import bare_extraction  # noqa: PLC0415

    try:
        return bare_extraction(
            data,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # only what the page states as its date: a guess from a copyright line is worse than none
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:
        # the extractor's errors are of many kinds; each means that this page cannot be used
        what = f"is not a page that can be read ({type(error).__name__})"
        raise ReportError(where, what, "save the page's text as a .txt file") from error
