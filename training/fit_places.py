"""Fit the weights by which the rules and a place's standing together say where an event happened.

    python training/fit_places.py                 rewrites src/dateline/coding/data/place_weights.csv
    python training/fit_places.py --without-held  leaves out the reports that the tagger was not trained on

The training reports are coded; each event that stands for a gold one gives the places of its report, right
where the gold has their name. Two sums are fitted as in ``fit_fillers.py``: of each place alone, and among
the others and none. The tagger is left out of them: it was trained on these places.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import fit_fillers
from dateline.coding.weights import DATA
from dateline.coding.where import ruled_places, story_of
from dateline.coding.where_choice import WEIGHTS
from dateline.coding.where_signs import candidates, of_nobody
from dateline.kit import Kit
from dateline.pipeline import fill_drafts, find_drafts
from fit_fillers import Choice, fitted, scorer
from fit_same import quoted
from gold import Trained, held_ids, parsed_reports


def main() -> None:
    """Fit and write the file."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--without-held", action="store_true")
    without = held_ids() if ap.parse_args().without_held else frozenset()
    kit = Kit.load()
    reports = [t for t in parsed_reports() if t.parsed.report.report_id not in without]
    found = [choice for t in reports for choice in choices(t, kit)]
    weights = fitted(found)
    lines = [
        "# Which place of a report is an event's: sign,weight of a place alone,weight among the others.",
        f"# Fitted by training/fit_places.py on {len(found)} events of the training reports.",
        "# Source: written by the Dateline project. Licence: Apache-2.0.",
    ]
    slight = fit_fillers.SLIGHT
    for sign, (alone, among) in weights.items():
        if max(abs(alone), abs(among)) >= slight or sign in {"bias", "nobody"}:
            lines.append(f"{quoted(sign)},{alone:.2f},{among:.2f}")
    (DATA / WEIGHTS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def choices(trained: Trained, kit: Kit) -> Iterator[Choice]:
    """The places that may be those of each event that stands for a gold one, and which are."""
    score = scorer()
    tagged = kit.tagger.tag(trained.parsed.doc) if kit.tagger else None
    filled = fill_drafts(find_drafts(trained.parsed, tagged, kit), trained.parsed, tagged, kit)
    story = story_of(filled.places, trained.parsed)
    for number, ruled in ruled_places(filled.drafts, story).items():
        draft = filled.drafts[number]
        event = trained.event_of(draft.token, draft.trigger.event_type)
        if event is None or event.get("optional"):
            continue
        names = [
            n for reading in score.readings(event, "places") for each in score.names(reading) for n in each
        ]
        found = candidates(draft, story, ruled)
        text = trained.parsed.report.text
        right = [
            any(score.same_name(n, x) for n in names for x in (m.name, text[m.start : m.end]))
            for m, _ in found
        ]
        if found:
            yield Choice([signs for _, signs in found], right, of_nobody(draft, story, ruled))


if __name__ == "__main__":
    main()
