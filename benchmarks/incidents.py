"""Merging on stories coded by hand: pairs of events, links of plans, copies.

    python benchmarks/incidents.py            print the figures
    python benchmarks/incidents.py --check    fail where a figure is under its floor

The stories are gold/incidents (four of seven reports) and d01-d09, whose happenings were grouped by hand
before anything was merged (``data/deraa_incidents.toml``). The package's weights were learned from the four
stories; ``training/fit_incidents.py`` gives the figures with each story left out. d01-d09 were never
learned from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import dateline
from dateline.records import Event
from incident_gold import GOLD, Counts, Figures, Story, deraa, measure, stories

FLOORS = {
    "gold": {"f1": 0.89, "precision": 0.95},
    "d01-d09": {"f1": 0.82, "precision": 0.84},
    "own": {"f1": 0.67},
    "fulfils": {"f1": 0.70},
}


def main() -> int:
    """Measure, print, and compare with the floors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    if not GOLD.is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    kit = dateline.Kit.load()
    every = [*stories(), deraa()]
    gold = [measure(story) for story in every]
    own = [own_figures(story, kit) for story in every]
    for story, by_gold, by_us in zip(every, gold, own, strict=True):
        print(f"{story.name}: gold {by_gold}\n{'':>{len(story.name)}}  own {by_us.pairs}")
    found = {
        "gold": Counts.added([f.pairs for f in gold]),
        "d01-d09": gold[-1].pairs,
        "own": Counts.added([f.pairs for f in own]),
        "fulfils": Counts.added([f.fulfils for f in gold]),
    }
    copies = Counts.added([f.copies for f in gold])
    print(*(f"{name}: {counts}" for name, counts in found.items()), sep="\n")
    print(f"copies: {copies.right} of {copies.true}, {copies.given - copies.right} wrong")
    faults = [
        f"{name} {figure} is {getattr(found[name], figure):.3f}, its floor is {floor}"
        for name, floors in FLOORS.items()
        for figure, floor in floors.items()
        if getattr(found[name], figure) < floor
    ]
    faults += ["copies: not all, or wrong ones"] if copies.right != copies.true or copies.given != 4 else []
    print("\n".join(faults) if faults else "every figure holds its floor")
    return 1 if check and faults else 0


def own_figures(story: Story, kit: dateline.Kit) -> Figures:
    """Merge the program's own coding; an event of it stands for the gold event that it matches.

    It matches the gold event of its type and sentence whose trigger is nearest; what matches none is merged
    with the rest and not counted, since nobody knows where it belongs.
    """
    coded = [event for done in dateline.code_many(story.reports, kit) for event in done.events]
    truth = dict(_matches(story, coded))
    matched = Story(story.name, story.reports, story.events, truth, story.fulfils, story.copies)
    return measure(matched, events=coded)


def _matches(story: Story, coded: Sequence[Event]) -> list[tuple[str, str]]:
    texts = {report.report_id: report.text for report in story.reports}
    out, taken = [], set()
    for event in coded:
        near = sorted(
            (abs(g.trigger.start - event.trigger.start), g.id)
            for g in story.events
            if g.report_id == event.report_id
            and g.event_type == event.event_type
            and g.id not in taken
            and _same_sentence(g, event, texts[event.report_id])
        )
        if near:
            taken.add(near[0][1])
            out.append((event.id, story.truth[near[0][1]]))
    return out


def _same_sentence(gold: Event, event: Event, text: str) -> bool:
    """Whether any mention of the gold event and of ours lie in one sentence."""
    ours = [span.start for span in (event.trigger, *event.evidence)]
    theirs = [span.start for span in (gold.trigger, *gold.evidence) if span.end]
    return any(
        "." not in text[min(a, b) : max(a, b)].replace("U.N.", "UN").rstrip(".") for a in ours for b in theirs
    )


if __name__ == "__main__":
    sys.exit(main())
