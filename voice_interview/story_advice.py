"""What to say of a story: whether one is told, what it lacks, and whether there are two; and what any remark is made
from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from voice_interview import known_details, text
from voice_interview.model import Advice, Evidence

if TYPE_CHECKING:
    from voice_interview.model import Measure, Question, Recording, Sentence, Transcript

STORIES = "Bangerter, Corvalan & Cavin 2014"
"""What speaks for telling a story at all."""

STORY_TIME = "Advice pages give one story 60 to 120 s"
"""140 to 320 words."""

STORY_KINDS = ("behavioural", "philosophy")
"""Kinds of question that ask for a true example."""

SEVERAL = re.compile(
    r"\b(?:two|three|several|some|any others|times when|times you|examples|situations|occasions|stories|achievements|"
    r"moments|experiences|projects|customers|conversations)\b",
    re.IGNORECASE,
)
"""Words of a question that asks for more than one story."""


class Case(Struct, frozen=True):
    """What a remark is made from."""

    question: Question | None
    recording: Recording
    transcript: Transcript
    measures: Mapping[str, Measure]

    @property
    def first_answer(self) -> int:
        """The number of words in the answer to the question itself; those to follow-ups come after them."""
        return text.turns(self.transcript.words, self.recording.starts)[0][1]

    def band(self, name: str) -> str:
        return self.measures[name].band if name in self.measures else "none"

    def details(self, name: str) -> dict[str, Any]:
        """Empty where there are none, or none that fit (see `known_details`)."""
        return known_details.of(self.measures, name)


def no_story(case: Case) -> Advice | None:
    """The most valuable finding of all: only 23 % of answers to "tell me about a time" were stories."""
    story = case.details("star").get("story", {})
    if case.question is None or story.get("present") is not False or case.band("star") == "none":
        return None
    evidence = sentence(case, 0)
    if case.question.kind == "behavioural":
        return Advice(
            title="Tell one thing that happened",
            why="The question asks for a past event, and this answer tells none that was noticed. Stories raise hiring"
            f" recommendations, and self-descriptions lower them ({STORIES}).",
            do="Pick one day that you remember. Begin with “Last year, when I …”, then say what you did and how it"
            " ended.",
            evidence=evidence,
        )
    return Advice(
        title="Carry your view with one true example",
        why=f"The view is there, and no example was noticed. Stories raise hiring recommendations ({STORIES}).",
        do="Keep your first sentence. Then add “For example, last year …”: what happened, what you did, how it ended.",
        evidence=evidence,
    )


def no_result(case: Case) -> Advice | None:
    """A story without its end; a bad outcome would be one too."""
    if not _missing(case, "result"):
        return None
    return Advice(
        title="Say how it ended",
        why="No outcome was noticed in this story. In 149 complete answers the result takes about a quarter of the"
        f" words, and a story is what raises hiring recommendations ({STORIES}).",
        do="Close with one sentence that begins “In the end …”: what changed because of you. A figure helps, and is no"
        " must; an outcome that was not good, with what you learned, counts too.",
        evidence=sentence(case, -1),
    )


def no_action(case: Case) -> Advice | None:
    """A story that does not tell what the speaker did."""
    if not _missing(case, "action"):
        return None
    return Advice(
        title="Say what you did yourself",
        why="What you did was not noticed in this story. In 149 complete answers it takes about a third of the words,"
        f" more than any other part, and a story is what raises hiring recommendations ({STORIES}).",
        do="After the problem, say two or three steps of your own, in order: “First I …, then I …”.",
        evidence=sentence(case, -1, of=("situation", "task")),
    )


def own_part(case: Case) -> Advice | None:
    """An action told as "we" alone, or as what was done by nobody. Teams are praised too, so the "we" may stay."""
    found = _found(case, "own_part", "no")
    if found is None or _missing(case, "action"):
        return None
    words = ", ".join(f"“{words}”" for words in found["cues"][:3])
    return Advice(
        title="Say which part was yours",
        why=f"What was done is told without “I”: {words}. An Action is what you did yourself; “we” went with better"
        " ratings too (Naim et al. 2015, 10.1109/FG.2015.7163127).",
        do="Keep the “we” where it was a team, and add one sentence that begins “My part was …”.",
        evidence=_sentences(case, found),
    )


def two_stories(case: Case) -> Advice | None:
    """Two stories where one was asked for."""
    found = _found(case, "two_stories", "yes")
    if found is None or case.question is None or SEVERAL.search(case.question.text):
        return None
    second = _sentences(case, found)
    begins = f" with “{' '.join((second[0].note or '').split()[:6])} …”" if second else ""
    return Advice(
        title="Tell one of the two stories",
        why=f"A second story begins{begins}, and the two share the time. {STORY_TIME}.",
        do="Keep the one in which you did more. Use the time of the other for its steps and for how it ended.",
        evidence=second,
    )


def _missing(case: Case, part: str) -> bool:
    """Whether a story was asked for and told, and this part of it is not there, not even implied."""
    star = case.details("star")
    if case.band("star") == "none" or star.get("story", {}).get("present") is not True:
        return False
    return bool(star["parts"].get(part, {}).get("present") == "no")


def _found(case: Case, name: str, present: str) -> dict[str, Any] | None:
    """A finding about the whole story, where a story was asked for and told."""
    star, question = case.details("star"), case.question
    if question is None or question.kind not in STORY_KINDS or star.get("story", {}).get("present") is not True:
        return None
    found: dict[str, Any] | None = star.get("findings", {}).get(name)
    return found if found is not None and found["present"] == present else None


def _sentences(case: Case, found: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """The sentences that a finding rests on, the first three."""
    said = case.transcript.sentences
    return tuple(_evidence(said[place]) for place in found["sentences"][:3] if 0 <= place < len(said))


def sentence(case: Case, place: int, of: Sequence[str] = ()) -> tuple[Evidence, ...]:
    """One sentence as evidence: the first or last of all, or of those with a label in `of` where there is one."""
    labels = [one["label"] for one in case.details("star").get("sentences", ())]
    own = [one for one, label in zip(case.transcript.sentences, labels, strict=False) if label in of]
    chosen = (own or case.transcript.sentences)[place : place + 1 or None]
    return tuple(_evidence(one) for one in chosen)


def _evidence(one: Sentence) -> Evidence:
    return Evidence(label="sentence", start=one.start, end=one.end, first=one.first, last=one.last, note=one.text)
