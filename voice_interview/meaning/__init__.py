"""What an answer means: sentences to STAR labels, parts and story, by cues that a person can check."""

from __future__ import annotations

from voice_interview.meaning import reader
from voice_interview.model import Question, Reading, Transcript


def read(transcript: Transcript, question: Question | None) -> Reading:
    """The meaning of an answer: a label for each sentence of `transcript`, the parts of STAR, story or not.

    The question does not change what was said, so this reader does not look at it: what an answer owes depends on the
    kind of question, and is for the measures and the advice to say. In a language other than English all is unclear.
    """
    del question
    return reader.read(transcript)
