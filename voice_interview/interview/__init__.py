"""The practice itself, on protocols alone: everything that acts (speaker, microphone, keys, screen, clock, takes, the
analysis) is handed to it, so it runs in a test without any of them.

    roles.py     what is handed in, and what a caller may rely on
    plan.py      which questions, in which order
    gate.py      voice or silence, from the level alone, for those who let silence end the answer
    attempt.py   one recording: from the first live buffer to the key, the limit, the silence or the loss that ends it
    turn.py      one question: shown, spoken, thought about, answered, and answered anew
    session.py   several questions in a row, each with its report, and what to do between them
"""

from voice_interview.interview.roles import Rules, Stage
from voice_interview.interview.session import Session, Summary

__all__ = ["Rules", "Session", "Stage", "Summary"]
