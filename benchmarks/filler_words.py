"""How well words that are sometimes fillers are told apart, on the sentences of `tests/filler_sentences.tsv`.

    python -m benchmarks.filler_words [development|test]

prints found, invented and missed for each word. The sentences are of our own writing, so the figures tell how the rules
do on such text, not on recordings.
"""

from __future__ import annotations

import sys
from pathlib import Path

from msgspec import Struct

from voice_interview import text
from voice_interview.metrics.filler_words import filler_words
from voice_interview.model import Word

SENTENCES = Path(__file__).parent.parent / "tests" / "filler_sentences.tsv"


class Marked(Struct, frozen=True, kw_only=True):
    """One sentence: `about` the word it was written for, `fillers` as (label, first, last) among its words."""

    half: str
    about: str
    words: tuple[Word, ...]
    fillers: frozenset[tuple[str, int, int]]

    @property
    def line(self) -> str:
        return text.join(self.words)


class Tally(Struct):
    """Events of one word: said and found, found but not said (`invented`), said but not found (`missed`)."""

    found: int = 0
    invented: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that was said; None where nothing was found."""
        return self.found / (self.found + self.invented) if self.found + self.invented else None

    @property
    def recall(self) -> float | None:
        """Share of what was said that was found; None where nothing was said."""
        return self.found / (self.found + self.missed) if self.found + self.missed else None


def read(half: str, path: Path = SENTENCES) -> tuple[Marked, ...]:
    """The sentences of one half, "test" or "development"."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(_marked(*row) for row in rows if row[0] == half)


def _marked(half: str, about: str, line: str) -> Marked:
    words: list[Word] = []
    fillers: list[tuple[str, int, int]] = []
    opened = 0
    for token in line.split():
        if token.startswith("["):
            opened = len(words)
        words.append(Word(text=token.replace("[", "").replace("]", "")))
        if "]" in token:
            label = " ".join(text.key(word.text) for word in words[opened:])
            fillers.append(("okay" if label == "ok" else label, opened, len(words)))
    return Marked(half=half, about=about, words=tuple(words), fillers=frozenset(fillers))


def tallies(sentences: tuple[Marked, ...]) -> dict[str, Tally]:
    """Each word's tally, by its label."""
    found: dict[str, Tally] = {one.about.lower(): Tally() for one in sentences}
    for one in sentences:
        heard = set(filler_words(one.words))
        for label, _, _ in heard & one.fillers:
            found.setdefault(label, Tally()).found += 1
        for label, _, _ in heard - one.fillers:
            found.setdefault(label, Tally()).invented += 1
        for label, _, _ in one.fillers - heard:
            found.setdefault(label, Tally()).missed += 1
    return found


def total(tallied: dict[str, Tally]) -> Tally:
    """All words together."""
    every = tallied.values()
    return Tally(
        found=sum(one.found for one in every),
        invented=sum(one.invented for one in every),
        missed=sum(one.missed for one in every),
    )


def table(half: str) -> str:
    """A line for each word and one for all."""
    sentences = read(half)
    tallied = tallies(sentences)
    lines = [
        f"{half}: {len(sentences)} sentences",
        f"{'word':<11}{'found':>6}{'invented':>10}{'missed':>8}{'precision':>11}{'recall':>8}",
    ]
    for label, one in (*tallied.items(), ("all", total(tallied))):
        shares = ["-" if share is None else f"{share:.2f}" for share in (one.precision, one.recall)]
        lines.append(f"{label:<11}{one.found:>6}{one.invented:>10}{one.missed:>8}{shares[0]:>11}{shares[1]:>8}")
    return "\n".join(lines)


def errors(half: str) -> str:
    """Every sentence that is read wrongly: + for what was invented, - for what was missed."""
    lines = []
    for one in read(half):
        heard = set(filler_words(one.words))
        wrong = [("+", label) for label, _, _ in heard - one.fillers] + [("-", la) for la, _, _ in one.fillers - heard]
        lines += [f"{sign}{label}: {one.line}" for sign, label in sorted(wrong)]
    return "\n".join(lines)


if __name__ == "__main__":
    halves = sys.argv[1:] or ["development", "test"]
    print("\n\n".join(table(half) for half in halves))
