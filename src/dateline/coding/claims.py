"""According to whom: the sources of each event, with their stance (codebook, section 4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dateline.coding.accounts import Account, Teller, find_accounts
from dateline.coding.claim_words import load
from dateline.coding.draft import Draft
from dateline.coding.proposals import NOTHING, Proposals
from dateline.coding.source_names import named_sources, source_kind
from dateline.language.parse import Parsed
from dateline.records import Reason, Source, Stance

LIKELY = 0.6  # a source that the tagger proposes is taken from this chance on
_SPEAKERS = ("PERSON", "ORG", "GPE", "NORP")


def attribute(
    drafts: tuple[Draft, ...],
    parsed: Parsed,
    statement_types: Collection[str],
    proposals: Proposals = NOTHING,
) -> tuple[Draft, ...]:
    """Fill ``sources`` of each draft.

    Args:
        drafts: the events of one report, in the order of the text.
        parsed: the report with its parse.
        statement_types: event types whose actor is the one who speaks; he is no source of his own words.
        proposals: what the tagger proposes, for acts that no account tells.

    Returns:
        The drafts in the same order, with sources and the reasons for them.
    """
    accounts = find_accounts(parsed.doc)
    told = (
        _attributed(d, _accounts_of(d, drafts, accounts, parsed), statement_types, parsed) for d in drafts
    )
    return tuple(
        d if d.sources or d.trigger.event_type in statement_types else _proposed(d, proposals, parsed)
        for d in told
    )


def _proposed(draft: Draft, proposals: Proposals, parsed: Parsed) -> Draft:
    """The sources that the tagger proposes for a draft."""
    text, words = parsed.text, load()
    found = {
        name: Source(text=text[start:end], start=start, end=end, name=name, kind=source_kind(name, words))
        for head in proposals.of(draft.token, "source", at_least=LIKELY)
        for name, start, end in named_sources(head)
    }
    reasons = [
        Reason(field="sources", rule="tagger", detail=name, start=source.start, end=source.end)
        for name, source in found.items()
    ]
    return draft.because(*reasons, sources=tuple(found.values())) if found else draft


def _accounts_of(
    draft: Draft, drafts: Sequence[Draft], accounts: Sequence[Account], parsed: Parsed
) -> list[Account]:
    """The accounts that tell of a draft: the innermost around its trigger, later ones that refer to it."""
    token = draft.token.i
    around = [a for a in accounts if token in a.covers and a.cue.i != token]
    inner = [a for a in around if not any(b.covers < a.covers for b in around)]
    return inner + [a for a in accounts if a.points_back and _last_act(a, drafts, parsed) is draft]


def _last_act(account: Account, drafts: Sequence[Draft], parsed: Parsed) -> Draft | None:
    """The act told last before an account that only refers to it, in its sentence or the one before."""
    if any(d.token.i in account.covers for d in drafts):
        return None
    sent = parsed.sent_index[account.cue.i]
    before = [d for d in drafts if d.token.i < account.cue.i and sent - parsed.sent_index[d.token.i] <= 1]
    return max(before, key=lambda d: d.token.i, default=None)


def _attributed(
    draft: Draft, accounts: Sequence[Account], statement_types: Collection[str], parsed: Parsed
) -> Draft:
    """Put the sources of the accounts on a draft, each name once."""
    sources: dict[tuple[str, Stance], Source] = {}
    reasons: list[Reason] = []
    for account in accounts:
        for teller in account.tellers:
            own = draft.trigger.event_type in statement_types and not _reports_another(draft, teller)
            key = (teller.name.casefold(), account.stance)
            if own or key in sources:
                continue
            sources[key] = _source(teller, account, parsed)
            reasons.append(_reason(teller, account))
    return draft.because(*reasons, sources=tuple(sources.values()))


def _reports_another(draft: Draft, teller: Teller) -> bool:
    """Whether a teller reports what another said: the trigger has a subject of its own that is not he."""
    subject = next((c for c in draft.token.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.ent_type_ not in _SPEAKERS or subject.lower_ in teller.name.lower():
        return False
    actors = {p.name.casefold() for p in draft.actors}
    return teller.name.casefold() not in actors


def _source(teller: Teller, account: Account, parsed: Parsed) -> Source:
    text = parsed.text[teller.start : teller.end]
    return Source(
        text=text,
        start=teller.start,
        end=teller.end,
        name=teller.name,
        kind=source_kind(teller.name, load()),
        stance=account.stance,
    )


def _reason(teller: Teller, account: Account) -> Reason:
    cue = account.cue
    return Reason(
        field="sources",
        rule=account.rule,
        detail=f"{teller.name} {account.stance.value}",
        start=cue.idx,
        end=cue.idx + len(cue),
    )
