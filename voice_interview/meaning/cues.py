"""All cues, in one table."""

from __future__ import annotations

from voice_interview.meaning.cue import Cue
from voice_interview.meaning.deed_cues import ACTION, OTHER, RESULT
from voice_interview.meaning.setting_cues import SITUATION, TASK

CUES: tuple[Cue, ...] = SITUATION + TASK + ACTION + RESULT + OTHER
