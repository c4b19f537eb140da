"""All candidates in one table, those first who need most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from voice_interview.cohort.brief import Brief
from voice_interview.cohort.candidate import Candidate, candidate


class Unread(Struct, frozen=True, kw_only=True):
    """A take or a packet that could not be read: where it lies, below the folder, and why."""

    path: str
    why: str


class Wanted(Struct, frozen=True, kw_only=True):
    """Advice that the latest takes of so many candidates got."""

    title: str
    candidates: int


class Moved(Struct, frozen=True, kw_only=True):
    """Of how many candidates something became better, and of how many worse."""

    name: str
    unit: str
    better: int
    worse: int


class Cohort(Struct, frozen=True, kw_only=True):
    """The whole table: `name` of the folder, what was read and what not; `wanted` is what the group needs next, `moved`
    what became better or worse, `tools` what made the latest takes."""

    schema: str = "voice-interview/cohort/1"
    name: str
    takes: int
    candidates: tuple[Candidate, ...]
    wanted: tuple[Wanted, ...] = ()
    moved: tuple[Moved, ...] = ()
    tools: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


def cohort(name: str, briefs: Mapping[str, Iterable[Brief]], unread: Iterable[Unread] = ()) -> Cohort:
    """The table of the takes of each candidate, by name; candidates without a take are left out."""
    found = sorted((candidate(who, of) for who, taken in briefs.items() if (of := list(taken))), key=_need)
    return Cohort(
        name=name,
        takes=sum(len(one.takes) for one in found),
        candidates=tuple(found),
        wanted=_wanted(found),
        moved=_moved(found),
        tools=tuple(sorted({one.tool for one in found if one.tool})),
        unread=tuple(unread),
    )


def _need(one: Candidate) -> tuple[bool, int, int, int, int, str]:
    """Sorts by need: first who has no take that can be judged, then by the figures of the latest take that call for
    action, then for a look, then by advice and by what became worse; equals by name."""
    return (
        one.latest is not None,
        -len(one.banded("act")),
        -len(one.banded("watch")),
        -len(one.needs),
        -len(one.worse),
        one.name.casefold(),
    )


def _wanted(found: Iterable[Candidate]) -> tuple[Wanted, ...]:
    counts = Counter(need.title for one in found for need in one.needs)
    return tuple(
        Wanted(title=title, candidates=count)
        for title, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _moved(found: Iterable[Candidate]) -> tuple[Moved, ...]:
    """A candidate counts once, and not at all where one question tells better and another worse."""
    better: Counter[tuple[str, str]] = Counter()
    worse: Counter[tuple[str, str]] = Counter()
    for one in found:
        up, down = ({(was.name, was.unit) for was in changes} for changes in (one.improved, one.worse))
        better.update(up - down)
        worse.update(down - up)
    return tuple(
        Moved(name=name, unit=unit, better=better[name, unit], worse=worse[name, unit])
        for name, unit in sorted(better.keys() | worse.keys(), key=lambda key: (-better[key], -worse[key], key))
    )
