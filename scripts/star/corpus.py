"""The corpus: answers to interview questions of the project's own writing, labelled line by line.

    # story | field: hotel | asked: Tell me about a time you calmed a guest. | missing: R | implied: T | tags: we
    S: so this was last winter, I was on nights
    A: I rang round until somebody had a room

One line is one sentence, or one clause of a run-on. A non-story is all `O:` lines, and its kind stands in the header.
Tags that findings are measured by: two-stories, bad-outcome; and we, passive, own-part-unclear for Actions without the
speaker. That the result comes first is told by the lines. The model is trained on "train"; the answers in "shape" were
written for the findings alone, so that it has seen none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
LABELS = "STARLO"
PARTS = "STAR"
KINDS = ("story", "definition", "opinion", "habit", "self-description", "hypothetical", "method")
FIELDS = {"field", "asked", "missing", "implied", "tags"}


@dataclass(frozen=True)
class Line:
    """A sentence with its label; where sentences were joined, how many words each part has in it."""

    label: str
    text: str
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def words(self) -> dict[str, int]:
        """Words of each part."""
        return dict(self.parts) or {self.label: len(self.text.split())}

    def joined(self, other: Line, glue: str) -> Line:
        """Both as one sentence, with the label of the part that has more words in it."""
        words = {part: self.words.get(part, 0) + other.words.get(part, 0) for part in {**self.words, **other.words}}
        text = self.text.rstrip(".!?,") + glue + other.text
        return Line(max(words, key=words.__getitem__), text, tuple(words.items()))


@dataclass(frozen=True)
class Answer:
    """One answer of one pen (a file: people who share a register); `missing` and `implied` hold letters of STAR."""

    name: str
    pen: str
    kind: str
    field: str
    asked: str
    lines: tuple[Line, ...]
    missing: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @property
    def is_story(self) -> bool:
        return self.kind == "story"

    @property
    def present(self) -> frozenset[str]:
        """The parts that some line states, or a part of one."""
        return frozenset(part for line in self.lines for part in line.words) & frozenset(PARTS)

    def without(self, parts: str) -> Answer:
        """The same answer with every line of these parts gone."""
        kept = tuple(line for line in self.lines if line.label not in parts)
        return replace(self, lines=kept, missing=self.missing | frozenset(parts), implied=self.implied - set(parts))


def read(part: str) -> list[Answer]:
    """All answers of "train", "test", "shape/train" or "shape/test", in order. Raises ValueError where a file breaks
    the format."""
    return [answer for path in sorted((FOLDER / part).glob("*.txt")) for answer in _file(path)]


def _file(path: Path) -> Iterator[Answer]:
    blocks = re.split(r"\n(?=# )", path.read_text(encoding="utf-8").strip())
    for number, block in enumerate(blocks, 1):
        head, *rows = [row.strip() for row in block.splitlines() if row.strip()]
        yield _answer(f"{path.stem}-{number}", path.stem, head.removeprefix("# "), rows)


def _answer(name: str, pen: str, head: str, rows: list[str]) -> Answer:
    kind, *parts = [part.strip() for part in head.split("|")]
    fields = {key.strip(): value.strip() for key, _, value in (part.partition(":") for part in parts)}
    lines = tuple(Line(row[0], row[3:].strip()) for row in rows)
    answer = Answer(
        name=name,
        pen=pen,
        kind=kind,
        field=fields.get("field", ""),
        asked=fields.get("asked", ""),
        lines=lines,
        missing=frozenset(re.findall("[STAR]", fields.get("missing", ""))),
        implied=frozenset(re.findall("[STAR]", fields.get("implied", ""))),
        tags=frozenset(tag.strip() for tag in fields.get("tags", "").split(",") if tag.strip()),
    )
    if fault := _fault(answer, rows, set(fields)):
        raise ValueError(f"{name}: {fault}")
    return answer


def _fault(answer: Answer, rows: list[str], fields: set[str]) -> str | None:
    if not rows or any(not re.match(rf"[{LABELS}]: \S", row) for row in rows):
        return "a line without a label, or no line"
    if answer.kind not in KINDS or fields - FIELDS:
        return f"kind {answer.kind}, fields {sorted(fields)}"
    if not answer.is_story:
        return None if {line.label for line in answer.lines} == {"O"} else "a non-story with parts"
    gone = frozenset(PARTS) - answer.present - answer.implied
    return None if gone == answer.missing else f"lines lack {sorted(gone)}, the header says {sorted(answer.missing)}"
