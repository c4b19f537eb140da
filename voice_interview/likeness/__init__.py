"""What an answer has in common with earlier ones: the same wording, or the same story told to another question. Pure.

How the thresholds were found stands in docs/likeness.md.
"""

from __future__ import annotations

from voice_interview.likeness.index import Index
from voice_interview.likeness.telling import Saved, Telling

__all__ = ["Index", "Saved", "Telling"]
