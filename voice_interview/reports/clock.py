"""The STAR clock in words: the shares of an answer beside the advised ones and what people do, and what stands out."""

from __future__ import annotations

from msgspec import Struct

from voice_interview.model import Measure
from voice_interview.reports import shapes
from voice_interview.reports.content import DASH, clean

PEOPLE = "in 149 complete answers that people wrote"


class RowDetails(Struct, frozen=True, kw_only=True):
    """One entry of `star.details.clock.rows`, as far as a report shows it."""

    name: str = ""
    share: float | None = None
    advised: float | None = None
    usual: float | None = None


class ClockDetails(Struct, frozen=True, kw_only=True):
    """`star.details.clock`; reports of older versions have none."""

    scheme: str = "STAR"
    of: str = "time"
    rows: tuple[RowDetails, ...] = ()
    remarks: tuple[str, ...] = ()


class _Holder(Struct, frozen=True, kw_only=True):
    clock: ClockDetails = ClockDetails()


def lines(measure: Measure) -> list[str]:
    """The clock in one line, then each remark; none where the report has no clock, or no sentence is a part."""
    found = shapes.details(measure, _Holder).clock
    if not any(row.share for row in found.rows):
        return []
    shares, advised, usual = (
        "/".join(_percent(getattr(row, field)) for row in found.rows) for field in ("share", "advised", "usual")
    )
    names = ", ".join(clean(row.name) for row in found.rows)
    scheme = "" if found.scheme == "STAR" else f" ({clean(found.scheme)})"
    head = f"Clock{scheme}: {shares} % of the {clean(found.of)} ({names}). Advice pages ask for {advised};"
    return [f"{head} {PEOPLE} the median is {usual}.", *(clean(remark) for remark in found.remarks)]


def _percent(share: float | None) -> str:
    return DASH if share is None else f"{100 * share:.0f}"
