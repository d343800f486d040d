"""The knowledge base ready for use: actors by id and by name, ties by actor, nations by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dateline.actors.fields import name_key
from dateline.actors.load import lay_over, load
from dateline.actors.records import Actor, Tie, TieKind
from dateline.actors.states import State, load_states
from dateline.actors.words import Words, load_words
from dateline.places.fold import fold

_UP = (TieKind.PART_OF, TieKind.LEADS)
_BOTH_WAYS = (TieKind.ALLIED_WITH, TieKind.OPPOSED_TO)
_MOST_STEPS = 8


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Actors, ties and names. Make one with :meth:`load` and use it for any number of reports.

    ``names`` maps a folded name to the ids that bear it and the name as written; ``nations`` maps a folded
    country name, adjective or name for its people to the country's code; ``people_names`` are those of them
    that are nouns for its people ("pakistanis"); ``capitals`` maps capitals to codes.
    """

    actors: Mapping[str, Actor]
    ties: Mapping[str, tuple[Tie, ...]]
    names: Mapping[str, tuple[tuple[str, str], ...]]
    nations: Mapping[str, str]
    people_names: frozenset[str]
    capitals: Mapping[str, str]
    states: Mapping[str, State]
    words: Words

    @classmethod
    def load(cls, folders: Sequence[Path] = ()) -> Knowledge:
        """Load the knowledge base, with folders of a user's own tables laid over it.

        Args:
            folders: folders with any of ``actors.csv``, ``persons.csv``, ``ties.csv``; later ones win.

        Raises:
            DataError: rows that are wrong, all of them with file and line.
        """
        actors, ties = lay_over(folders) if folders else load()
        states = load_states()
        plural = {fold(d) + "s" for s in states.values() for d in s.demonyms}
        return cls(
            actors={actor.id: actor for actor in actors},
            ties=_ties_by_actor(ties),
            names=_names(actors),
            nations=_nations(states.values()),
            people_names=frozenset(plural),
            capitals={fold(s.capital): s.code for s in states.values() if s.capital and s.capital != s.name},
            states=states,
            words=load_words(),
        )

    def find(self, name: str) -> tuple[Actor, ...]:
        """Find the actors that bear a name or have an id, or else that have it as part of a name."""
        key = name_key(name)
        if name in self.actors:
            return (self.actors[name],)
        ids = [id_ for id_, _ in self.names.get(key, ())]
        if not ids:
            ids = [
                id_ for known, pairs in self.names.items() if f" {key} " in f" {known} " for id_, _ in pairs
            ]
        return tuple(self.actors[id_] for id_ in dict.fromkeys(ids))

    def ties_on(self, actor_id: str, day: date) -> tuple[Tie, ...]:
        """List the ties of an actor that hold on a day; allied and opposed count from both sides."""
        return tuple(
            tie
            for tie in self.ties.get(actor_id, ())
            if tie.holds(day) and (tie.one == actor_id or tie.kind in _BOTH_WAYS)
        )

    def above(self, actor_id: str, day: date) -> tuple[str, ...]:
        """List the actors that one is part of (or leads) on a day, nearest first."""
        found: list[str] = []
        front = [actor_id]
        for _ in range(_MOST_STEPS):
            front = [t.other for id_ in front for t in self.ties_on(id_, day) if t.kind in _UP]
            front = [id_ for id_ in dict.fromkeys(front) if id_ not in found and id_ != actor_id]
            found += front
        return tuple(found)

    def below(self, actor_id: str, day: date) -> tuple[str, ...]:
        """List the actors that belong to one on a day, nearest first: all bodies and units of a state."""
        found: list[str] = []
        front = [actor_id]
        for _ in range(_MOST_STEPS):
            ties = [t for id_ in front for t in self.ties.get(id_, ()) if t.other == id_]
            front = [t.one for t in ties if t.kind in _UP and t.holds(day)]
            front = [id_ for id_ in dict.fromkeys(front) if id_ not in found and id_ != actor_id]
            found += front
        return tuple(found)

    def belongs_to(self, actor_id: str, other: str, day: date) -> bool:
        """Say whether an actor is another or part of it on a day: "all events of the Syrian state"."""
        return actor_id == other or other in self.above(actor_id, day)

    def stand(self, one: str, other: str, day: date) -> TieKind | None:
        """Say how one actor stands to another on a day, by the nearest tie of them or what is above them.

        Args:
            one: id of an actor.
            other: id of another.
            day: the day.

        Returns:
            ``PART_OF`` or ``LEADS`` where ``one`` is under ``other``; else the tie of either, or of what
            is above them, to the other, allies and enemies from both sides; ``None`` where there is none.
        """
        direct = next((t.kind for t in self.ties_on(one, day) if t.one == one and t.other == other), None)
        if direct:
            return direct
        mine, theirs = (one, *self.above(one, day)), (other, *self.above(other, day))
        if other in mine:
            return TieKind.PART_OF
        for id_ in mine:
            for tie in self.ties_on(id_, day):
                far = tie.other if tie.one == id_ else tie.one
                if far in theirs and tie.kind not in _UP:
                    return tie.kind
        return None

    def side(self, person_id: str, day: date) -> str | None:
        """The body that a person leads on a day, where there is one; the latest office wins."""
        offices = [t for t in self.ties_on(person_id, day) if t.kind == TieKind.LEADS]
        return max(offices, key=lambda t: t.start or date.min).other if offices else None

    def describe(self, actor_id: str, day: date) -> str:
        """Write the chain of ties of a day: "Fourth Division, part of Syrian Arab Army, backed by Iran"."""
        return ", ".join([self.actors[actor_id].name_on(day), *self._chain(actor_id, day)])

    def standing(self, actor_id: str, day: date) -> tuple[str, ...]:
        """Say in words what an actor is part of or leads on a day, all the way up, and who backs it.

        Returns:
            For example ``("part of Syrian Army", "part of Syria", "backed by Iran")``, without allies and
            enemies.
        """
        up = [t for id_ in (actor_id, *self.above(actor_id, day)) for t in self.ties_on(id_, day)]
        shown = [t for t in up if t.kind in _UP]
        shown += [t for t in self.ties_on(actor_id, day) if t.kind == TieKind.BACKED_BY]
        words = (f"{t.kind.value.replace('_', ' ')} {self.actors[t.other].name_on(day)}" for t in shown)
        return tuple(dict.fromkeys(words))

    def _chain(self, actor_id: str, day: date) -> Iterator[str]:
        for tie in self.ties_on(actor_id, day):
            other = tie.other if tie.one == actor_id else tie.one
            yield f"{tie.kind.value.replace('_', ' ')} {self.actors[other].name_on(day)}"


def _ties_by_actor(ties: Iterable[Tie]) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for tie in ties:
        for end in (tie.one, tie.other):
            found.setdefault(end, []).append(tie)
    return {id_: tuple(rows) for id_, rows in found.items()}


def _names(actors: Sequence[Actor]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Index names and aliases; a name without its addition in brackets counts where nobody bears it whole."""
    found: dict[str, dict[str, str]] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            key = name_key(name)
            if key:
                found.setdefault(key, {}).setdefault(actor.id, name)
    short: dict[str, dict[str, str]] = {}
    for actor in actors:
        name, bracket, _ = actor.name.partition(" (")
        if bracket and name_key(name) not in found:
            short.setdefault(name_key(name), {})[actor.id] = name
    return {key: tuple(ids.items()) for key, ids in (found | short).items()}


def _nations(states: Iterable[State]) -> dict[str, str]:
    nations: dict[str, str] = {}
    for state in states:
        for word in (state.name, *state.other_names):
            nations.setdefault(fold(word), state.code)
    for state in states:
        for demonym in map(fold, state.demonyms):
            nations.setdefault(demonym, state.code)
            nations.setdefault(f"{demonym}s", state.code)
    return nations
