"""An answer while it is cut: what may go, and the time of what stays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from voice_interview import text
from voice_interview.metrics import length, repeats, shared
from voice_interview.model import PARTS, Answer, Cut, Evidence, Label, Plan, PlannedPart, Span

if TYPE_CHECKING:
    from voice_interview.model import Sentence

KEPT_ONE: tuple[Label, ...] = (*PARTS, "learning")
"""Labels of which one sentence stays at least."""


def over(seconds: float, limit: float) -> bool:
    """Whether an answer is longer than its time, as the measure `length` judges: by its share, to a thousandth."""
    return round(seconds / limit, 3) > length.GOOD[1]


def tells_a_story(answer: Answer) -> bool:
    """Whether labels can be cut by: a story was (or may have been) asked for, and one is told."""
    asked = answer.question is None or answer.question.kind in shared.STORY_KINDS
    return asked and answer.reading is not None and answer.reading.story.present is True


class Proposal(NamedTuple):
    """A sentence to cut, or to merge with an earlier one that is like it: then its words `[first, last)` stay."""

    sentence: int
    reason: Literal["other", "unclear", "repeat", "situation"]
    like: int | None = None
    first: int = 0
    last: int = 0

    @property
    def merges(self) -> bool:
        return self.last > self.first


class Draft:
    """What was proposed and taken so far; times in seconds of the recording."""

    def __init__(self, answer: Answer, span: Span, target: float) -> None:
        self.answer = answer
        self.target = target
        self.sentences = [one for one in answer.transcript.sentences if (one.start or 0.0) < span.end]
        self.words = answer.transcript.words
        unread: list[Label] = ["unclear"] * len(self.sentences)
        read = [one.label for one in answer.reading.labels] if answer.reading else unread
        self.labels = read[: len(self.sentences)]
        self.said = [repeats.said([word.text for word in self.words[one.first : one.last]]) for one in self.sentences]
        self.slots = _slots(self.sentences, span)
        self._taken: dict[int, Proposal] = {}
        self._stays = list(range(len(self.slots)))
        self._trims: list[tuple[Evidence, list[tuple[int, Span]]]] = []
        self._gone: list[list[Span]] = [[] for _ in self.slots]
        self._kept = [slot.seconds for slot in self.slots]

    @property
    def stays(self) -> list[int]:
        """The numbers of the sentences that stay, whole or in part."""
        return list(self._stays)

    @property
    def seconds(self) -> float:
        return sum(self._kept)

    @property
    def meets(self) -> bool:
        return not over(self.seconds, self.target)

    def kept(self, place: int) -> float:
        """Seconds of one sentence that stay."""
        return self._kept[place]

    def longest(self, label: Label) -> list[int]:
        """The sentences with a label, the longest first."""
        own = [place for place in self.stays if self.labels[place] == label]
        return sorted(own, key=lambda place: (-round(self.kept(place), 3), place))

    def may_cut(self, place: int, like: int | None = None) -> bool:
        """Whether a sentence may go: it is no Result, not the last that its part has, nothing went because it says the
        same, and what is left is not under half of the time, for too short is a fault of its own. One that says the
        same as the sentence `like`, which stays, may go whatever else it could be."""
        label = self.labels[place]
        if label == "result" or self._is_cut(place) or any(one.like == place for one in self._taken.values()):
            return False
        if label in KEPT_ONE and not any(self.labels[other] == label for other in self.stays if other != place):
            return False
        if like is None and (
            (label == "unclear" and self.needs_unclear) or (label == "other" and self._is_the_view(place))
        ):
            return False
        return self.seconds - self.kept(place) >= length.GOOD[0] * self.target

    @property
    def needs_unclear(self) -> bool:
        """Whether a part that is or may be there has no sentence of its own: any unclear one could be the only one."""
        parts = self.answer.reading.parts if self.answer.reading else {}
        maybe = [name for name in PARTS if name not in parts or parts[name].present in ("yes", "unclear")]
        return any(name not in self.labels for name in maybe)

    def take(self, proposed: Proposal | Evidence) -> None:
        """Leave out a sentence, a part of one, or the sound of an event."""
        if isinstance(proposed, Proposal):
            self._taken[proposed.sentence] = proposed
            if not proposed.merges:
                self._stays.remove(proposed.sentence)
            slot, stays = self.slots[proposed.sentence], self.stay_of(proposed)
            self._gone[proposed.sentence] += (
                [Span(slot.start, stays.start), Span(stays.end, slot.end)] if stays else [slot]
            )
            self._measure(proposed.sentence)
            return
        start, end = proposed.start or 0.0, proposed.end or 0.0
        parts = [
            (place, Span(max(slot.start, start), min(slot.end, end)))
            for place, slot in enumerate(self.slots)
            if max(slot.start, start) < min(slot.end, end)
        ]
        before = self.seconds
        for place, part in parts:
            self._gone[place].append(part)
            self._measure(place)
        if round(before - self.seconds, 3) > 0:
            self._trims.append((proposed, parts))

    def stay_of(self, proposed: Proposal) -> Span | None:
        """The time of the words that stay of a sentence, within its own; None where it is cut."""
        if not proposed.merges:
            return None
        one, slot = self.sentences[proposed.sentence], self.slots[proposed.sentence]
        head = self.words[proposed.first].start if proposed.first > one.first else None
        tail = self.words[proposed.last - 1].end if proposed.last < one.last else None
        start = slot.start if head is None else min(max(head, slot.start), slot.end)
        return Span(start, slot.end if tail is None else min(max(tail, start), slot.end))

    def plan(self, target: Literal["question", "story", "ending"], why_not: str | None) -> Plan:
        """What was taken, as the report holds it."""
        total, planned = sum(slot.seconds for slot in self.slots), self.seconds
        cuts = tuple(self._cut(one) for _, one in sorted(self._taken.items()))
        trims = [event for event, parts in self._trims if any(not self._is_cut(place) for place, _ in parts)]
        return Plan(
            seconds=total,
            target_seconds=self.target,
            target=target,
            projected_seconds=planned,
            meets=self.meets,
            why_not=None if self.meets else why_not,
            cuts=cuts,
            trims=tuple(sorted(trims, key=lambda one: (one.start or 0.0, one.first))),
            trim_seconds=max(0.0, total - planned - sum(one.seconds for one in cuts)),
            stays=tuple(self.stays),
            parts={label: self._part(label, total, planned) for label in dict.fromkeys(self.labels)},
        )

    def _is_cut(self, place: int) -> bool:
        return place in self._taken and not self._taken[place].merges

    def _is_the_view(self, place: int) -> bool:
        """A philosophy question wants a view beside the story: its first sentence stays."""
        question = self.answer.question
        return question is not None and question.kind == "philosophy" and self.labels.index("other") == place

    def _measure(self, place: int) -> None:
        self._kept[place] = max(0.0, self.slots[place].seconds - _covered(self._gone[place]))

    def _cut(self, taken: Proposal) -> Cut:
        one, slot, stays = self.sentences[taken.sentence], self.slots[taken.sentence], self.stay_of(taken)
        return Cut(
            deed="merge" if stays else "cut",
            reason=taken.reason,
            sentence=taken.sentence,
            label=self.labels[taken.sentence],
            text=one.text,
            start=one.start or 0.0,
            end=one.end or 0.0,
            seconds=slot.seconds - (stays.seconds if stays else 0.0),
            keeps=text.join(self.words[taken.first : taken.last]),
            like=taken.like,
        )

    def _part(self, label: Label, total: float, planned: float) -> PlannedPart:
        own = [place for place, one in enumerate(self.labels) if one == label]
        before, after = sum(self.slots[place].seconds for place in own), sum(map(self.kept, own))
        return PlannedPart(
            seconds=before,
            share=before / total if total else 0.0,
            planned_seconds=after,
            planned_share=after / planned if planned else 0.0,
        )


def _slots(sentences: Sequence[Sentence], span: Span) -> list[Span]:
    """The time of each sentence, up to the start of the next; together they are the speaking time, without a gap."""
    edges = [span.start]
    for one in sentences[1:]:
        edges.append(min(max(one.start or 0.0, edges[-1]), span.end))
    return [Span(start, end) for start, end in pairwise([*edges, span.end])]


def _covered(spans: Sequence[Span]) -> float:
    """The seconds that spans cover together, each moment once."""
    seconds, until = 0.0, 0.0
    for span in sorted(spans, key=lambda one: one.start):
        seconds += max(0.0, span.end - max(span.start, until))
        until = max(until, span.end)
    return seconds
