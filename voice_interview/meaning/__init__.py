"""What an answer means: a label for each sentence, the parts of STAR, story or not.

The sentence model reads (`by_model`); where its files are damaged, cues that a person can check do (`by_cues`), and the
reading says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from voice_interview.errors import MeaningError
from voice_interview.meaning import by_cues
from voice_interview.model import Question, Reading, Transcript

if TYPE_CHECKING:
    from voice_interview.meaning.network import Network


def read(
    transcript: Transcript,
    question: Question | None,
    load: Callable[[], Network] | None = None,
    *,
    starts: Sequence[float] = (),
) -> Reading:
    """The meaning of an answer: a label for each sentence of `transcript`, the parts of STAR, story or not. The answers
    to follow-ups begin at `starts` (seconds).

    The question does not change what was said, so this reader does not look at it: what an answer owes depends on the
    kind of question, and is for the measures and the advice to say. In a language other than English all is unclear.
    `load` gives the sentence model, the one that ships where it is not named.
    """
    del question
    english = re.split(r"[-_]", transcript.language.lower())[0] in ("en", "english")
    if not english or not transcript.sentences:
        return by_cues.read(transcript)
    from voice_interview.meaning import by_model, network

    try:
        return by_model.read(transcript, (load or network.network)(), starts)
    except MeaningError:
        return by_cues.read(transcript)
