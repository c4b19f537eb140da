"""What the runs have shown, and how it was mended: sentences for faults.md."""

MENDED: tuple[str, ...] = ()
