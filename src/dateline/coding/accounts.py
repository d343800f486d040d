"""Whose account a stretch of text is: speech verbs, "according to", reports and quotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from dateline.coding.claim_words import ClaimWords, Speech, load
from dateline.coding.source_names import named_sources, source_name
from dateline.records import Stance

_CLAUSES = ("ccomp", "parataxis")
_OPEN, _CLOSE = '“"', '”"'


@dataclass(frozen=True, slots=True)
class Teller:
    """One named source: its name and where the phrase stands; ``head`` is the phrase's head word."""

    name: str
    start: int
    end: int
    head: Token


@dataclass(frozen=True, slots=True)
class Account:
    """What one cue attributes: to whom, with which stance, and over which tokens.

    ``points_back`` is true where the account speaks of an act told before ("the army denied it").
    """

    tellers: tuple[Teller, ...]
    stance: Stance
    cue: Token
    covers: frozenset[int]
    rule: str
    points_back: bool = False


def find_accounts(doc: Doc) -> tuple[Account, ...]:
    """Find every account of a parsed text, pronouns and repeated nouns solved to the source named last.

    Args:
        doc: the parsed text.

    Returns:
        The accounts in the order of their cues.
    """
    words = load()
    found: list[Account] = []
    for token in doc:
        account = _spoken(token, words) or _according(token, words) or _noted(token, words)
        if account is not None:
            solved = _solved(account, found, words)
            if solved.tellers:
                found.append(solved)
    return tuple(found) + tuple(_running_quotes(doc, found))


def _spoken(verb: Token, words: ClaimWords) -> Account | None:
    """The account of a speech verb: its subject tells, its complement is told."""
    speech = words.verbs.get(verb.lemma_.lower())
    if speech is None or verb.pos_ != "VERB" or any(c.dep_ == "neg" for c in verb.children):
        return None
    subject = _speaker(verb)
    covers = _told(verb, subject, speech) if subject is not None else set()
    back = _points_back(verb, words)
    if subject is None or not (covers or back):
        return None
    return Account(
        tellers=_tellers(subject),
        stance=speech.stance,
        cue=verb,
        covers=frozenset(covers),
        rule=f"claims: {verb.lemma_.lower()}",
        points_back=back,
    )


def _speaker(verb: Token) -> Token | None:
    """The subject of a speech verb, its agent in the passive, or the subject it shares with its head."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return child
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        return None
    return _shared_subject(verb) or _noun_before(verb)


def _shared_subject(verb: Token) -> Token | None:
    """The subject that a joined or dependent speech verb takes from its head: "said ..., adding that"."""
    if verb.dep_ in ("conj", "advcl", "xcomp") and verb.head.pos_ in ("VERB", "AUX") and verb.tag_ != "VBN":
        return next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
    return verb.head if verb.dep_ == "acl" and verb.tag_ == "VBG" else None


def _noun_before(verb: Token) -> Token | None:
    """Where the parse gives a finite verb no subject: the noun that stands right before it."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return None
    before = verb.nbor(-1)
    return before if before.pos_ in ("NOUN", "PROPN") and before.tag_ != "CD" else None


def _told(verb: Token, subject: Token, speech: Speech) -> set[int]:
    """The tokens that a speech verb attributes to its subject."""
    covers: set[int] = set()
    for child in verb.children:
        said = child.dep_ in _CLAUSES or (child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX"))
        thing = speech.takes_object and not speech.needs_clause and child.dep_ in ("dobj", "dative", "prep")
        charge = speech.takes_of and child.dep_ == "prep" and child.lower_ in ("of", "for")
        if (said or thing or charge) and not _speaks(child):
            covers.update(t.i for t in child.subtree)
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    if passive is not None:
        covers.update(t.i for t in passive.subtree)
    if not speech.needs_clause and not speech.takes_of and _closes(verb):
        covers |= _before(verb, subject)
    if covers:
        return covers
    as_clause = verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.children)
    if verb.dep_ in ("parataxis", "ccomp") or as_clause:
        return {t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}
    return set()


def _closes(verb: Token) -> bool:
    """Whether nothing is told after the verb: ``..., the army said on Friday``."""
    told = (*_CLAUSES, "xcomp", "dobj")
    return not any(c.i > verb.i and c.dep_ in told and not _is_hearer(c) for c in verb.children)


