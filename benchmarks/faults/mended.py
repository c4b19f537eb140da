"""What the runs have shown, and how it was mended: sentences for faults.md."""

MENDED = (
    "On a disk that does one write a second a kill cost up to 2.9 s of sound, and the end of an answer did not come in "
    "two minutes: each second the recording waited until the disk had all of it. The disk is waited for on a thread of "
    "its own now (0.8 s and 7 s).",
    "On a busy machine the last 1.03 s before Enter were lost: they lay in the sound server when the recording was "
    "closed. What the clock says is still on its way is waited for now, two seconds at most.",
    "Ctrl-C in the first moments printed a traceback: while the command line was being loaded, and while the process "
    "that listens was. The first is caught now, and the second gets no Ctrl-C any more, from its first moment on.",
)
