"""Takes on disk: the only place that knows the folder of a take.

    recordings/2026-11-21T18-04-09_angry-customer_3f2a/
        answer.wav  take.json  transcript.json  sound.json  reading.json  report.json  corrections.jsonl  comments.jsonl

`take.json` is there before the first sample, so that a take whose program was killed still knows its question; beside
it lies a lock, `.recording`, which its process holds until the recording is closed (see `recovery`). The
transcript, the sound and the reading are what the machine found, and stay so; the corrections, one JSON object a line,
are what a person set right; the report follows from both. The comments, one a line too, are in no saved report: they
are put into it when it is read; `.commenting` is held while they are written. The folder is the truth: nothing else
remembers a take.
"""

from __future__ import annotations

from voice_interview.takes.folder import Takes, take_id
from voice_interview.takes.take import Take, TakeFile

__all__ = ["Take", "TakeFile", "Takes", "take_id"]
