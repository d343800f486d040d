"""The date grammar on TempEval-3 (AQUAINT part): values over gold extents, and recognition.

A value is right when the days of the gold TIMEX3 value and ours agree at the gold's granularity. Times
without calendar days (durations, sets, PRESENT_REF ...) are scored apart, by their kind. Recognition
counts a time as found when the extents overlap.

    python benchmarks/tempeval3.py [--errors N]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.dates import Kind, TimeMention, find_times
from dateline.dates.calendars import month_end, months, year

DEV = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "tempeval3" / "dev.jsonl"
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_FUTURE = re.compile(
    r"\b(?:will|shall|would|is to|are to|to be|scheduled|expected|plans?|planned|due|set (?:to|for)|upcoming|"
    r"deadline|going to|until|ahead of)\b",
    re.IGNORECASE,
)


def calendar_days(value: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value, or ``None`` where it has none."""
    value = value[:10] if re.match(r"\d{4}-\d\d-\d\dT", value) else value
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = date.fromisoformat(value)
            return day, day
        if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
            return date(int(m[1]), int(m[2]), 1), month_end(date(int(m[1]), int(m[2]), 1))
        if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
            monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
            return monday + timedelta(days=5 if m[3] else 0), monday + timedelta(days=6)
        if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|Q[1-4])", value):
            first = date(int(m[1]), _SEASONS.get(m[2]) or int(m[2][1]) * 3 - 2, 1)
            return first, months(first, 3) - timedelta(days=1)
        if re.fullmatch(r"\d{4}", value):
            return year(int(value))
        if re.fullmatch(r"\d{3}", value):
            return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
        if re.fullmatch(r"\d\d", value):
            return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31)
    except ValueError:
        return None
    return None


def agree(gold: tuple[date, date], mention: TimeMention) -> bool:
    """Whether the mention's days lie in the gold's; "since May" is judged by its start."""
    first, last = mention.first, mention.last
    if mention.kind is Kind.SINCE:
        last = first
    if mention.kind in (Kind.UNTIL, Kind.BY):
        first = last
    if first is None or last is None:
        return False
    return gold[0] <= first and last <= gold[1]


def same_kind(timex: dict[str, Any], mention: TimeMention) -> bool:
    """Whether a time without calendar days is of the kind that the gold says."""
    kinds = {
        "DURATION": (Kind.DURATION, Kind.SPAN, Kind.BY),
        "SET": (Kind.RECURRING,),
        "DATE": (Kind.VAGUE, Kind.SPAN, Kind.ANCHORED, Kind.DURATION),
        "TIME": (Kind.ANCHORED, Kind.VAGUE),
    }
    return mention.kind in kinds[timex["type"]]


def turned(mention: TimeMention, text: str) -> TimeMention:
    """Turn a mention to the future where the words of its sentence before it look ahead."""
    before = re.split(r"[.!?]\s", text[max(0, mention.start - 120) : mention.start])[-1]
    return mention.turned(future=True) if mention.turnable and _FUTURE.search(before) else mention


def overlapping(timex: dict[str, Any], found: list[TimeMention]) -> TimeMention | None:
    """The mention that covers most of a gold extent."""
    width = {m: min(m.end, timex["end"]) - max(m.core, timex["start"]) for m in found}
    best = max(width, key=lambda m: width[m], default=None)
    return best if best is not None and width[best] > 0 else None


def measure(path: Path) -> tuple[Counter[str], list[str]]:
    """Count over all documents of a file."""
    counts: Counter[str] = Counter()
    errors = []
    for line in path.read_text(encoding="utf-8").splitlines():
        doc = json.loads(line)
        published = date.fromisoformat(doc["date"])
        found = [turned(m, doc["text"]) for m in find_times(doc["text"], published=published)]
        used: set[int] = set()
        for timex in doc["timexes"]:
            mention = overlapping(timex, found)
            days = calendar_days(timex["value"])
            group = "calendar" if days else "other"
            counts[group] += 1
            around = doc["text"][max(0, timex["start"] - 40) : timex["end"] + 20].replace("\n", " ")
            if mention is None:
                errors.append(f"missed {timex['type']} {timex['text']!r} {timex['value']} | {around}")
                continue
            used.add(mention.start)
            counts["found"] += 1
            counts["strict"] += mention.end == timex["end"] and mention.core == timex["start"]
            right = agree(days, mention) if days else same_kind(timex, mention)
            counts[group + " right"] += right
            if not right:
                errors.append(
                    f"wrong {timex['type']} {timex['text']!r} {timex['value']} of {published}: "
                    f"{mention.kind.value} "
                    f"{mention.first} {mention.last} {mention.rule} {mention.text!r} | {around}"
                )
        counts["spurious"] += len(found) - len(used)
        errors += [
            f"extra {m.rule} {m.text!r} | {doc['text'][max(0, m.start - 30) : m.end + 20]!r}"
            for m in found
            if m.start not in used
        ]
    return counts, errors


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", type=int, default=0)
    args = parser.parse_args()
    if not DEV.exists():
        print(f"skipped: {DEV} is not here")
        return
    began = time.perf_counter()
    c, errors = measure(DEV)
    gold = c["calendar"] + c["other"]
    precision, recall = c["found"] / (c["found"] + c["spurious"]), c["found"] / gold
    print(f"value, calendar dates: {c['calendar right'] / c['calendar']:.3f} of {c['calendar']}")
    print(f"kind, other times: {c['other right'] / c['other']:.3f} of {c['other']}")
    print(
        f"recognition: P {precision:.3f} R {recall:.3f} "
        f"F1 {2 * precision * recall / (precision + recall):.3f}; "
        f"strict extents {c['strict'] / gold:.3f}"
    )
    print(f"{time.perf_counter() - began:.1f} s")
    print(*errors[: args.errors], sep="\n")


if __name__ == "__main__":
    main()
