"""How closely the places of a sentence are tied to an event's trigger."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.coding.where_rules import TypeRules
from dateline.places.mention import PlaceMention
from dateline.places.words import load_words

_CLAUSES = ("ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "xcomp", "ROOT", "csubj", "pcomp")
_PRECISION_GAIN = {
    "exact": 0.5,
    "near": 0.5,
    None: 0.3,
    "admin2": 0.3,
    "admin1": 0.0,
    "country": -1.5,
    "larger": -1.0,
}


@dataclass(frozen=True, slots=True)
class Attached:
    """A place and how well it is tied to a trigger.

    ``group`` is the token that coordinated places share; ``beside`` marks what only says where another place
    lies ("Muzye, Rutana province"), ``reached`` where a movement of the trigger's own phrase ends.
    """

    mention: PlaceMention
    score: float
    group: int
    beside: bool
    reached: bool


def attachments(
    trigger: Token, mentions: tuple[PlaceMention, ...], doc: Doc, *, rules: TypeRules, event_type: str
) -> tuple[Attached, ...]:
    """Score the places of a sentence by how they are tied to a trigger.

    Args:
        trigger: head word of the event.
        mentions: the places of its sentence.
        doc: the parsed text.
        rules: event types by what their place may be.
        event_type: type of the event.

    Returns:
        One entry a place, in the same order: 8 and more in the trigger's own phrase, 5 to 8 in its clause,
        less
        elsewhere.
    """
    return tuple(_attach(trigger, m, doc, rules, event_type) for m in mentions)


def _attach(trigger: Token, mention: PlaceMention, doc: Doc, rules: TypeRules, event_type: str) -> Attached:
    head = outermost(doc, mention)
    lead = head
    while lead.dep_ in ("conj", "appos") and lead.head != lead and lead.head.pos_ in ("PROPN", "NOUN"):
        lead = lead.head
    placed = _typed_by(lead)
    score = _closeness(trigger, placed) + _role_gain(trigger, placed, rules, event_type)
    score += _PRECISION_GAIN[mention.size] - 0.04 * abs(head.i - trigger.i)
    reached = lead.dep_ == "pobj" and lead.head.lower_ in ("to", "for") and trigger.is_ancestor(lead)
    return Attached(mention, score, lead.i, head.dep_ == "appos" and head != lead, reached)


def _typed_by(lead: Token) -> Token:
    """Go from the name in "in the town of Nawa" to the word that says what it is and bears the "in"."""
    of = lead.head
    if lead.dep_ == "pobj" and of.lower_ == "of" and of.head.lower_ in load_words().kinds:
        return of.head if of.head.dep_ == "pobj" else lead
    return lead


def outermost(doc: Doc, mention: PlaceMention) -> Token:
    """Find the head of a mention: the token whose own head lies outside it."""
    inside = range(mention.first, mention.last)
    return next((doc[i] for i in inside if doc[i].head.i not in inside), doc[mention.last - 1])


def _closeness(trigger: Token, lead: Token) -> float:
    """Score the way through the tree: own phrase 8, own clause 6, a clause above 4, another clause 2."""
    own = _clause(trigger)
    theirs = _clause(lead)
    if trigger.is_ancestor(lead) and _through_act(trigger, lead):
        return 5.0
    if trigger.is_ancestor(lead) and (theirs in (own, trigger)):
        return 8.0
    if theirs == own:
        return 5.0 if _in_subject(lead, own) and not trigger.is_ancestor(lead) else 6.0
    if _goes_along(theirs, own):
        return 4.5  # "captured, beaten and killed near Bunia"
    if theirs.is_ancestor(trigger):
        return 4.0 if not _in_subject(lead, theirs) else 2.0
    return 3.0 if own.is_ancestor(theirs) else 2.0


def _goes_along(verb: Token, own: Token) -> bool:
    """Say whether a verb is coordinated with the event's and has no subject of its own."""
    while verb.dep_ == "conj" and verb != own:
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return False
        verb = verb.head
    return verb == own


def _through_act(trigger: Token, lead: Token) -> bool:
    """Say whether the way up to the trigger leads over "after" and the like: another act's place."""
    while lead not in (lead.head, trigger):
        if lead.dep_ == "prep" and lead.lower_ in load_words().other_time:
            return True
        lead = lead.head
    return False


def _clause(token: Token) -> Token:
    """Find the verb of the clause that a token stands in."""
    while token.head != token and not (token.pos_ in ("VERB", "AUX") and token.dep_ in _CLAUSES):
        token = token.head
    return token


def _in_subject(token: Token, verb: Token) -> bool:
    while token.head not in (token, verb):
        token = token.head
    return token.dep_ in ("nsubj", "nsubjpass")


def _role_gain(trigger: Token, lead: Token, rules: TypeRules, event_type: str) -> float:
    words = load_words()
    dep = lead.dep_
    if dep == "pobj" or (lead.i and lead.nbor(-1).dep_ == "prep"):
        prep = lead.head if dep == "pobj" else lead.nbor(-1)
        return _prep_gain(prep, trigger, rules, event_type, words.locative)
    if dep in ("dobj", "nsubjpass", "nsubj"):
        return 1.5 if event_type in rules.done_to_places else -2.0
    if dep in ("compound", "amod", "nmod", "poss"):
        return 0.5 if lead.head == trigger or event_type in rules.done_to_places else -0.5
    return 0.0


def _prep_gain(
    prep: Token, trigger: Token, rules: TypeRules, event_type: str, locative: frozenset[str]
) -> float:
    word = prep.lower_
    if word == "from":
        if prep.head.pos_ in ("NOUN", "PROPN", "NUM") and _in_subject(prep, trigger):
            return -3.0  # "an officer from Kigali was shot": whence somebody comes
        return 2.0 if event_type in rules.left_from else -1.0
    if word == "to":
        return 1.5 if event_type in rules.gone_to else 0.0
    if word in locative:
        return 2.0
    return 1.0 if word in ("on", "of") else -0.5
