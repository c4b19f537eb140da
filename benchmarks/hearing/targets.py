"""What was promised, and what was reached. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from benchmarks.figures import percentile, table
from benchmarks.hearing import scores
from benchmarks.hearing.matching import Tally
from benchmarks.hearing.scores import Judged
from benchmarks.hearing.tables import NONE, Runs

STAGED = ("short phrases",)
"""Groups of recordings that are no unscripted speech."""

CLEAN = ("clean", "20 dB", "15 dB")


class Target(Struct, frozen=True):
    """`met(value)` tells whether a figure is good enough; `value(judged, plain)` makes it, None where there is none."""

    what: str
    wanted: str
    value: Callable[[Sequence[Judged], Sequence[Judged]], float | None]
    met: Callable[[float], bool]
    shown: Callable[[float], str] = "{:.2f}".format


def of_set(name: str) -> tuple[Target, ...]:
    """The targets of a set of our making by its name, or of real recordings."""
    return MADE.get(name, REAL)


def rows(title: str, name: str, runs: Runs, plain: str) -> list[list[str]]:
    """One line a target: the set, what, wanted, and what each run reached."""
    beside = runs.get(plain, ())
    lines = []
    for target in of_set(name):
        cells = []
        for judged in runs.values():
            value = target.value(judged, beside) if judged else None
            cells.append(NONE if value is None else target.shown(value) + (" ✓" if target.met(value) else " ✗"))
        lines.append([title, target.what, target.wanted, *cells])
    return lines


def overview(lines: Sequence[Sequence[str]], names: Sequence[str]) -> str:
    """The table of all targets."""
    return table(["set", "what", "target", *names], lines)


def _at(level: str) -> Callable[[Sequence[Judged], Sequence[Judged]], float | None]:
    return lambda judged, _: _f1([one for one in judged if one.clip.groups.get("group") == level])


def _f1(judged: Sequence[Judged]) -> float | None:
    return scores.total(one.sounds for one in judged).f1


def _clean(judged: Sequence[Judged], _: Sequence[Judged]) -> float | None:
    return _f1([one for one in judged if one.clip.groups.get("group") in CLEAN])


def _unscripted(judged: Sequence[Judged]) -> Tally:
    return scores.total(one.sounds for one in judged if one.clip.groups["group"] not in STAGED)


def _nine_tenths(value: float) -> bool:
    return value >= 0.9


def _timed(judged: Sequence[Judged], _: Sequence[Judged]) -> float | None:
    return _f1([one for one in judged if one.clip.timed])


def _words_against_plain(judged: Sequence[Judged], plain: Sequence[Judged]) -> float | None:
    ours, theirs = scores.all_words(judged).rate, scores.all_words(plain).rate
    return None if ours is None or theirs is None else ours - theirs


def _words(judged: Sequence[Judged], _: Sequence[Judged]) -> float:
    return float(sum(one.heard_words for one in judged))


def _fillers(judged: Sequence[Judged], _: Sequence[Judged]) -> float:
    return float(sum(one.sounds.found + one.filler_words.found for one in judged))


def _inventions(judged: Sequence[Judged], _: Sequence[Judged]) -> float | None:
    """Filler sounds invented in ten minutes."""
    seconds = sum(one.seconds for one in judged)
    return 600 * scores.total(one.sounds for one in judged).invented / seconds if seconds else None


def _edges(judged: Sequence[Judged], _: Sequence[Judged]) -> float | None:
    edges = [edge for one in judged for edge in one.edges]
    return percentile(edges, 95) if edges else None


def _pauses(judged: Sequence[Judged]) -> Tally:
    return scores.total(one.pauses for one in judged)


MADE: dict[str, tuple[Target, ...]] = {
    "answers": (
        Target("event F1, 15 dB and cleaner", "0.90", _clean, lambda value: value >= 0.90),
        Target("event F1, 5 dB", "0.75", _at("5 dB"), lambda value: value >= 0.75),
    ),
    "nothing": (
        Target("words heard", "0", _words, lambda value: value == 0, "{:.0f}".format),
        Target("fillers counted", "0", _fillers, lambda value: value == 0, "{:.0f}".format),
    ),
    "fluent": (Target("filler sounds invented in 10 minutes", "under 1", _inventions, lambda value: value < 1),),
    "pauses": (
        Target("pauses found", "0.95", lambda judged, _: _pauses(judged).recall, lambda value: value >= 0.95),
        Target("of those found true", "0.95", lambda judged, _: _pauses(judged).precision, lambda value: value >= 0.95),
        Target(
            "edges off, 95th percentile", "100 ms", _edges, lambda value: value <= 0.1,
            lambda value: f"{1000 * value:.0f} ms",
        ),
    ),
}  # fmt: skip

REAL = (
    Target("recall, unscripted speech", "0.90", lambda judged, _: _unscripted(judged).recall, _nine_tenths),
    Target("precision, unscripted speech", "0.90", lambda judged, _: _unscripted(judged).precision, _nine_tenths),
    Target("event F1 where times are known", "0.85", _timed, lambda value: value >= 0.85),
    Target(
        "word error rate less that of plain decoding", "0 or less", _words_against_plain, lambda value: value <= 0,
        "{:+.3f}".format,
    ),
)  # fmt: skip
