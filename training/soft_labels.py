"""The teacher's labels of a report: from what the model says to offsets and scores, and back to words.

No torch is needed here, and no text is kept: labels hold offsets, scores and the SHA-256 of the text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from dateline.language.tagger import Tagged

FAINT = 0.03  # words with less chance to be a trigger are not written
SLIGHT = 0.02  # nor types with a smaller share
SURE = 0.5  # nor mentions with a lower score


def sha256_of(text: str) -> str:
    """The hash by which labels name the text that they are about."""
    return hashlib.sha256(text.encode()).hexdigest()


def chosen(reports: Iterable[Mapping[str, Any]], number: int) -> list[Mapping[str, Any]]:
    """The first ``number`` reports in the order of a hash of their ids, whatever order they came in."""
    return sorted(reports, key=lambda r: sha256_of(r["report_id"]))[:number]


def still_same(labelled: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The labelled reports whose text is at hand (by id) and is the very text that was labelled."""
    return [
        r for r in labelled if r["report_id"] in texts and sha256_of(texts[r["report_id"]]) == r["sha256"]
    ]


def labels(doc: Doc, tagged: Tagged, roles: tuple[str, ...]) -> dict[str, Any]:
    """What the teacher says of one report: offsets and scores.

    ``words``: start, chance to be a trigger, shares of types by column, status probabilities;
    ``mentions``: start, end, kind; ``roles``: start of the trigger, number of the mention, role, score.
    """
    words = []
    for token in doc:
        found = 1 - float(tagged.types[token.i, 0])
        if not token.is_space and found >= FAINT:
            shares = tagged.types[token.i, 1:] / found
            kinds = [
                [int(k), round(float(shares[k]), 2)]
                for k in shares.argsort()[::-1][:5]
                if shares[k] >= SLIGHT
            ]
            statuses = [round(float(p), 2) for p in tagged.statuses[token.i]]
            words.append([token.idx, round(found, 2), kinds, statuses])
    kept = [k for k, m in enumerate(tagged.mentions) if m.score >= SURE]
    spans = [(doc[tagged.mentions[k].start : tagged.mentions[k].end], tagged.mentions[k].kind) for k in kept]
    number = {k: n for n, k in enumerate(kept)}
    return {
        "words": words,
        "mentions": [[span.start_char, span.end_char, kind] for span, kind in spans],
        "roles": [
            [doc[s.trigger].idx, number[s.mention], roles.index(s.role), round(s.score, 2)]
            for s in tagged.roles
            if s.mention in number
        ],
    }


def words_of(doc: Doc, labels: Mapping[str, Any], roles: Sequence[str]) -> dict[str, Any]:
    """One report in the form of ``prep.py``, with probabilities instead of the coder's choice.

    A label that does not stand at a word of this parse is left out.
    """
    words = [t for t in doc if not t.is_space]
    starts = {t.idx: k for k, t in enumerate(words)}
    ends = {t.idx + len(t): k + 1 for k, t in enumerate(words)}
    mentions: dict[str, list[tuple[int, int]]] = {}
    spans: dict[int, tuple[int, int]] = {}
    for number, (start, end, kind) in enumerate(labels["mentions"]):
        if start in starts and end in ends:
            spans[number] = starts[start], ends[end]
            mentions.setdefault(kind, []).append(spans[number])
    return {
        "report_id": labels["report_id"],
        "words": [t.text for t in words],
        "sents": [k for k, sent in enumerate(doc.sents) for t in sent if not t.is_space],
        "soft": [[starts[at], *rest] for at, *rest in labels["words"] if at in starts],
        "mentions": mentions,
        "roles": [
            (starts[at], *spans[number], roles[role], score)
            for at, number, role, score in labels["roles"]
            if at in starts and number in spans
        ],
    }
