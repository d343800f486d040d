"""Ties of the knowledge base against relations of re3d (BelongsTo, InChargeOf, FightingAgainst, AlliesOf).

Usage: python benchmarks/re3d.py

Reads ../shared/benchmarks/re3d/dev.jsonl; says so and stops where it is absent. The texts have no dates, so
all are read as of 1 June 2016. For each type: the gold relations, those of them with both ends resolved to
two different actors, and those of these that the knowledge base has too (*agree*); then the pairs of
organisations and persons within one sentence for which it has a tie (*said*), and those that the gold has
(*right*). What only the text says ("IS attacked the village") is not in a knowledge base, so recall has a low
ceiling. Precision is low too, since the gold marks a relation only where the sentence states it: a tie that
holds in the world between two names of one sentence counts as wrong here.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

from dateline.actors.knowledge import Knowledge
from dateline.actors.records import TieKind
from dateline.actors.resolve import resolve

DATA = Path(__file__).resolve().parents[2] / "shared/benchmarks/re3d/dev.jsonl"
DAY = date(2016, 6, 1)
COUNTRIES = ("SY", "IQ")
KINDS = {
    TieKind.PART_OF: "BelongsTo",
    TieKind.LEADS: "InChargeOf",
    TieKind.OPPOSED_TO: "FightingAgainst",
    TieKind.ALLIED_WITH: "AlliesOf",
    TieKind.BACKED_BY: "AlliesOf",
}
BOTH_WAYS = {"FightingAgainst", "AlliesOf"}


def actor(text: str, document: str, knowledge: Knowledge) -> str | None:
    found = resolve(text, knowledge=knowledge, published=DAY, countries=COUNTRIES, text=document)
    return found.actor_id


def said(one: str, other: str, knowledge: Knowledge) -> str | None:
    kind = knowledge.stand(one, other, DAY)
    return KINDS.get(kind) if kind else None


def key(kind: str, one: str, other: str) -> tuple[str, ...]:
    ends = sorted((one, other)) if kind in BOTH_WAYS else (one, other)
    return (kind, *ends)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in re.finditer(r"[.!?]\s+(?=[A-Z\"“])|\n+|$", text):
        yield start, stop.start()
        start = stop.end()


def score(document: dict[str, Any], knowledge: Knowledge, total: Counter[tuple[str, str]]) -> None:
    text = document["text"]
    gold = set()
    for relation in document["relations"]:
        kind = relation["type"]
        if kind not in KINDS.values():
            continue
        total[kind, "gold"] += 1
        one = actor(relation["source"]["text"], text, knowledge)
        other = actor(relation["target"]["text"], text, knowledge)
        if one and other and one != other:
            total[kind, "both ends"] += 1
            total[kind, "agree"] += said(one, other, knowledge) == kind
            gold.add(key(kind, one, other))
    pairs = set()
    for start, end in sentences(text):
        inside = [
            e
            for e in document["entities"]
            if start <= e["start"] < end and e["type"] in {"Organisation", "Person"}
        ]
        ids = {found for e in inside if (found := actor(e["text"], text, knowledge))}
        for one, other in permutations(sorted(ids), 2):
            kind = said(one, other, knowledge)
            if kind:
                pairs.add(key(kind, one, other))
    for pair in pairs:
        total[pair[0], "said"] += 1
        total[pair[0], "right"] += pair in gold


def rates(gold: int, said: int, right: int) -> tuple[float, float, float]:
    precision, recall = right / said if said else 0.0, right / gold if gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def main() -> None:
    if not DATA.exists():
        print(f"{DATA} is absent; nothing measured")
        return
    knowledge = Knowledge.load()
    total: Counter[tuple[str, str]] = Counter()
    for line in DATA.read_text(encoding="utf-8").splitlines():
        score(json.loads(line), knowledge, total)
    columns = ("gold", "both ends", "agree", "said", "right")
    print("type", *columns, "P", "R", "F1", sep="\t")
    for kind in dict.fromkeys(KINDS.values()):
        counts = [total[kind, column] for column in columns]
        print(kind, *counts, *(f"{value:.2f}" for value in rates(*counts[:1], *counts[3:])), sep="\t")


if __name__ == "__main__":
    main()
