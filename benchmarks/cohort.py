"""How long a table of many candidates takes, on takes that are made for it.

    python -m benchmarks.cohort [FOLDER] [CANDIDATES] [TAKES]

makes so many takes (50 candidates with 10 each) in FOLDER, where it is not there yet, and prints after
how long `cohort report` has written the CSV, the page, the pages of all takes beside it, and these once more when
nothing has changed.
The reports are whole: one answer of our own writing, told at another pace, with other fillers, and with or without its
end, is read and measured anew for each. A tenth of the candidates changed their model half way, every twentieth take is
too quiet to be judged, every fiftieth is damaged.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import msgspec

from voice_interview import analysis, text
from voice_interview.model import (
    Answer,
    Fault,
    Hesitation,
    Question,
    Reading,
    Recording,
    Report,
    Sound,
    Span,
    Transcript,
    Word,
)
from voice_interview.takes import Takes

STORY = (
    "Last winter I worked at the front desk of a small hotel by the harbour.",
    "One evening a guest came back from town and told me that her bag had been left on the bus.",
    "Her passport was in it, and her flight home left at six in the morning.",
    "My job that night was to look after every guest alone, and there were twelve of them.",
    "First I asked her to sit down and brought her a cup of tea, because she was shaking.",
    "Then I called the bus company and described the bag, the seat and the line.",
    "I wrote the number of the consulate on a card and put it beside her cup.",
    "When the company called back I sent a taxi to the depot and paid the driver from the till.",
    "I noted the amount for the manager and told the guest what would happen next.",
    "In the end the bag was there at eleven, and she caught her flight.",
    "She came back in spring with four colleagues, who booked nine nights.",
)
QUESTIONS = tuple(
    Question(id=id_, text=asked, kind="behavioural", pack="benchmark")
    for id_, asked in (
        ("calmed", "Tell me about a time when you calmed a customer."),
        ("beyond", "Tell me about a time when you did more than was asked."),
        ("mended", "Tell me about a time when you mended what others had broken."),
    )
)
QUIET = Fault(code="quiet", message="The recording is too quiet.", fix="Move closer to the microphone.")
MONDAY = datetime(2026, 1, 5, 18, tzinfo=UTC)


def make(folder: Path, candidates: int, takes: int, seed: int = 1) -> None:
    """So many folders with so many takes each; the same ones for the same seed."""
    chance = random.Random(seed)
    readings = {len(told): _reading(told) for told in (STORY, STORY[:-2])}
    for number in range(candidates):
        better = chance.choice((-1.0, 0.0, 1.0))
        for place in range(takes):
            told = STORY if chance.random() < 0.5 + 0.4 * better * (place / takes - 0.5) else STORY[:-2]
            fillers = max(0.0, chance.gauss(0.07 - 0.1 * better * (place / takes - 0.5), 0.02))
            answer = _answer(told, fillers, chance.uniform(0.3, 0.5), chance)
            answer = msgspec.structs.replace(
                answer, question=QUESTIONS[place % len(QUESTIONS)], reading=readings[len(told)]
            )
            if chance.random() < 1 / 20:
                answer = msgspec.structs.replace(
                    answer, recording=msgspec.structs.replace(answer.recording, faults=(QUIET,))
                )
            model = "tiny.en" if number % 10 == 0 and place < takes // 2 else "base"
            _keep(
                folder / f"candidate-{number + 1:03}", answer, model, MONDAY + timedelta(days=3 * place, hours=number)
            )
    reports = sorted(folder.rglob("report.json"))
    for damaged in reports[::50]:
        damaged.write_bytes(damaged.read_bytes()[:1000])


def _reading(told: tuple[str, ...]) -> Reading:
    """What the program itself reads in the words."""
    answer = _answer(told, 0.0, 0.4, random.Random(0))
    read = analysis.understand(QUESTIONS[0], answer.recording, answer.transcript, answer.sound).reading
    assert read is not None
    return read


def _answer(told: tuple[str, ...], fillers: float, step: float, chance: random.Random) -> Answer:
    """One word every `step` seconds, an "um" before each with the chance `fillers`, a pause after each sentence."""
    said: list[Word] = []
    voiced: list[Span] = []
    heard: list[Hesitation] = []
    now = 0.5
    for sentence in told:
        begun = now
        for token in sentence.split():
            if not token[0].isupper() and chance.random() < fillers:
                said.append(Word(text="um,", start=now, end=now + 0.3, confidence=0.9))
                heard.append(Hesitation(start=now, end=now + 0.3, confidence=0.9, label="um"))
                now = round(now + 0.4, 3)
            said.append(Word(text=token, start=now, end=round(now + 0.8 * step, 3), confidence=0.95))
            now = round(now + step, 3)
        voiced.append(Span(begun, now))
        now = round(now + chance.choice((0.5, 0.7, 2.4)), 3)
    words = tuple(said)
    pauses = tuple(Span(a.end, b.start) for a, b in pairwise(voiced))
    return Answer(
        question=None,
        recording=Recording(path="answer.wav", seconds=round(now, 3), sample_rate=16_000, device="Microphone"),
        transcript=Transcript(
            language="en",
            engine="faster-whisper",
            model="base",
            text=text.join(words),
            words=words,
            sentences=text.sentences(words),
        ),
        sound=Sound(voiced=tuple(voiced), pauses=pauses, hesitations=tuple(heard), level_dbfs=-25.0),
        reading=None,
    )


def _keep(folder: Path, answer: Answer, model: str, when: datetime) -> Report:
    take = Takes(folder).new(answer.question, when)
    take.record(answer.recording)
    made_by = msgspec.structs.replace(
        analysis.provenance(None), engine="faster-whisper", model=model, model_sha256=model.encode().hex()
    )
    report = analysis.report(answer, (take.id, when.isoformat(timespec="seconds")), made_by)
    take.save(answer, report)
    return report


def _timed(*arguments: str) -> None:
    """Print when each line that the command says came."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "voice_interview", "cohort", "report", *arguments]
    print(f"          cohort report {' '.join(arguments)}")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith("Wrote"):
                print(f"{time.perf_counter() - begun:6.1f} s  {line.strip()}")
    if running.returncode:
        raise SystemExit(f"It failed with {running.returncode}.")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="cohort-"))
    candidates, takes = (int(given) for given in (*sys.argv[2:4], "50", "10")[:2])
    if not any(folder.glob("candidate-*")):
        begun = time.perf_counter()
        make(folder, candidates, takes)
        print(f"{time.perf_counter() - begun:6.1f} s  making {candidates * takes} takes in {folder}")
    sizes = [one.stat().st_size for one in folder.rglob("report.json")]
    print(f"          {len(sizes)} reports of {sum(sizes) / len(sizes) / 1000:.0f} kB on average")
    _timed(str(folder), "-o", str(folder / "cohort.csv"))
    _timed(str(folder), "-o", str(folder / "cohort.html"))
    _timed(str(folder), "-o", str(folder / "cohort.html"))


if __name__ == "__main__":
    main()
