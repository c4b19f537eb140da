"""What the runs have shown, how it was mended, and what stays: sentences for faults.md."""

MENDED = (
    "In runs apart, on a disk that does one write a second, a kill cost up to 2.9 s of sound, "
    "and the end of an answer did not come in "
    "two minutes: each second the recording waited until the disk had all of it. The disk is waited for on a thread of "
    "its own now (0.8 s and 7 s).",
    "On a busy machine the last 1.03 s before Enter were lost: they lay in the sound server when the recording was "
    "closed. What the clock says is still on its way is waited for now, two seconds at most.",
    "In 28 runs apart, Ctrl-C in the first moments printed a traceback: while the command line was being "
    "loaded, and while the process "
    "that listens was. The first is caught now, and the second gets no Ctrl-C any more, from its first moment on.",
    'The hang of seed 263 was the harness\'s own: the answer says "leave", which it took for the choice after the '
    "report, and it pressed q before there was one (1 of 4 tries more). It waits for the choice itself now (0 of 6).",
)

STAYS = (
    "A program that waits for a processor for 80 to 90 % of the time records up to 1.6 s late: a kill or a full disk "
    "costs that much then. What has not reached the file lies in the sound server, or waits to be written.",
    "Ctrl-C before Python has begun with the program prints a traceback of Python's own, without a file of ours in it.",
)
