"""Who does it to whom, aided and brokered by whom: logical arguments made into parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Token

from dateline.codebook import Codebook
from dateline.coding import claim_words
from dateline.coding.draft import Draft
from dateline.coding.fillers import Candidate, Known, chances, same_name
from dateline.coding.fillers import load as load_bars
from dateline.coding.frames import Frame, Frames
from dateline.coding.mentions import Reader, is_side, is_thing, noun_phrase, party
from dateline.coding.proposals import NOTHING, Proposals
from dateline.coding.signs import Above, climb, named_words, seen, word_signs
from dateline.language.arguments import Arguments, arguments, expand
from dateline.language.parse import Parsed
from dateline.places.countries import country_names
from dateline.places.fold import fold
from dateline.records import Party, Reason, Span

SURE = 0.6  # what the tagger alone gives (supporters, mediators, weapons) is taken from this chance on
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
TAGGED = {"actors": "actor", "targets": "target"}
HOW = {
    "subject": "subject",
    "by-": "by",
    "between": "by",
    "from": "by",
    "possessor": "owner",
    "party modifier": "owner",
    "object": "object",
    "shared object": "object",
    "passive": "passive",
    "participle": "passive",
    "of-": "of",
    "on-": "of",
    "against-": "of",
}
NAMING = frozenset({"person", "side", "pronoun"})  # kinds of words that fill a role though nothing gives them
KINDS = {"person": ("person",), "side": ("party",), "thing": ("post", "building"), "place": ("place",)}


def assign_roles(
    drafts: tuple[Draft, ...],
    parsed: Parsed,
    codebook: Codebook,
    frames: Frames,
    proposals: Proposals = NOTHING,
) -> tuple[Draft, ...]:
    """Fill actors, targets, supporters and mediators of each draft.

    Args:
        drafts: events with their triggers.
        parsed: the report.
        codebook: word classes.
        frames: how each type takes its parties.
        proposals: what the tagger proposes.

    Returns:
        The drafts, each party with its phrase and the construction that gave it.
    """
    reader = Reader(parsed, codebook.classes, frames)
    return tuple(_assign(draft, reader, proposals) for draft in drafts)


def _assign(draft: Draft, reader: Reader, proposals: Proposals) -> Draft:
    token = draft.token
    frame = reader.frames.of(draft.trigger.event_type)
    args = arguments(token, is_side=reader.classes["force"].holds)
    doers, undergoers = _sides(draft, args, frame, reader, proposals)
    if frame.no_actor:
        doers, undergoers = [], undergoers or doers
    if frame.versus and not undergoers and set(doers) <= {o for p, o in args.preps if p == "between"}:
        doers, undergoers = doers[:1], doers[1:]
    mutual = _mutual(token)
    helpers = [t for d in doers for t in _helped_by(d, reader.frames.words["supporting"])]
    helpers = helpers or list(proposals.of(token, "supporter", at_least=SURE))
    brokers = _helped_by(token, reader.frames.words["mediating"])
    brokers = brokers or list(proposals.of(token, "mediator", at_least=SURE))
    found = {"actors": doers, "targets": undergoers, "supporters": helpers, "mediators": brokers}
    parties = {field: _parties(tokens, reader) for field, tokens in found.items()}
    if frame.speaker or frame.joint:
        parties |= {f: tuple(_state_for(p) for p in parties[f]) for f in ("actors", "targets")}
    named = {p.name for p in parties["supporters"] + parties["mediators"]}
    parties["actors"] = tuple(p for p in parties["actors"] if p.name not in named)
    taken = {p.name for p in parties["actors"]}
    parties["targets"] = tuple(p for p in parties["targets"] if p.name not in taken)
    if mutual and len(parties["actors"]) > 1:
        found["targets"], parties["targets"] = [mutual], parties["actors"]
    reasons = [
        Reason(field=field, rule="syntax", detail=_how(tokens, args), start=p.start, end=p.end)
        for field, tokens in found.items()
        for p in parties[field]
    ]
    arms = _weapons(token, reader, proposals)
    reasons += [Reason(field="weapons", rule="tagger", detail=w.text, start=w.start, end=w.end) for w in arms]
    return draft.because(*reasons, weapons=arms, **parties)


def _state_for(found: Party) -> Party:
    """A capital or a seat of power that speaks or negotiates stands for its state."""
    state = claim_words.load().seats.get(found.name)
    return found.model_copy(update={"name": state}) if state else found


def _weapons(token: Token, reader: Reader, proposals: Proposals) -> tuple[Span, ...]:
    """The weapons that the tagger proposes for an event, as the report names them."""
    phrases = [noun_phrase(t, reader) for t in proposals.of(token, "weapon", at_least=SURE)]
    return tuple(Span(text=p.text, start=p.start_char, end=p.end_char) for p in phrases)


def _mutual(token: Token) -> Token | None:
    """The "each other" or "one another" that an act is done to."""
    for child in token.children:
        words: list[Token] = [child, *(child.children if child.dep_ == "prep" else ())]
        for word in words:
            if word.lower_ in {"other", "another"} and word.i and word.nbor(-1).lower_ in {"each", "one"}:
                return word
    return None


def _sides(
    draft: Draft, args: Arguments, frame: Frame, reader: Reader, proposals: Proposals
) -> tuple[list[Token], list[Token]]:
    """The words that act and those that undergo: by syntax alone, or weighed with what the tagger says."""
    if not proposals.fillers:
        doers, undergoers = _cast(args, frame)
        doers = [t for t in doers if _can_act(t, reader, proposals)]
        doers = doers or (_speaker(draft.token, reader) if frame.speaker else [])
        undergoers = [t for t in undergoers if not frame.sides_only or _is_side_or_state(t, reader)]
        return doers, [t for t in undergoers if t not in doers and _can_undergo(t, frame, reader)]
    bars = load_bars()
    found = candidates(draft, args, frame, reader, proposals)
    doers = chosen(found["actors"], "actors", bars["actors"])
    return doers, chosen([(t, c) for t, c in found["targets"] if t not in doers], "targets", bars["targets"])


def chosen(found: Sequence[tuple[Token, Candidate]], role: str, bars: Mapping[str, float]) -> list[Token]:
    """The words that fill a role: those whose chance is good, else the best one if it is not poor.

    Words coordinated with a chosen one come with it from a lower chance on; of several words for one party
    the likeliest is taken.

    Args:
        found: the words that may fill the role, with what is known of each.
        role: ``actors`` or ``targets``.
        bars: as read by ``fillers.load``.
    """
    naming = {t: c for t, c in found if c.known.name}
    names = {t: c.known.name for t, c in naming.items()}
    told = dict(zip(naming, chances(list(naming.values()), role), strict=True))
    # where syntax gives a fitting word, what only other sentences name stands back
    own = {c.known.sent for t, c in naming.items() if c.fits and told[t] >= bars["own"]}
    told = {t: p for t, p in told.items() if not own or naming[t].known.sent in own}
    good = [t for t, p in told.items() if p >= bars["good"]]
    best = max(told, key=lambda t: told[t], default=None)
    taken = good or ([best] if best is not None and told[best] >= bars["least"] else [])
    joined = {c.i for t in taken for c in t.conjuncts}
    taken += [t for t, p in told.items() if t not in taken and t.i in joined and p >= bars["joined"]]
    kept: list[Token] = []
    for token in sorted(taken, key=lambda t: -told[t]):
        if all(token in k.conjuncts or not same_name(names[token], names[k]) for k in kept):
            kept.append(token)
    return _unique(kept)


def candidates(
    draft: Draft,
    args: Arguments,
    frame: Frame,
    reader: Reader,
    proposals: Proposals,
    *,
    every: bool = False,
) -> dict[str, list[tuple[Token, Candidate]]]:
    """Every word that may fill a role, with what is known of it.

    These are the words that syntax or the tagger gives, and those of the sentence that name people or sides
    or stand for them. With ``every`` also those that name something else: they hardly ever fill a role, but
    weights are fitted on them.
    """
    given, fit, said = _given(draft.token, args, frame, reader, proposals)
    tagger = {field: dict(proposals.fillers.get((draft.token.i, role), ())) for field, role in TAGGED.items()}
    words = _unique(
        [
            *given["actors"],
            *given["targets"],
            *tagger["actors"],
            *tagger["targets"],
            *(t for t in named_words(draft.token) if every or kind_of(t, reader) in NAMING),
        ]
    )
    links = {o.i: p for p, o in args.preps}
    top = climb(draft.token)
    known = {t.i: _known(t, top, draft.trigger.event_type, reader, proposals) for t in words}
    shared = {t.i: known[t.i].signs(links.get(t.i, "")) for t in words}
    out: dict[str, list[tuple[Token, Candidate]]] = {}
    for field, other in (("actors", "targets"), ("targets", "actors")):
        mine = tagger[field]
        out[field] = [
            (
                t,
                Candidate(
                    known=known[t.i],
                    shared=shared[t.i],
                    tagger=mine.get(t, 0.0),
                    other=tagger[other].get(t, 0.0),
                    rival=max((p for o, p in mine.items() if o != t), default=0.0),
                    construction=_construction(t, args, said) if t in given[field] else "",
                    contested=any(o != t for o in fit[field]),
                    fits=t in fit[field] or t in said,
                ),
            )
            for t in words
            if field == "actors" or not frame.sides_only or _is_side_or_state(t, reader)
        ]
    return out


def _given(
    token: Token, args: Arguments, frame: Frame, reader: Reader, proposals: Proposals
) -> tuple[dict[str, list[Token]], dict[str, list[Token]], list[Token]]:
    """The words that syntax gives for each role, those of them that fit it, and who says a statement."""
    doers, undergoers = _cast(args, frame)
    said = _speaker(token, reader) if frame.speaker and not doers else []
    fit = {
        "actors": [t for t in doers if _can_act(t, reader, proposals)],
        "targets": [t for t in undergoers if _can_undergo(t, frame, reader)],
    }
    inside = _within(undergoers, reader) if frame.speaker else []
    return {"actors": [*doers, *said], "targets": [*undergoers, *inside]}, fit, said


def _known(token: Token, top: Above, event_type: str, reader: Reader, proposals: Proposals) -> Known:
    """What is known of a word whatever role it fills."""
    trigger, sents = top.trigger, reader.parsed.sent_index
    found = party(token, reader)
    if token.i not in reader.signs:
        reader.signs[token.i] = word_signs(token, reader.classes)
    named, formed = reader.signs[token.i]
    sent = sents[token.i]
    between = seen(token, top, event_type, proposals.events, sent - sents[trigger.i])
    return Known(
        name=found.name if found else "",
        kind=kind_of(token, reader) or "none",
        label=token.ent_type_ or token.pos_,
        dep=token.dep_,
        after=token.i > trigger.i,
        event_type=event_type,
        trigger=trigger.pos_,
        verb=trigger.lemma_.lower(),
        sent=sent,
        seen=(*named, *(f"type={event_type} {sign}" for sign in named), *formed, *between),
    )


def _within(tokens: Iterable[Token], reader: Reader) -> list[Token]:
    """Sides inside the phrase of an act that is spoken of: "condemned the Turkish raid", "Dublin's plea"."""
    return [
        t
        for above in tokens
        if kind_of(above, reader) in {"", "unfit"} and not above.ent_type_
        for t in arguments(above, is_side=reader.classes["force"].holds).subj
        if t.dep_ in {"poss", "compound", "amod", "nmod", "pobj"} and t.head in above.subtree
    ]


def _is_side_or_state(token: Token, reader: Reader) -> bool:
    """False for places and things; a country can be a side."""
    kind = kind_of(token, reader)
    return kind not in {"place", "thing", "unfit"} or fold(token.text) in country_names()


def _construction(token: Token, args: Arguments, said: list[Token]) -> str:
    """The name of the construction that gives a word, as the weights know it."""
    if token in said:
        return "speaker"
    if token.i not in args.via and all(token != o for _, o in args.preps):
        return "within"
    how = args.via.get(token.i, "")
    return next((name for start, name in HOW.items() if how.startswith(start)), "preposition")


def kind_of(token: Token, reader: Reader) -> str:
    """What a word names: a person or armed people, another side, a place, a thing; or nothing that fits."""
    if token.i not in reader.kinds:
        reader.kinds[token.i] = _kind_of(token, reader)
    return reader.kinds[token.i]


def _kind_of(token: Token, reader: Reader) -> str:
    if token.pos_ == "PRON":
        return "pronoun" if is_side(token, reader) else "unfit"
    if token.lemma_.lower() in reader.frames.words["never"] or token.ent_type_ in {"DATE", "TIME", "MONEY"}:
        return "unfit"
    if token.ent_type_ in PLACE_LABELS:
        return "place"
    for kind, names in KINDS.items():
        if any(reader.classes[name].holds(token) for name in names):
            return kind
    return ""


def _cast(args: Arguments, frame: Frame) -> tuple[list[Token], list[Token]]:
    """Share the arguments out to actors and targets by the frame of the type."""
    doers, undergoers = list(args.subj), [] if frame.no_target else list(args.obj)
    if frame.patient_subject and not args.obj:
        doers, undergoers = [t for t in doers if args.via.get(t.i, "").startswith("by-")], doers
    elif frame.self_object and not doers:
        doers = list(args.obj)
    if frame.joint:
        doers += list(args.obj)
    for preposition, token in args.preps:
        if preposition in frame.actor_preps or (frame.joint and preposition in {"with", "between", "among"}):
            doers.append(token)
        elif preposition in frame.target_preps and token not in doers:
            undergoers.append(token)
    return _unique(doers), _unique(undergoers)


def _unique(tokens: Iterable[Token]) -> list[Token]:
    return sorted(set(tokens), key=lambda t: t.i)


def _can_act(token: Token, reader: Reader, proposals: Proposals) -> bool:
    """True for words known as people or bodies; a named place that only says where does not act."""
    if token.ent_type_ in {"LOC", "FAC"} or not is_side(token, reader):
        return False
    if token.pos_ == "PRON" or token.i in proposals.parties or token.lemma_ in reader.frames.words["groups"]:
        return True
    return any(reader.classes[name].holds(token) for name in ("party", "civilian", "person"))


def _can_undergo(token: Token, frame: Frame, reader: Reader) -> bool:
    if token.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}:
        return False
    if token.ent_type_ in PLACE_LABELS:
        return frame.place_target or (frame.state_target and token.ent_type_ == "GPE")
    return is_thing(token, reader)


def _helped_by(token: Token, verbs: frozenset[str]) -> list[Token]:
    """Parties behind "backed by", "brokered by" that hang on a word."""
    out = []
    for child in token.children:
        if child.dep_ in {"acl", "relcl", "advcl"} and child.lemma_ in verbs:
            out += [o for a in child.children if a.dep_ == "agent" for o in a.children if o.dep_ == "pobj"]
    return expand(out)


def _speaker(token: Token, reader: Reader) -> list[Token]:
    """The subject of the clause that a statement stands in, else of the clause above it."""
    for above in token.ancestors:
        if above.pos_ in {"VERB", "AUX"}:
            subjects = [c for c in above.children if c.dep_ == "nsubj" and is_side(c, reader)]
            if subjects:
                return subjects
    return []


def _parties(tokens: Iterable[Token], reader: Reader) -> tuple[Party, ...]:
    out: dict[str, Party] = {}
    for token in tokens:
        found = party(token, reader)
        if found:
            out.setdefault(found.name.lower(), found)
    return tuple(out.values())


def _how(tokens: Iterable[Token], args: Arguments) -> str:
    return ", ".join(dict.fromkeys(args.via.get(t.i, "tagger or preposition") or "conjunct" for t in tokens))
