"""The practice itself, on protocols alone: everything that acts (speaker, microphone, keys, screen, clock, takes, the
analysis) is handed to it, so it runs in a test without any of them.

    roles.py     what is handed in, and what a caller may rely on
    plan.py      which questions, in which order
    gate.py      voice or silence, from the level alone, for those who let silence end the answer
    asking.py    a question or a follow-up, spoken
    watch.py     one answer, until a key, the limit, silence or the loss of the microphone ends it
    follow_up.py which follow-up an interviewer would ask next
    dialogue.py  follow-ups: the recording is held while they are asked, and goes on
    attempt.py   one recording: from the first live buffer to the end of its last answer
    turn.py      one question: shown, spoken, thought about, answered, and answered anew
    session.py   several questions in a row, each with its report, and what to do between them
"""

from voice_interview.interview.roles import Rules, Stage
from voice_interview.interview.session import Session, Summary

__all__ = ["Rules", "Session", "Stage", "Summary"]
