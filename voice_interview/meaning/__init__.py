"""What an answer means: sentences to STAR labels, parts and story, by cues that a person can check."""

from __future__ import annotations

from voice_interview.meaning.reader import read

__all__ = ["read"]
