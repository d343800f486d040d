"""What the tagger proposes: which phrases fill which role of the event at a trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.language.tagger import Tagged

EVEN = 0.5

Role = tuple[int, str]  # trigger token, role name


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the tagger proposes.

    ``fillers`` of roles, best first; ``parties``, the words that it takes for sides; ``same``, the
    chance that two trigger words report one event; ``events``, the words that it takes for reports of one.
    """

    fillers: Mapping[Role, tuple[tuple[Token, float], ...]]
    parties: frozenset[int]
    same: Mapping[tuple[int, int], float]
    events: frozenset[int] = frozenset()

    def of(self, trigger: Token, role: str, *, at_least: float) -> Iterator[Token]:
        """Head words of the phrases proposed for a role of an event."""
        return (token for token, score in self.fillers.get((trigger.i, role), ()) if score >= at_least)


NOTHING = Proposals({}, frozenset(), {})


def read_proposals(doc: Doc, tagged: Tagged | None) -> Proposals:
    """Read the tagger's mentions and role scores as head words.

    Args:
        doc: the parse.
        tagged: what the tagger says of it; ``None`` gives no proposals.
    """
    if tagged is None:
        return NOTHING
    roots = [(m.kind, doc[m.start : m.end].root) for m in tagged.mentions]
    heads = [_head(root) if kind == "party" else root for kind, root in roots]
    fillers: dict[Role, list[tuple[Token, float]]] = {}
    for scored in sorted(tagged.roles, key=lambda s: -s.score):
        found = fillers.setdefault((scored.trigger, scored.role), [])
        if all(heads[scored.mention] != token for token, _ in found):
            found.append((heads[scored.mention], scored.score))
    parties = frozenset(h.i for h, m in zip(heads, tagged.mentions, strict=True) if m.kind == "party")
    best_first = {role: tuple(found) for role, found in fillers.items()}
    same = {(s.first, s.second): s.score for s in tagged.same}
    events = frozenset(i for i in tagged.candidates if tagged.types[i, 0] < EVEN)
    return Proposals(best_first, parties, same, events)


def _head(token: Token) -> Token:
    """The noun of a phrase that the tagger cuts short: "US-backed" of forces, "a dozen" of villages."""
    if token.dep_ in {"amod", "nummod", "quantmod"} and token.ent_type_ != "NORP":
        above: Token = token.head
        return above if above.pos_ in {"NOUN", "PROPN"} else token
    return token
