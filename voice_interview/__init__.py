"""Practise interview answers aloud, and see what was really said."""

__version__ = "0.1.0"
