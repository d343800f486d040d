"""Slot fillers against the templates of MUC-4: perpetrator, target, victim, weapon.

    python benchmarks/muc4.py [--every N]

Reads ../shared/benchmarks/muc4/dev.jsonl; says so and stops where it is absent. In the way of the published
scorers (micro F1, one to one alignment of templates of one type, any of the key's alternatives is right,
missed and spurious templates count by their fillers). Our events are gathered into one template for each
incident type of a report: kidnapping, bombing, arson, attack. Two figures: *exact*, where a filler is one of
the alternatives but for case and article, and *words*, where it shares half of the words of the shorter one.
Reports in capitals and in normal case are shown apart. The systems with 50 to 54 in the literature were
trained on 1,300 further reports of this set; ours has seen none of its keys.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import dateline
from dateline.codebook import Codebook
from dateline.records import Event, Party

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/muc4/dev.jsonl"
SLOTS = ("perpetrator", "target", "victim", "weapon")
KEYS = {
    "perpetrator": ("perp_individual", "perp_org"),
    "target": ("phys_target",),
    "victim": ("victim_name", "victim_description"),
    "weapon": ("instrument",),
}
INCIDENTS = {
    "abduction": "KIDNAPPING",
    "explosion": "BOMBING",
    "property_destruction": "ARSON",
    "armed_attack": "ATTACK",
    "shelling": "ATTACK",
    "air_strike": "ATTACK",
    "violence_against_civilians": "ATTACK",
}
UNDATED = "1990-01-01"  # the middle of the time that the set is from
THINGS = ("post", "building", "place", "vehicle", "road")

Template = dict[str, list[set[str]]]
Same = Callable[[str, str], bool]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, help="only each N-th report")
    every = parser.parse_args().every
    if not DATA.is_file():
        print(f"skipped: {DATA} is not here")
        return
    lines = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()][::every]
    kit = dateline.Kit.load()
    reports = [
        dateline.Report(report_id=x["id"], published=date.fromisoformat(x["date"] or UNDATED), text=x["text"])
        for x in lines
    ]
    totals: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for line, coded in zip(lines, dateline.code_many(reports, kit), strict=True):
        gold, ours = dict(key(line)), templates(coded.events, kit.codebook)
        for name, same in (("exact", exact), ("words", by_words)):
            score(gold, ours, same, totals[line["case"], name])
    for (case, name), total in sorted(totals.items()):
        print(f"{case:6} {name:6} " + "  ".join(f"{slot} {shown(total, slot)}" for slot in (*SLOTS, "all")))


def key(line: dict[str, Any]) -> Iterator[tuple[str, list[Template]]]:
    """The key's templates by incident type; each filler is the set of its alternatives."""
    found: defaultdict[str, list[Template]] = defaultdict(list)
    for template in line["templates"]:
        if not template["optional"]:
            found[template["type"][0]].append(
                {
                    slot: [
                        {fold(s["string"]) for s in filler["strings"]}
                        for field in fields
                        for filler in template.get(field, ())
                    ]
                    for slot, fields in KEYS.items()
                }
            )
    yield from found.items()


def templates(events: tuple[Event, ...], codebook: Codebook) -> dict[str, Template]:
    """Our events as one template for each incident type."""
    out: dict[str, Template] = {}
    for event in events:
        incident = INCIDENTS.get(event.event_type)
        if incident is None or event.status not in {"actual", "possible"}:
            continue
        mine = out.setdefault(incident, {slot: [] for slot in SLOTS})
        hurt = [fold(e.who) for e in event.effects if e.who]
        things = [p for p in event.targets if is_thing(p, codebook)]
        people = [p for p in event.targets if p not in things]
        new = {
            "perpetrator": [{fold(p.name), fold(p.text)} for p in event.actors],
            "target": [{fold(p.name), fold(p.text)} for p in things],
            "victim": [{fold(p.name), fold(p.text)} for p in people] + [{who} for who in hurt],
            "weapon": [{fold(w.text)} for w in event.weapons],
        }
        for slot, fillers in new.items():
            mine[slot] += [f for f in fillers if not any(f & known for known in mine[slot])]
    return out


def is_thing(party: Party, codebook: Codebook) -> bool:
    """True for buildings, posts and vehicles, false for people."""
    last = party.name.casefold().split()[-1:]
    return any(
        w in codebook.classes[name].words
        for w in (*last, *(x.removesuffix("s") for x in last))
        for name in THINGS
    )


def score(
    gold: dict[str, list[Template]], ours: dict[str, Template], same: Same, total: Counter[str]
) -> None:
    """Align each of our templates with the key's template of its type that agrees best, and count."""
    for kind in {*gold, *ours}:
        keys, mine = gold.get(kind, []), ours.get(kind)
        best = (
            max(keys, key=lambda k: sum(hits(k[s], mine[s], same) for s in SLOTS), default=None)
            if mine
            else None
        )
        for slot in SLOTS:
            total[f"{slot} gold"] += sum(len(k[slot]) for k in keys)
            total[f"{slot} ours"] += len(mine[slot]) if mine else 0
            total[f"{slot} hits"] += hits(best[slot], mine[slot], same) if best and mine else 0


def hits(gold: list[set[str]], ours: list[set[str]], same: Same) -> int:
    """Fillers that are the same, one to one."""
    free, found = list(ours), 0
    for alternatives in gold:
        match = next((f for f in free if any(same(a, b) for a in alternatives for b in f)), None)
        if match is not None:
            free.remove(match)
            found += 1
    return found


def fold(text: str) -> str:
    """Small letters, no quotes, no leading article."""
    return re.sub(r"^(the|a|an) ", "", " ".join(re.findall(r"[\w'-]+", text.casefold())))


def exact(a: str, b: str) -> bool:
    return a == b


def by_words(a: str, b: str) -> bool:
    x, y = set(a.split()), set(b.split())
    return bool(x and y) and len(x & y) >= 0.5 * min(len(x), len(y))


def shown(total: Counter[str], slot: str) -> str:
    slots = SLOTS if slot == "all" else (slot,)
    gold, ours, right = (sum(total[f"{s} {part}"] for s in slots) for part in ("gold", "ours", "hits"))
    p, r = right / max(ours, 1), right / max(gold, 1)
    return f"P {p:.3f} R {r:.3f} F1 {2 * right / max(gold + ours, 1):.3f}"


if __name__ == "__main__":
    main()
