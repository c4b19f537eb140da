"""The peer to beat: faster-whisper's own plain decode, printed as `voice-interview analyze --json` prints its reports.

    python benchmarks/plain.py analyze --json FILE...

Same weights (MODEL, default base; found as the program finds them), int8, beam 5, `vad_filter=True`, word times;
nothing of this project's own hearing. Only what a score needs is filled in: the transcript and the fillers among its
words."""

from __future__ import annotations

import os
import sys
import time

import msgspec


def main() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from faster_whisper import WhisperModel

    from voice_interview import text
    from voice_interview.cli.places import cache_folder
    from voice_interview.whisper import weights

    files = [argument for argument in sys.argv[1:] if argument not in ("analyze", "--json")]
    found = weights.find(os.environ.get("MODEL", "base"), cache=cache_folder())
    threads = int(os.environ.get("PEER_THREADS", "0"))  # see peer_threads.py
    model = WhisperModel(str(found.folder), compute_type="int8", cpu_threads=threads, local_files_only=True)
    begun, seconds = time.perf_counter(), 0.0
    for file in files:
        segments, info = model.transcribe(file, beam_size=5, vad_filter=True, word_timestamps=True)
        words = [word for segment in segments for word in segment.words or ()]
        seconds += info.duration
        report = {
            "path": file,
            "recording": {"seconds": info.duration},
            "transcript": {
                "language": info.language,
                "text": " ".join(word.word.strip() for word in words),
                "words": [
                    {"text": word.word.strip(), "start": float(word.start), "end": float(word.end)} for word in words
                ],
            },
            "measures": {
                "fillers": {
                    "evidence": [
                        {"label": text.hesitation_label(word.word), "start": float(word.start), "end": float(word.end)}
                        for word in words
                        if text.is_hesitation(word.word)
                    ]
                }
            },
        }
        sys.stdout.buffer.write(msgspec.json.encode(report) + b"\n")
        sys.stdout.buffer.flush()
    print(f"{seconds:.0f} s of sound in {time.perf_counter() - begun:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
