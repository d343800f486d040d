"""Why are events missed, and why are some invented? Each error on the expert codings by its cause.

    python benchmarks/causes.py                 print the table
    python benchmarks/causes.py --examples N    and N errors of each cause (never publish them: dev texts)

Causes are told by the program itself, from the votes on the words of the sentence. The codings lie in
``../shared`` beside the project; without them nothing is measured.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import dateline
from accuracy import SETS, gold_reports, load_scorer
from confidence import read_gold, told_in, touched, types_of
from dateline.coding.draft import Trigger
from dateline.coding.triggers import match_row
from dateline.language.parse import Parsed, parse_many
from dateline.pipeline import code_parsed, find_drafts
from dateline.records import Event

Cause = tuple[str, str]  # "missed" or "extra", and why
NEAR = "taken for another type of its family"
FAR = "taken for a type of another family"


def main() -> int:
    """Code the reports, sort the errors and print them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--examples", type=int, default=0)
    parser.add_argument("--model", help="another tagger: large, or a folder")
    args = parser.parse_args()
    if not SETS["dev"].is_dir():
        print("skipped: the expert codings (../shared/gold) are not here")
        return 0
    kit = dateline.Kit.load(model=args.model)
    gold = {d["report_id"]: d for d in map(read_gold, sorted(SETS["dev"].glob("*.json")))}
    causes: dict[Cause, list[str]] = defaultdict(list)
    for parsed in parse_many(gold_reports(SETS["dev"]), kit.parser):
        for cause, example in errors(parsed, gold[parsed.report.report_id], kit):
            causes[cause].append(example)
    print("\n".join(table(causes)))
    for cause, found in causes.items() if args.examples else ():
        print(cause, *found[: args.examples], sep="\n   ")
    return 0


def errors(parsed: Parsed, record: dict[str, Any], kit: dateline.Kit) -> Iterator[tuple[Cause, str]]:
    """The errors in one report, each with its cause and the words it is about."""
    sentences = load_scorer().sentences(record["text"])
    tagged = kit.tagger.tag(parsed.doc) if kit.tagger else None
    votes = [draft.trigger for draft in find_drafts(parsed, tagged, kit)]
    free = [(told_in(e, record["text"], sentences), e) for e in record["events"]]
    extra: list[Event] = []
    for event in sorted(code_parsed(parsed, kit).events, key=lambda e: -e.confidence):
        here = touched(event.trigger.start, event.trigger.end, sentences)
        match = next((f for f in free if f[0] & here and event.event_type in types_of(f[1])), None)
        if match:
            free.remove(match)
        else:
            extra.append(event)
    for where, missed in free:
        if not missed.get("optional"):
            near = [v for v in votes if touched(v.span.start, v.span.end, sentences) & where]
            yield ("missed", why_missed(missed, near, kit)), f"{missed['event_type']}: {missed['trigger']}"
    for event in extra:
        here = touched(event.trigger.start, event.trigger.end, sentences)
        if not any(where & here and e.get("optional") for where, e in free):
            told = [e for e in record["events"] if told_in(e, record["text"], sentences) & here]
            yield ("extra", why_extra(event, told, parsed, kit)), f"{event.event_type}: {event.trigger.text}"


def why_missed(event: dict[str, Any], votes: list[Trigger], kit: dateline.Kit) -> str:
    """What became of a gold event that is not among ours."""
    kinds = types_of(event)
    best = max((v.score for v in votes if v.event_type in kinds), default=0.0)
    if best >= kit.min_confidence:
        return "found, then merged with another or dropped as part of a statement"
    families = {kit.codebook.types[k].family for k in kinds}
    sure = [v for v in votes if v.score >= kit.min_confidence]
    if best:
        return "found, but not sure enough"
    if any(kit.codebook.types[v.event_type].family in families for v in sure):
        return NEAR
    return "no word of its sentence gets its type; another event is seen there" if sure else "nothing seen"


def why_extra(event: Event, told: list[dict[str, Any]], parsed: Parsed, kit: dateline.Kit) -> str:
    """What an event of ours is that the experts did not code."""
    if any(event.event_type in types_of(e) for e in told):
        return "one event told as two"
    if any(kit.codebook.types[t].family == event.family for e in told for t in types_of(e)):
        return NEAR
    if told:
        return FAR
    token = next(t for t in parsed.doc if t.idx + len(t) > event.trigger.start)
    words = [t for t in parsed.doc if token.idx <= t.idx < event.trigger.end]
    rows = [match_row(t, kit.codebook) for t in words]
    if any(row and row.event_type == event.event_type for row in rows):
        return "nothing coded in the sentence; a lexicon row fired"
    return "nothing coded in the sentence; the tagger alone"


def table(causes: dict[Cause, list[str]]) -> Iterator[str]:
    """How many errors each cause has, as a page shows them."""
    yield "| error | cause | events |"
    yield "| --- | --- | --- |"
    for (kind, why), found in sorted(causes.items(), key=lambda c: (c[0][0] == "extra", -len(c[1]))):
        yield f"| {kind} | {why} | {len(found)} |"


if __name__ == "__main__":
    sys.exit(main())
