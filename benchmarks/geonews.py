"""Scores places against the toponyms with coordinates of TR-News, LGL and GeoWebNews.

Usage: python benchmarks/geonews.py [--every N]

Reads ../shared/benchmarks/geonews/dev.jsonl; says so and stops where it is absent. A place with the gold's
GeoNames id counts as right (countries have no point here); else its coordinates must lie within 161 km.
Two measures: *given* (the gold's spans are given, share of these located right) and *found* (from raw text:
share of all gold located right, and share of the places found that overlap any gold span).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from dateline.language.parse import Parsed, load_parser, parse_many
from dateline.places.context import country_weights
from dateline.places.distance import distance_km
from dateline.places.index import Candidate, PlaceIndex
from dateline.places.mention import Found, PlaceMention
from dateline.places.paths import default_index_path
from dateline.places.recognise import find_places
from dateline.places.resolve import resolve
from dateline.records import Report

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/geonews/dev.jsonl"
RADIUS_KM = 161.0


def is_right(gold: dict[str, Any], candidate: Candidate | None) -> bool:
    if candidate is None:
        return False
    if gold.get("geonameid") and str(candidate.geonames_id) == str(gold["geonameid"]):
        return True
    if candidate.lat is None or candidate.lon is None:
        return False
    return distance_km(float(gold["lat"]), float(gold["lon"]), candidate.lat, candidate.lon) <= RADIUS_KM


def given_spans(parsed: Parsed, gold: list[dict[str, Any]]) -> tuple[Found, ...]:
    found = []
    for g in gold:
        span = parsed.doc.char_span(g["start"], g["end"], alignment_mode="expand")
        text = parsed.report.text[g["start"] : g["end"]]
        found.append(Found(span.start, span.end, g["start"], g["end"], text, text, None, "gold"))
    return tuple(found)


def measure(parsed: Parsed, toponyms: list[dict[str, Any]], index: PlaceIndex) -> Counter[str]:
    count: Counter[str] = Counter()
    located = [g for g in toponyms if g.get("lat") not in (None, "")]
    given = resolve(given_spans(parsed, located), parsed, index, country_weights(parsed))
    for g, mention in zip(located, given, strict=True):
        count.update(gold=1, given=is_right(g, mention.candidate), known=mention.candidate is not None)
    found = find_places(parsed, index)
    for g in located:
        count.update(found=any(overlaps(g, m) and is_right(g, m.candidate) for m in found))
        count.update(seen=any(overlaps(g, m) for m in found))
    count.update(system=len(found), true=sum(any(overlaps(g, m) for g in toponyms) for m in found))
    return count


def overlaps(gold: dict[str, Any], mention: PlaceMention) -> bool:
    return bool(gold["start"] < mention.end and mention.start < gold["end"])


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--every", type=int, default=1, help="only each n-th article")
    given = args.parse_args()
    if not DATA.is_file():
        raise SystemExit(f"{DATA} is absent: nothing to measure")
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").split("\n") if line][:: given.every]
    index = PlaceIndex.open(default_index_path())
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    reports = [Report(report_id=r["id"], published=date(2019, 1, 1), text=r["text"]) for r in rows]
    for row, parsed in zip(rows, parse_many(reports, load_parser()), strict=True):
        totals[row["corpus"]].update(measure(parsed, row["toponyms"], index))
    for corpus, c in totals.items():
        print(
            f"{corpus:5} gold {c['gold']:5} | given: right {c['given'] / c['gold']:.3f}, of those known "
            f"{c['given'] / max(1, c['known']):.3f} | found: right of all gold {c['found'] / c['gold']:.3f}, "
            f"recall {c['seen'] / c['gold']:.3f}, precision {c['true'] / max(1, c['system']):.3f}"
        )


if __name__ == "__main__":
    main()
