"""How well coverage by meaning tells what is touched, on sentences of our own writing.

    python -m benchmarks.coverage [choose|report]

prints for the qualities (`tests/quality_sentences.tsv`) and for statements of companies (`tests/company_sentences.tsv`)
how many of the sentences that touch them are found, and how many of the others are taken for such. The limits were set
on the half "choose"; the half "report" is only measured.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from voice_interview.meaning import coverage, minilm, qualities
from voice_interview.metrics import company
from voice_interview.metrics import coverage as limits

TESTS = Path(__file__).parent.parent / "tests"
HALVES = ("choose", "report")
NONE = "none"


class Line(Struct, frozen=True, kw_only=True):
    """One sentence: `about` the quality or the statement beside which it stands, and whether it touches that."""

    half: str
    about: str
    touched: bool
    said: str


class Found(Struct, frozen=True, kw_only=True):
    """What is made of one sentence beside one thing asked for."""

    line: Line
    similarity: float
    verdict: str


class Tally(Struct):
    """Sentences by verdict."""

    yes: int = 0
    unclear: int = 0
    no: int = 0

    @property
    def every(self) -> int:
        return self.yes + self.unclear + self.no

    def __str__(self) -> str:
        return (
            f"{self.yes:>5}{self.unclear:>9}{self.no:>5}   of {self.every:>4}   yes {self.yes / max(1, self.every):.2f}"
        )


def read(name: str, half: str) -> tuple[Line, ...]:
    """The sentences of one half of `quality_sentences.tsv` or `company_sentences.tsv`."""
    rows = (TESTS / f"{name}_sentences.tsv").read_text(encoding="utf-8").splitlines()
    split = [row.split("\t") for row in rows if not row.startswith("#")]
    return tuple(
        Line(half=one, about=about, touched=touched == "yes", said=said)
        for one, about, touched, said in split
        if one == half
    )


def of_qualities(half: str) -> tuple[Found, ...]:
    """Each sentence beside its quality; those that stand beside none, beside every quality."""
    model = minilm.load()
    found = []
    for line in read("quality", half):
        said = model.vectors([line.said])
        for quality in qualities.table() if line.about == NONE else (line.about,):
            near = float((said @ coverage.examples(model, quality).T).max())
            found.append(Found(line=line, similarity=near, verdict=limits.verdict(near)))
    return tuple(found)


def across(half: str) -> tuple[Found, ...]:
    """Each sentence that touches a quality beside every other: many speak to two, so what is found here is no error in
    itself, but says how often a quality that was not meant is called touched."""
    model = minilm.load()
    found = []
    for line in read("quality", half):
        if line.touched:
            said = model.vectors([line.said])
            for quality in qualities.table():
                if quality != line.about:
                    near = float((said @ coverage.examples(model, quality).T).max())
                    found.append(Found(line=line, similarity=near, verdict=limits.verdict(near)))
    return tuple(found)


def of_companies(half: str) -> tuple[Found, ...]:
    """Each sentence beside its statement; and beside every other statement of the half."""
    model = minilm.load()
    lines = read("company", half)
    statements = tuple(dict.fromkeys(line.about for line in lines))
    found = []
    for line in lines:
        for statement in statements:
            near = float((model.vectors([line.said]) @ model.vectors([statement]).T)[0, 0])
            beside = Line(half=half, about=statement, touched=line.touched and statement == line.about, said=line.said)
            found.append(Found(line=beside, similarity=near, verdict=limits.verdict(near, company.YES, company.NO)))
    return tuple(found)


def tally(found: Iterable[Found]) -> Tally:
    counted = Tally()
    for one in found:
        setattr(counted, one.verdict, getattr(counted, one.verdict) + 1)
    return counted


def table(half: str) -> str:
    """The figures of one half."""
    own, other = of_qualities(half), across(half)
    firms = of_companies(half)
    rows = (
        ("touches the quality", [one for one in own if one.line.touched]),
        ("its words or scene, another sense", [one for one in own if not one.line.touched and one.line.about != NONE]),
        ("shows no quality", [one for one in own if one.line.about == NONE]),
        ("shows another quality", other),
        ("speaks to the statement", [one for one in firms if one.line.touched]),
        ("does not speak to it", [one for one in firms if not one.line.touched]),
    )
    lines = [f"{half:<35}{'yes':>5}{'unclear':>9}{'no':>5}"]
    lines += [f"{name:<35}{tally(found)}" for name, found in rows]
    return "\n".join(lines)


def errors(half: str) -> str:
    """Every sentence that is read wrongly: + for one that is taken for a touch, - for one that is missed."""
    wrong = [
        one for one in of_qualities(half) if (one.verdict == "yes") != one.line.touched and one.verdict != "unclear"
    ]
    return "\n".join(
        f"{'-' if one.line.touched else '+'} {one.similarity:.2f} {one.line.about}: {one.line.said}" for one in wrong
    )


if __name__ == "__main__":
    print("\n\n".join(table(half) for half in sys.argv[1:] or HALVES))
