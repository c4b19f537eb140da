"""Hostile files for every reader of the program: made, read within bounds, and what came of it counted."""
