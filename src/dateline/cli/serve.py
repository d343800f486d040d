"""``dateline serve``: the web app on one database."""

from __future__ import annotations

import click

from dateline.cli.options import DB
from dateline.cli.say import say


@click.command(short_help="Open the web app on a database.")
@DB
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on."
)
@click.option(
    "--token",
    envvar="DATELINE_TOKEN",
    help="What programs must give to write (default: the variable DATELINE_TOKEN, else a kept one).",
)
@click.option("--read-only", is_flag=True, help="Let no browser decide anything; programs still may.")
def serve(db: str, host: str, port: int, token: str | None, read_only: bool) -> None:
    """Open the reports and their events in a web browser, and to programs under /api/v1/.

    Programs read without more ado; to write they need the token that is shown at the start. A browser on this
    machine may review events (/review) unless --read-only is given; one on another machine may not.

    \b
    Example:
      dateline serve --db events.db
    """
    from dateline.store import Store

    Store.open(db, create=False).close()
    import uvicorn

    from dateline.web.app import create_app
    from dateline.web.guard import LOCAL
    from dateline.web.token import default_path, kept_token

    if token is None:
        path = default_path()
        token = kept_token(path)
        say(f"programs write with the token in {path}", mark="")
    say(f"open http://{host}:{port} (Ctrl-C stops)", mark="")
    app = create_app(db, hosts=(*LOCAL, host), token=token, writable=not read_only)
    uvicorn.run(app, host=host, port=port, log_level="warning")
