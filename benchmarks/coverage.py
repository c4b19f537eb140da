"""How well coverage by meaning tells what is touched, on sentences of our own writing.

    python -m benchmarks.coverage [choose|report]

prints for the qualities (`tests/quality_sentences.tsv`) and for statements of companies (`tests/company_sentences.tsv`)
how many of the sentences that touch them are found, and how many of the others are taken for such. The limits were set
on the half "choose", with the curves that `--curves` prints; the half "report" is only measured.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from voice_interview.meaning import coverage, minilm, qualities
from voice_interview.metrics import company
from voice_interview.metrics import coverage as limits

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
SCENES = ROOT / "scripts" / "star" / "corpus" / "test"
HALVES = ("choose", "report")
NONE = "none"


class Line(Struct, frozen=True, kw_only=True):
    """One sentence: `about` the quality or the statement beside which it stands, `sort` how it stands to it."""

    half: str
    about: str
    sort: str
    said: str


class Group(Struct, frozen=True, kw_only=True):
    """Sentences that stand in one way to what they are compared with, by their scores; `touch` whether they should be
    found."""

    name: str
    touch: bool
    scores: tuple[float, ...]


def read(name: str, half: str) -> tuple[Line, ...]:
    """The sentences of one half of `quality_sentences.tsv` or `company_sentences.tsv`."""
    rows = (TESTS / f"{name}_sentences.tsv").read_text(encoding="utf-8").splitlines()
    split = [row.split("\t") for row in rows if not row.startswith("#")]
    return tuple(Line(half=one, about=about, sort=sort, said=said) for one, about, sort, said in split if one == half)


@cache
def of_qualities(half: str) -> tuple[Group, ...]:
    """Sentences beside their quality; those that show one, beside every other too: many speak to two, so what is found
    there is no error in itself. Those that show none, beside every quality."""
    lines = read("quality", half)
    said = minilm.load().vectors([line.said for line in lines])
    scores = {name: coverage.scores(said, name).tolist() for name in qualities.table().quality}
    own = [(line, name, scores[name][place]) for place, line in enumerate(lines) for name in scores]
    beside = [one for one in own if one[1] == one[0].about]
    groups = (
        ("shows the quality", True, [near for line, _, near in beside if line.sort == "yes"]),
        ("has its words or its scene only", False, [near for line, _, near in beside if line.sort == "no"]),
        ("shows no quality", False, [near for line, _, near in own if line.about == NONE]),
        (
            "shows another quality",
            False,
            [near for line, name, near in own if line.sort == "yes" and name != line.about],
        ),
    )
    return tuple(Group(name=name, touch=touch, scores=tuple(found)) for name, touch, found in groups)


@cache
def of_scenes() -> Group:
    """Sentences that set the scene of a story, from the test part of the corpus for STAR, of which nothing is in the
    table, beside every quality: few show one."""
    lines = [line for file in sorted(SCENES.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines()]
    said = minilm.load().vectors([line.removeprefix("S: ") for line in lines if line.startswith("S: ")])
    found = [near for name in qualities.table().quality for near in coverage.scores(said, name).tolist()]
    return Group(name="sets a scene, other pens", touch=False, scores=tuple(found))


@cache
def of_companies(half: str) -> tuple[Group, ...]:
    """Sentences beside their statement, and beside every other statement of the half."""
    lines = read("company", half)
    statements = tuple(dict.fromkeys(line.about for line in lines))
    model = minilm.load()
    near = model.vectors([line.said for line in lines]) @ model.vectors(statements).T
    rows = [(line, near[place, statements.index(line.about)]) for place, line in enumerate(lines)]
    others = [
        near[place, at] for place, line in enumerate(lines) for at, one in enumerate(statements) if one != line.about
    ]
    groups = (
        ("says it in other words", True, [score for line, score in rows if line.sort == "says"]),
        ("shows it by a deed", True, [score for line, score in rows if line.sort == "shows"]),
        ("shares a word with it", False, [score for line, score in rows if line.sort == "no"]),
        ("speaks to another statement", False, others),
    )
    return tuple(Group(name=name, touch=touch, scores=tuple(map(float, found))) for name, touch, found in groups)


def share(scores: Sequence[float], verdict: str, yes: float, no: float) -> float:
    """The share of scores with this verdict."""
    return sum(limits.verdict(score, yes, no) == verdict for score in scores) / len(scores)


def table(half: str) -> str:
    """The figures of one half."""
    lines = [f"{half:<34}{'sentences':>10}{'yes':>7}{'unclear':>9}{'no':>7}"]
    for groups, yes, no in (
        (of_qualities(half), limits.YES, limits.NO),
        (of_companies(half), company.YES, company.NO),
    ):
        lines += [row(group, yes, no) for group in groups]
    return "\n".join(lines)


def row(group: Group, yes: float, no: float) -> str:
    """One line of the table."""
    shares = [share(group.scores, verdict, yes, no) for verdict in ("yes", "unclear", "no")]
    return f"{group.name:<34}{len(group.scores):>10}{shares[0]:>7.3f}{shares[1]:>9.3f}{shares[2]:>7.3f}"


def curves(groups: Sequence[Group], judged: Sequence[Group]) -> str:
    """The share of each group at or above each score, and the logistic curve from scores to chances in the groups that
    are `judged`: its middle and its spread."""
    import numpy as np
    from scipy.optimize import minimize

    lines = ["score  " + "  ".join(group.name for group in groups)]
    for step in range(-60, 70, 5):
        shares = [sum(one >= step / 100 for one in group.scores) / len(group.scores) for group in groups]
        lines.append(f"{step / 100:5.2f}  " + "  ".join(f"{part:.3f}" for part in shares))
    score = np.array([one for group in judged for one in group.scores])
    truth = np.array([group.touch for group in judged for _ in group.scores])

    def loss(at: tuple[float, float]) -> float:
        turned = np.where(truth, 1, -1) * (score - at[0]) / max(at[1], 1e-3)
        return float(np.logaddexp(0, -turned).mean())

    middle, spread = minimize(loss, (float(np.median(score)), 0.1), method="Nelder-Mead").x
    return "\n".join([*lines, f"middle {middle:.3f}, spread {spread:.3f}"])


if __name__ == "__main__":
    wanted = [half for half in sys.argv[1:] if half in HALVES] or list(HALVES)
    print("\n\n".join(table(half) for half in wanted))
    print("\n" + row(of_scenes(), limits.YES, limits.NO))
    if "--curves" in sys.argv:
        own, firms = of_qualities("choose"), of_companies("choose")
        print("\n" + curves(own, own[:-1]) + "\n\n" + curves(firms, firms))
