"""Writes ``src/dateline/web/api/examples.json``: the answers that the OpenAPI document shows.

    python scripts/api_examples.py

They are what the API answers over the databases of its own tests, a line of each list.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from tests.web.samples import deals, happenings, released  # noqa: E402

from dateline.store import Store  # noqa: E402
from dateline.store.incident_build import build  # noqa: E402

TARGET = ROOT / "src" / "dateline" / "web" / "api" / "examples.json"
TOKEN = "token"
LISTS = {
    "reports": "reports",
    "events": "events",
    "facets": "facets?by=status",
    "actors": "actors",
    "places": "places",
    "agreements": "agreements",
    "histories": "agreement-histories",
    "incidents": "incidents",
    "releases": "releases",
    "held": "releases/syria-1.0/events",
    "changes": "releases/syria-1.0/changes",
    "release": "releases/syria-1.0",
    "decisions": "decisions",
    "actor": "actors/syr",
}


def main() -> int:
    """Write the file."""
    # "shows" reads it when the routes are made: a new name stands there empty until it is answered
    old = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    names = (*LISTS, "report", "event", "incident", "decision")
    _write({name: old.get(name, {}) for name in names})
    with tempfile.TemporaryDirectory() as folder:
        _write(dict(answers(Path(folder) / "a.db")))
    return 0


def answers(path: Path) -> Iterator[tuple[str, Any]]:
    """The answer of each route, by the name of its example."""
    # read here: the routes show what stands in the file
    from dateline.web.app import create_app  # noqa: PLC0415

    store = Store.open(path)
    for coded in (*happenings(), *deals()):
        store.save(coded, coder_key="k")
    build(store)
    released(store)
    store.close()
    client = TestClient(create_app(path, token=TOKEN), base_url="http://127.0.0.1:8000")

    def ask(address: str) -> Any:
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 200, (address, answer.text)
        return answer.json()

    event = ask("events?limit=1")["events"][0]["event"]["id"]
    made = {"kind": "accept", "by": "amal", "events": [event], "reason": "as the text says"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    yield "decision", client.post("/api/v1/decisions", json=made, headers=headers).json()
    for name, address in LISTS.items():
        yield name, short(ask(address))
    yield "event", ask(f"events/{event}")
    yield "report", ask(f"reports/{ask('reports')['reports'][0]['report_id']}")
    yield "incident", ask(f"incidents/{ask('incidents')['incidents'][0]['id']}")


def short(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave one line of each list."""
    return {key: value[:1] if isinstance(value, list) else value for key, value in answer.items()}


def _write(found: dict[str, Any]) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    TARGET.write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
