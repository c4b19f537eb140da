"""What is judged, for whom: `standard`, or `disfluency-aware` for people who stutter. Pure.

Blocks, repetitions and lengthenings are how a person who stutters speaks, not a habit to be trained away, and a count
of fillers or a rate of words takes them for one. So `disfluency-aware` leaves these figures out of the report, and all
that follows from them: advice, what a plan would trim, what became of them from take to take. What was said stays as it
was said; how the answer is built, its length and its loudness are judged as for everybody.

The profile is kept in a report's provenance, so that whoever opens it later sees the same; one function, `seen`, makes
the difference, and every format shows what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec.structs import replace

from voice_interview import advice, tightening
from voice_interview.model import Profile

if TYPE_CHECKING:
    from voice_interview.model import Measure, Provenance, Report

LEFT_OUT: Mapping[Profile, frozenset[str]] = {
    "standard": frozenset(),
    "disfluency-aware": frozenset({"fillers", "disfluencies", "pace", "pauses", "start_delay"}),
}
"""Measures that a profile leaves out. Start delay and pauses are among them because a block is silent, and often comes
before the first word."""

_V = TypeVar("_V")


class Measured(Protocol):
    """A report, or as much of one as has figures and says what made it."""

    @property
    def measures(self) -> Mapping[str, Any]: ...

    @property
    def uncorrected(self) -> Mapping[str, Any]: ...

    @property
    def provenance(self) -> Provenance: ...


_M = TypeVar("_M", bound=Measured)


def is_aware(reports: Iterable[Measured]) -> bool:
    """Whether one of these reports is of a profile that leaves figures out."""
    return any(LEFT_OUT[one.provenance.profile] for one in reports)


def of(reports: Iterable[Measured]) -> Profile:
    """What holds where these reports are told of together: one that leaves figures out, if there is one."""
    return "disfluency-aware" if is_aware(reports) else "standard"


def alike(reports: Sequence[_M]) -> list[_M]:
    """Reports that are told of together, all with the figures alone that every one of them shows: what one take keeps
    to itself must not come out beside another."""
    profile = of(reports)
    return [_figures(one, profile) for one in reports]


def seen(report: Report, profile: Profile) -> Report:
    """The report as this profile shows it, to be compared anew with the take that it repeats. Figures that were left
    out do not come back: that takes measuring anew."""
    if not LEFT_OUT[profile]:
        return report
    left = _figures(report, profile)
    plan = report.plan
    if plan is not None and plan.trims:
        plan = tightening.of_report(replace(left, plan=None))
    given = advice.advise(left.question, left.recording, left.transcript, left.measures)
    return replace(left, advice=given, plan=plan, retake=None)


def unjudged(measures: Mapping[str, Measure], profile: Profile) -> dict[str, Measure]:
    """The figures that a profile leaves out, for a person who asks for them: counted, and not judged."""
    return {name: replace(one, band="none", source=None) for name, one in measures.items() if name in LEFT_OUT[profile]}


def _figures(one: _M, profile: Profile) -> _M:
    if not LEFT_OUT[profile]:
        return one
    changed: _M = replace(  # type: ignore[type-var]
        one,
        measures=_without(one.measures, profile),
        uncorrected=_without(one.uncorrected, profile),
        provenance=replace(one.provenance, profile=profile),
    )
    return changed


def _without(measures: Mapping[str, _V], profile: Profile) -> dict[str, _V]:
    return {name: one for name, one in measures.items() if name not in LEFT_OUT[profile]}
