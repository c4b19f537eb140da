"""The STAR clock: how the time of a story is shared among its parts, beside what is advised and what people do.

Two things are told together, because they disagree: advice pages ask for about 20/10/60/10 or 15/10/60/15, and the 149
complete answers that people wrote and labelled themselves give 22/18/35/23 at the median. So a part is remarked on only
where it is off the advice *and* outside the middle half of those answers on the same side. A short part is short, never
missing; missing is said only where the reader says a sure "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from voice_interview.metrics import shared
from voice_interview.model import Label, StarShares

if TYPE_CHECKING:
    from voice_interview.model import Presence, Sentence, SentenceLabel

Scheme = Literal["STAR", "CAR", "SOAR", "STARL"]
Remark = Literal["short", "long", "missing"]


class Usual(Struct, frozen=True):
    """Percent of the words of a complete answer: median and the middle half of 149 answers of people."""

    low: float
    median: float
    high: float

    def __add__(self, other: Usual) -> Usual:
        """Of two parts together: the sums, for what was measured is each part alone. At least half of the answers lie
        under the sum of the upper quartiles, and at least half over that of the lower ones."""
        return Usual(self.low + other.low, self.median + other.median, self.high + other.high)


USUAL: dict[str, Usual] = {
    "situation": Usual(15, 22, 28),
    "task": Usual(13, 18, 23),
    "action": Usual(24, 35, 42),
    "result": Usual(16, 23, 32),
}

ROWS: dict[Scheme, tuple[tuple[str, tuple[Label, ...]], ...]] = {
    "STAR": (
        ("situation", ("situation",)),
        ("task", ("task",)),
        ("action", ("action",)),
        ("result", ("result",)),
    ),
    "CAR": (("context", ("situation", "task")), ("action", ("action",)), ("result", ("result",))),
    "SOAR": (("situation and obstacle", ("situation", "task")), ("action", ("action",)), ("result", ("result",))),
    "STARL": (
        ("situation", ("situation",)),
        ("task", ("task",)),
        ("action", ("action",)),
        ("result", ("result",)),
        ("learning", ("learning",)),
    ),
}
"""The rows of each scheme with the labels that belong to them. An obstacle has no label of its own: it is told in
sentences of the Situation or the Task, so SOAR counts both in one row."""

NAMED: dict[str, StarShares] = {
    "star": StarShares(),
    "car": StarShares(scheme="CAR", percent=(30, 60, 10)),
    "soar": StarShares(scheme="SOAR", percent=(30, 60, 10)),
    "starl": StarShares(scheme="STARL", percent=(20, 10, 50, 10, 10)),
}
"""What advice pages ask for, 20/10/60/10, in the rows of each scheme: CAR and SOAR join the first two; in STARL the
Learning takes its tenth from the Action (a convention)."""

SOURCE = (
    "Advice pages ask for about 20/10/60/10 or 15/10/60/15; 149 complete answers that people wrote and labelled"
    " themselves: 22/18/35/23 at the median"
)


def parse(said: str) -> StarShares:
    """The shares that "20/10/60/10", or the name of a scheme, stands for. Raises ValueError, in a sentence."""
    named = NAMED.get(said.strip().lower())
    if named:
        return named
    numbers = [one.strip() for one in said.split("/")]
    if len(numbers) != 4 or not all(one.isdecimal() and one.isascii() and len(one) <= 3 for one in numbers):
        raise ValueError(
            f"{said!r} is neither four whole numbers (Situation/Task/Action/Result, as 20/10/60/10) nor one of"
            f" {', '.join(NAMED)}."
        )
    percent = tuple(int(one) for one in numbers)
    if sum(percent) != 100:
        raise ValueError(f"{said!r} makes {sum(percent)} and not 100.")
    return StarShares(percent=percent)


def advised(shares: StarShares, label: Label) -> float:
    """The advised share, 0 to 1, of the row that a label belongs to; 0 where it has none."""
    rows = zip(ROWS[shares.scheme], shares.percent, strict=True)
    return next((percent / 100 for (_, labels), percent in rows if label in labels), 0.0)


class Row(Struct, frozen=True, kw_only=True):
    """One row of the clock: its seconds (None without times) and share of the answer (by words without times), the
    `most` it could be if every sentence of unclear part were its own; what is advised and what is usual (None where
    nothing was measured), as shares of 1."""

    name: str
    seconds: float | None
    share: float
    most: float
    advised: float
    usual: float | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    remark: Remark | None = None
    why: str | None = None


def clock(
    labelled: Sequence[tuple[Sentence, SentenceLabel]],
    present: dict[str, Presence],
    shares: StarShares,
    *,
    judged: bool,
    view: bool,
) -> dict[str, Any]:
    """The clock of one answer, as `details.clock` of the measure `star` holds it.

    Shares are of all sentences; with `view`, where a view is asked for beside the story, of those that are not "other".
    Remarks are made only where the answer is `judged`: a story was asked for, and one is told.
    """
    counted = [(one, label) for one, label in labelled if not view or label.label != "other"]
    timed = all(one.start is not None for one, _ in labelled)
    total = sum(weight(one, timed) for one, _ in counted)
    rows = tuple(
        _row(name, labels, percent, counted, (timed, total), present if judged else None)
        for (name, labels), percent in zip(ROWS[shares.scheme], shares.percent, strict=True)
    )
    return {
        "scheme": shares.scheme,
        "of": ("time" if timed else "words") + (" without the view" if view else ""),
        "rows": [to_builtins(row) for row in rows],
        "remarks": [row.why for row in rows if row.why],
        "source": SOURCE,
    }


def weight(sentence: Sentence, timed: bool) -> float:
    """The seconds of a sentence, or its words where the answer has no times."""
    if timed and sentence.start is not None and sentence.end is not None:
        return sentence.end - sentence.start
    return 0.0 if timed else float(sentence.last - sentence.first)


def _row(
    name: str,
    labels: tuple[Label, ...],
    percent: int,
    counted: Sequence[tuple[Sentence, SentenceLabel]],
    whole: tuple[bool, float],
    present: dict[str, Presence] | None,
) -> Row:
    timed, total = whole
    own = [one for one, label in counted if label.label in labels]
    seconds = sum((weight(one, timed) for one in own), 0.0)
    unclear = sum(weight(one, timed) for one, label in counted if label.label == "unclear")
    known = [USUAL[label] for label in labels if label in USUAL]
    usual = sum(known[1:], known[0]) if known else None
    row = Row(
        name=name,
        seconds=seconds if timed else None,
        share=seconds / total if total else 0.0,
        most=(seconds + unclear) / total if total else 0.0,
        advised=percent / 100,
        usual=usual.median / 100 if usual else None,
        usual_low=usual.low / 100 if usual else None,
        usual_high=usual.high / 100 if usual else None,
    )
    if present is None:
        return row
    remark = _remark(row, [present[label] for label in labels if label in present])
    return _told(row, remark, own, (timed, len(known) > 1)) if remark else row


def _remark(row: Row, present: Sequence[Presence]) -> Remark | None:
    """Missing where every part of the row is surely not there; short or long only where it is said in sentences of its
    own, even if every unclear sentence were one of them or none."""
    if present and all(one == "no" for one in present):
        return "missing"
    if row.usual_low is None or row.usual_high is None or row.share == 0:
        return None
    if _under(row.most, min(row.usual_low, row.advised)):
        return "short"
    return "long" if _under(max(row.usual_high, row.advised), row.share) else None


def _under(one: float, other: float) -> bool:
    """In whole percents, as people read them."""
    return round(100 * one) < round(100 * other)


def _told(row: Row, remark: Remark, own: Sequence[Sentence], kind: tuple[bool, bool]) -> Row:
    """The row with its remark in words; `kind`: whether the answer is timed, and whether the row joins two parts."""
    timed, joined = kind
    name = row.name[0].upper() + row.name[1:]
    longest = shared.shortened(max(own, key=lambda one: weight(one, timed)).text) if own else ""
    if remark == "missing" or row.usual_low is None or row.usual_high is None:
        # Where a part would stand a sentence may have its label, whose words are too little for it.
        found = f"at most “{longest}” could be it" if own else "no sentence that could be it was found"
        why = f"{name} is missing: {found}."
    else:
        people = "at least half of all complete answers give it" if joined else "three in four complete answers give it"
        share = f"{_percent(row.share)} of the {'time' if timed else 'words'}"
        if remark == "short":
            told, usual = f"is there, and short: {share}", f"{_percent(row.usual_low)} or more"
        else:
            told, usual = f"takes {share}", f"{_percent(row.usual_high)} or less"
        why = f"{name} {told}. {_percent(row.advised)} is advised, and {people} {usual}."
        why += f" {'Its longest sentence' if len(own) > 1 else 'All of it'}: “{longest}”"
    return replace(row, remark=remark, why=why)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