def _is_hearer(child: Token) -> bool:
    """``told reporters``: to whom it is said, not what."""
    return (
        child.dep_ == "dobj" and child.head.lemma_ in ("tell", "inform") and child.pos_ in ("NOUN", "PROPN")
    )


def _speaks(child: Token) -> bool:
    return False if child.dep_ != "parataxis" else child.lemma_.lower() in load().verbs


def _before(verb: Token, subject: Token) -> set[int]:
    """What stands before a speech verb and its subject, back to a semicolon or the start of the sentence."""
    first = min(verb.i, subject.left_edge.i if subject.i < verb.i else verb.i)
    start = verb.sent.start
    for i in range(first - 1, start - 1, -1):
        if verb.doc[i].text == ";":
            start = i + 1
            break
    return set(range(start, first)) if first - start > 3 else set()


def _points_back(verb: Token, words: ClaimWords) -> bool:
    """Whether what is denied, doubted or confirmed is only referred to."""
    speech = words.verbs[verb.lemma_.lower()]
    if not speech.takes_object or speech.needs_clause:
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if speech.stance is not Stance.ASSERTS:
        return all(o.lower_ != "which" for o in objects)
    return any(o.lemma_.lower() in words.anaphora for o in objects)


def _tellers(head: Token) -> tuple[Teller, ...]:
    return tuple(Teller(name, a, b, head) for name, a, b in named_sources(head))


def _according(token: Token, words: ClaimWords) -> Account | None:
    """``according to X``, ``citing X``: the sentence without the phrase itself."""
    if token.lower_ not in words.according:
        return None
    inner = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "to"), token)
    head = next((c for c in inner.children if c.dep_ in ("pobj", "dobj")), None)
    if head is None or (token.lower_ == "according" and inner == token):
        return None
    own = {t.i for t in token.subtree}
    clause = token.head if token.head.pos_ in ("VERB", "AUX") else token.sent.root
    while clause.dep_ in ("conj", "xcomp", "relcl", "acl", "advcl", "ccomp") and clause.head.pos_ in (
        "VERB",
        "AUX",
        "NOUN",
    ):
        clause = clause.head
    covers = {t.i for t in clause.subtree} - own
    tellers = _tellers(_owner_of_account(head, words) or head)
    return Account(tellers, Stance.ASSERTS, token, frozenset(covers), f"claims: {token.lower_}")


def _owner_of_account(noun: Token, words: ClaimWords) -> Token | None:
    """Whose report, count or statement it is: "the army's count", "a report by the UN", "UN figures"."""
    if noun.lemma_.lower() not in words.account_nouns:
        return None
    for child in noun.lefts:
        if child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return child
    for child in noun.rights:
        if child.dep_ in ("prep", "agent") and child.lower_ in words.account_prepositions:
            owner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if owner is not None and owner.ent_type_ not in ("DATE", "CARDINAL", "GPE"):
                return owner
    for child in noun.lefts:
        if child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN":
            return child
    return None


def _noted(noun: Token, words: ClaimWords) -> Account | None:
    """``by the army's count``, ``in a statement by X``: the clause that the phrase hangs on."""
    if noun.lemma_.lower() not in words.account_nouns or noun.dep_ != "pobj":
        return None
    lead = noun.head
    if lead.lower_ not in words.account_leads or lead.head.pos_ not in ("VERB", "AUX", "NOUN"):
        return None
    owner = _owner_of_account(noun, words)
    if owner is None or lead.head.lemma_.lower() in words.verbs:
        return None
    clause = lead.head
    while clause.pos_ == "NOUN" and clause.head != clause:
        clause = clause.head
    covers = {t.i for t in clause.subtree} - {t.i for t in lead.subtree}
    return Account(_tellers(owner), Stance.ASSERTS, noun, frozenset(covers), f"claims: {noun.lower_}")


