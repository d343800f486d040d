"""Who offered a deal and what each party answered, with the words that say so and the day it is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Token

from dateline.actors.stage import resolve_parties
from dateline.agreements.acts import Act
from dateline.agreements.deals import Deal
from dateline.agreements.words import DealWords
from dateline.coding.draft import Draft, Trigger
from dateline.coding.mentions import Reader, is_side, party
from dateline.dates.mention import Kind, TimeMention
from dateline.language.parse import Parsed
from dateline.places.countries import demonym_codes, load_countries
from dateline.places.fold import fold
from dateline.places.mention import PlaceMention
from dateline.records import Answer, Event, Party, Span

if TYPE_CHECKING:
    from dateline.kit import Kit

ANSWERS = ("accepted", "conditional", "rejected", "pending", "broke")


@dataclass(frozen=True)
class Scene:
    """What reading the deals of one report needs."""

    parsed: Parsed
    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    kit: Kit
    words: DealWords
    by_token: Mapping[int, Event]

    @property
    def reader(self) -> Reader:
        """Names parties."""
        return Reader(self.parsed, self.kit.codebook.classes, self.kit.frames)


def read_proposers(deal: Deal, scene: Scene) -> tuple[Party, ...]:
    """Name who offered a deal."""
    tokens = [t for a in deal.acts if a.kind == "proposed" for t in a.parties]
    coded = [
        scene.by_token[a.token.i] for a in deal.acts if a.kind == "proposed" and a.token.i in scene.by_token
    ]
    authors = [t for m in deal.mentions if m.kind == "offer" for t in _authors(m.token)]
    named = [*name_parties(tokens, scene), *map(_as_country, name_parties(authors, scene))]
    return _once([*(p for e in coded for p in e.actors), *named])


def _authors(noun: Token) -> list[Token]:
    """Whose offer it is: "a Russian peace plan", "Qatar's proposal"."""
    left = [c for c in noun.lefts if c.dep_ in {"amod", "poss", "compound", "nmod"}]
    return [c for c in left if c.ent_type_ in {"NORP", "GPE", "ORG"}]


def _as_country(who: Party) -> Party:
    """Name a country that an adjective stands for: "Qatari" is Qatar."""
    code = demonym_codes().get(fold(who.name))
    name = next((n.name for n in load_countries() if n.code == code), None) if code else None
    return who.model_copy(update={"name": name}) if name else who


def read_mediators(deal: Deal, events: Iterable[Event], scene: Scene) -> tuple[Party, ...]:
    """Name who brought a deal about: "brokered by Qatar", "a Saudi-mediated truce"."""
    tokens = [t for m in deal.mentions for t in _brokers(m.token, scene.words)]
    return _once([*(p for e in events for p in e.mediators), *map(_as_country, name_parties(tokens, scene))])


def _brokers(noun: Token, words: DealWords) -> list[Token]:
    found: list[Token] = []
    for child in noun.children:
        if not words.has("brokered", "words", child.lemma_.lower()):
            continue
        agents = [o for c in child.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
        joined = [
            c
            for c in child.children
            if c.dep_ in {"npadvmod", "amod", "compound", "nmod", "nsubj"} and c.i < child.i
        ]
        found += agents or joined
    return found


def read_answers(deal: Deal, scene: Scene) -> tuple[Answer, ...]:
    """Read what each party answered.

    Where a party answered twice, the last word counts, but "no answer yet" never replaces an answer.
    """
    given: dict[str, Answer] = {}
    for act in deal.acts:
        if act.kind not in ANSWERS:
            continue
        for each in _parties_of(act, scene):
            answer = _answer(act, each, scene)
            key = each.actor_id or each.name.casefold()
            if answer.answer == "pending" and key in given:
                continue
            given[key] = answer
    return tuple(given.values())


def _parties_of(act: Act, scene: Scene) -> tuple[Party, ...]:
    named = name_parties(act.parties, scene)
    event = scene.by_token.get(act.token.i)
    return named or (event.actors if event else ())


def _answer(act: Act, who: Party, scene: Scene) -> Answer:
    words = _words(act)
    due = _due(act, scene) if act.kind == "pending" else None
    event = scene.by_token.get(act.token.i)
    return Answer(
        **words.model_dump(),
        party=who,
        answer=act.kind,  # type: ignore[arg-type]
        due=due.last if due else None,
        due_text=due.text if due else None,
        event=event.id if event else None,
    )


def _words(act: Act) -> Span:
    """From the word that answers to the deal's phrase, where that follows in the same sentence."""
    start, end = act.token.idx, act.token.idx + len(act.token)
    mention = act.mention
    if mention and mention.token.sent.start == act.token.sent.start:
        start, end = min(start, mention.span.start), max(end, mention.span.end)
    return Span(text=act.token.doc.text[start:end], start=start, end=end)


def _due(act: Act, scene: Scene) -> TimeMention | None:
    """The day by which an answer is to come: the deadline nearest its verb in the sentence."""
    sent = act.token.sent
    inside = [t for t in scene.times if sent.start_char <= t.start < sent.end_char and t.last is not None]
    by = [t for t in inside if t.kind in {Kind.BY, Kind.UNTIL}]
    return min(by, key=lambda t: abs(t.start - act.token.idx)) if by else None


def name_parties(tokens: Iterable[Token], scene: Scene) -> tuple[Party, ...]:
    """Name the parties with these head words, and find who they are."""
    reader = scene.reader
    heads = [t for t in tokens if is_side(t, reader) or t.pos_ == "ADJ"]
    named = [p for p in (party(t, reader) for t in heads) if p]
    if not named:
        return ()
    trigger = Trigger(
        heads[0],
        Span(text=heads[0].text, start=heads[0].idx, end=heads[0].idx + len(heads[0])),
        "agreement",
        "deal",
        1.0,
    )
    draft = Draft(trigger, actors=tuple(named))
    return _once(resolve_parties((draft,), scene.parsed, scene.places, scene.kit.actors)[0].actors)


def _once(parties: Iterable[Party]) -> tuple[Party, ...]:
    return tuple({p.actor_id or p.name.casefold(): p for p in reversed(list(parties))}.values())[::-1]
