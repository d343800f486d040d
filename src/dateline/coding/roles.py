"""Who does it to whom, aided and brokered by whom: logical arguments made into parties."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dateline.codebook import Codebook
from dateline.coding.draft import Draft
from dateline.coding.frames import Frame, Frames
from dateline.coding.mentions import Reader, is_side, is_thing, party
from dateline.coding.proposals import NOTHING, Proposals
from dateline.language.arguments import Arguments, arguments, expand
from dateline.language.parse import Parsed
from dateline.records import Party, Reason

SURE = (
    0.5  # a filler that the tagger proposes is taken where syntax has none; higher and lower bars scored less
)
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


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
    doers, undergoers = _cast(args, frame)
    doers = [t for t in doers if _can_act(t, reader, proposals)]
    if not doers and frame.speaker:
        doers = _speaker(token, reader)
    undergoers = [t for t in undergoers if t not in doers and _can_undergo(t, frame, reader)]
    doers = doers or list(proposals.of(token, "actor", at_least=SURE))
    if not undergoers and not frame.no_target:
        undergoers = [t for t in proposals.of(token, "target", at_least=SURE) if t not in doers]
    if frame.no_actor:
        doers, undergoers = [], undergoers or doers
    helpers = [t for d in doers for t in _helped_by(d, reader.frames.words["supporting"])]
    brokers = _helped_by(token, reader.frames.words["mediating"])
    found = {"actors": doers, "targets": undergoers, "supporters": helpers, "mediators": brokers}
    parties = {field: _parties(tokens, reader) for field, tokens in found.items()}
    named = {p.name for p in parties["supporters"] + parties["mediators"]}
    parties["actors"] = tuple(p for p in parties["actors"] if p.name not in named)
    taken = {p.name for p in parties["actors"]}
    parties["targets"] = tuple(p for p in parties["targets"] if p.name not in taken)
    reasons = [
        Reason(field=field, rule="syntax", detail=_how(tokens, args), start=p.start, end=p.end)
        for field, tokens in found.items()
        for p in parties[field]
    ]
    return draft.because(*reasons, **parties)


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