def _solved(account: Account, before: list[Account], words: ClaimWords) -> Account:
    """Replace a pronoun, or a noun that repeats a source ("the agency said"), by the source named last."""
    tellers: list[Teller] = []
    for teller in account.tellers:
        text = teller.head.lower_
        definite = any(c.lower_ in ("the", "same") for c in teller.head.lefts)
        repeat = (
            teller.head.lemma_.lower() in words.repeats and definite and len(list(teller.head.lefts)) <= 2
        )
        if text in words.pronouns and teller.head.pos_ == "PRON":
            name = _antecedent(teller.head, account.cue, before)
            if name is not None:
                tellers.append(replace(teller, name=name))
        elif repeat and teller.name.lower() == text:
            tellers.append(replace(teller, name=_antecedent(teller.head, account.cue, before) or teller.name))
        else:
            tellers.append(replace(teller, name=_speaks_for(teller, before) or _longer(teller.name, before)))
    return replace(account, tellers=tuple(tellers))


def _speaks_for(teller: Teller, before: list[Account]) -> str | None:
    """The body that a person named again was said to speak for: "Abdi" after "army spokesman Ali Abdi"."""
    if teller.head.pos_ != "PROPN":
        return None
    name = teller.head.text
    told = (earlier for account in before for earlier in account.tellers)
    return next((e.name for e in told if name in _person_of(e) and name not in e.name.split()), None)


def _person_of(teller: Teller) -> frozenset[str]:
    """The words of the person's name in a teller's phrase, where his own head is it or stands beside it."""
    near = [teller.head, *(c for c in teller.head.children if c.dep_ in ("appos", "compound", "nmod"))]
    named = next((t for t in near if t.ent_type_ == "PERSON"), None)
    if named is None:
        return frozenset()
    return frozenset(t.text for e in named.sent.ents if e.start <= named.i < e.end for t in e)


def _antecedent(pronoun: Token, cue: Token, before: list[Account]) -> str | None:
    """The source or subject named last that a pronoun or repeated noun can stand for.

    Looked for among the sources named and the subjects of the sentences before, not more than some 60 words
    away: a person for "he" and "she", anything but a person for "it", more than one for "they".
    """
    told = [(t.head, t.name) for a in before for t in a.tellers if cue.i - 60 < t.head.i < pronoun.i]
    subjects = [
        (t, name)
        for t in cue.doc[max(0, cue.i - 60) : cue.sent.start]
        if t.dep_ == "nsubj" and t.ent_type_ in ("PERSON", "ORG") and (name := source_name(t, load()))
    ]
    fitting = [(t.i, name) for t, name in [*subjects, *told] if _fits(pronoun, t)]
    return max(fitting)[1] if fitting else None


def _fits(pronoun: Token, head: Token) -> bool:
    """Whether a pronoun agrees with a noun; a noun that repeats a source agrees with any."""
    if head.pos_ == "PRON":
        return True
    if pronoun.lower_ in ("he", "she"):
        return head.ent_type_ not in ("ORG", "GPE", "NORP") and head.tag_ not in ("NNS", "NNPS")
    if pronoun.lower_ == "it":
        return head.ent_type_ != "PERSON" and head.tag_ not in ("NNS", "NNPS")
    return pronoun.lower_ != "they" or head.tag_ in ("NNS", "NNPS") or head.ent_type_ in ("ORG", "NORP")


def _longer(name: str, before: list[Account]) -> str:
    """The fuller name given before: "Observatory" for "Syrian Observatory for Human Rights"."""
    parts = name.split()
    for account in before:
        for teller in account.tellers:
            held = teller.name.split()
            if len(held) > len(parts) and parts[-1][:1].isupper() and set(parts) <= set(held):
                return teller.name
    return name


def _running_quotes(doc: Doc, found: list[Account]) -> Iterator[Account]:
    """Quotations that go on in the sentences after the speaker was named."""
    for sent in doc.sents:
        text = sent.text.strip()
        if not text or text[0] not in _OPEN or any(a.cue.sent.start == sent.start for a in found):
            continue
        previous = [a for a in found if sent.start - a.cue.i > 0 and a.cue.sent.end >= sent.start - 2]
        if previous and text.rstrip(".,")[-1:] in _CLOSE:
            last = previous[-1]
            yield replace(
                last, covers=frozenset(t.i for t in sent), rule="claims: quotation goes on", points_back=False
            )
