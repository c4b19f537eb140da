"""What the runs have shown, and how it was mended: sentences for faults.md."""

MENDED = (
    "On a disk that does one write a second a kill cost up to 2.9 s of sound, and the end of an answer did not come in "
    "two minutes: each second the recording waited until the disk had all of it. The disk is waited for on a thread of "
    "its own now (0.8 s and 7 s).",
)
