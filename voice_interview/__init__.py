"""Practise interview answers aloud, and see what was really said."""

import os

from voice_interview.offline import switch_off
from voice_interview.processors import wait_idly

__version__ = "1.0.0"

switch_off(os.environ)
wait_idly(os.environ)
