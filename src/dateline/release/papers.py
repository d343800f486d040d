"""The texts that go with a release: readme, citation and licence."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dateline.export.flat import COLUMNS

LICENCE = """\
The codings in this release are licensed under the Creative Commons Attribution 4.0 International licence
(CC BY 4.0). Terms: https://creativecommons.org/licenses/by/4.0/legalcode

SPDX-License-Identifier: CC-BY-4.0

The words quoted as evidence belong to the publishers of the reports. Coordinates and names of places:
GeoNames (https://www.geonames.org), CC BY 4.0.
"""

_README = """\
# {name}

Events coded from news reports with Dateline.

| file | what it holds |
| --- | --- |
| `data/events.jsonl` | the whole record, an event a line |
| `data/events.csv` | a row an event; the columns are below |
| `data/events.geojson` | a feature an event; a point only where the place is exact, near or a district |
| `data/events.*` | the same events in other formats; `counts.json` says what each leaves out |
| `data/incidents.jsonl`, `.csv` | the incidents that these events belong to, where reports were merged |
| `tables/actors.csv` | the known actors of the events |
| `tables/places.csv` | the places of the events that have a GeoNames id |
| `codebook/` | the codebook of the version that made the release |
| `versions.json` | that version, and what coded the events |
| `filter.json` | which events of the database were asked for; empty for all |
| `counts.json` | how many there are |
| `changes.jsonl`, `incident-changes.jsonl` | what differs from the release before, where one was given |
| `MANIFEST.sha256` | a hash of every file; `dateline release verify PATH` or `sha256sum -c` checks it |

CSV, JSON lines, GeoJSON, Parquet and Excel leave out no event. An
event without a point has a null geometry in GeoJSON.

## Columns of events.csv

| column | meaning |
| --- | --- |
{columns}
"""


def readme(name: str) -> str:
    """Describe the files of a release and the columns of its table."""
    columns = "\n".join(f"| `{column.name}` | {column.meaning} |" for column in COLUMNS)
    return _README.format(name=name, columns=columns)


def citation(name: str, authors: Sequence[str]) -> str:
    """Return a citation in the Citation File Format 1.2.0; the author is "anonymous" where none is named."""
    names = "\n".join(f"  - name: {_quoted(author)}" for author in authors or ("anonymous",))
    return (
        "cff-version: 1.2.0\n"
        "message: Please cite this data set as below.\n"
        "type: dataset\n"
        f"title: {_quoted(name)}\n"
        f"authors:\n{names}\n"
    )


def _quoted(text: str) -> str:
    """Quote a text for YAML: as in JSON, but what does not print is escaped by YAML's own rule."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)
