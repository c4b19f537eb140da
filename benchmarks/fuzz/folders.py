"""Targets of many files: folders of takes, a cohort of them, and the index of what was said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.fuzz import mutations
from benchmarks.fuzz.bounds import Step
from benchmarks.fuzz.target import FROZEN, Target

if TYPE_CHECKING:
    from voice_interview.history import trends
    from voice_interview.takes import Take, Takes

COMMENTS = b"""{"schema":"voice-interview/comment/1","id":"00000000000000a1","take":"t","author":"Ana","made_at":"2026-11-22T10:00:00+01:00","text":"Who was it?","at":2.0,"sentence":0,"about":"So one day"}
{"schema":"voice-interview/comment/1","id":"00000000000000a2","take":"t","author":"Ben","made_at":"2026-11-22T10:00:00Z","text":"","rating":{"rubric":"story","criterion":"result","title":"Result","score":2,"anchor":"No figure."}}
{"schema":"voice-interview/comment/1","id":"00000000000000a3","take":"t","author":"Ben","made_at":"2026-11-22","text":"All."}"""  # noqa: E501
CORRECTIONS = b"""{"schema":"voice-interview/correction/1","made_at":"2026-11-22T10:42:14+00:00","what":"mend","start":1.0,"end":1.6,"was":"service","text":"survive us"}
{"schema":"voice-interview/correction/1","made_at":"2026-11-22T10:42:14+00:00","what":"strike","start":4.0,"end":4.2,"label":"um","was":"um"}
{"schema":"voice-interview/correction/1","made_at":"2026-11-22T10:42:14+00:00","what":"add","start":6.0,"end":6.2,"label":"uh"}
{"schema":"voice-interview/correction/1","made_at":"2026-11-22T10:42:14+00:00","what":"label","start":0.0,"end":9.0,"label":"result","was":"Customer service means that people leave"}
{"schema":"voice-interview/correction/1","made_at":"2026-11-22T10:42:14+00:00","what":"part","start":0.0,"end":50.0,"label":"task","present":"implied"}
{"schema":"voice-interview/correction/1","made_at":"2026-11-22T10:42:14+00:00","what":"story","start":0.0,"end":50.0,"present":"no"}"""  # noqa: E501
SOURCE = (
    b'{"schema":"voice-interview/source/1","name":"a.wav","size":6444,"mtime_ns":1,"sha256":"0123456789abcdef",'
    b'"made_by":"x"}'
)
FILES = {
    "take.json": mutations.json_file,
    "report.json": mutations.json_file,
    "transcript.json": mutations.json_file,
    "sound.json": mutations.json_file,
    "reading.json": mutations.json_file,
    "source.json": mutations.json_file,
    "comments.jsonl": mutations.json_lines,
    "corrections.jsonl": mutations.json_lines,
    "answer.wav": mutations.broken,
}
WEIGHTS = (2, 8, 2, 2, 2, 1, 3, 3, 1)
ENDLESS = 20_000_000_000
"""Bytes of zeros, more than memory holds: no mutation reads them."""

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def whole(folder: Path, draw: Random) -> Path:
    """A copy of one of the frozen takes, with everything that a take can have."""
    source = draw.choice(sorted(FROZEN.iterdir()))
    take = Path(shutil.copytree(source, folder / source.name))
    for name, data in (("comments.jsonl", COMMENTS), ("corrections.jsonl", CORRECTIONS), ("source.json", SOURCE)):
        if not (take / name).exists() and draw.random() < 0.7:
            (take / name).write_bytes(data)
    return take


def hostile(take: Path, draw: Random) -> None:
    """One to three of its files broken, or in their place a folder, a link, a pipe, nothing, or zeros without end."""
    for name in draw.choices(tuple(FILES), WEIGHTS, k=draw.choice((1, 1, 2, 3))):
        path = take / name
        if not path.is_file() or path.is_symlink() or path.stat().st_size == ENDLESS:
            continue
        if draw.random() < 0.85:
            with suppress(ValueError, RecursionError):  # broken once already: no JSON any more
                path.write_bytes(FILES[name](path.read_bytes(), draw))
        else:
            replaced(path, draw)


def replaced(path: Path, draw: Random) -> None:
    """Something else under its name."""
    path.unlink()
    deed = draw.randrange(8)
    if deed == 0:
        path.mkdir()
    elif deed == 1 and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    elif deed == 2:
        path.symlink_to(draw.choice((path.name, "..", "/dev/zero", "/dev/null", "../../outside", "take.json")))
    elif deed == 3:
        path.write_bytes(b"")
    elif deed == 4:
        with path.open("wb") as file:  # takes no room on the disk
            file.truncate(ENDLESS)
    elif deed == 5:
        path.write_bytes(b"x")
        path.chmod(0)


def _takes(folder: Path, draw: Random) -> None:
    for _ in range(draw.choice((1, 1, 2))):
        with suppress(FileExistsError):
            hostile(whole(folder / "takes", draw), draw)


def _takes_read(folder: Path) -> Iterator[Step]:
    from voice_interview import listing, recovery, search, traces
    from voice_interview.audio.wav import repair
    from voice_interview.reports import progress
    from voice_interview.takes import Takes

    root = Takes(folder / "takes")
    yield partial(recovery.recover, root, recovery.Machine(4e9, lambda _: False), repair)
    for order in ("date", "question", "length", "fillers"):
        yield partial(listing.find, root, listing.Wanted(order=order), folder / "cache", figures=True)
    yield partial(search.search, root, 'customer "leave with"', folder / "cache")
    yield partial(traces.older_than, root, 1, NOW)
    yield lambda: progress.render(_trends(root))
    for take in root.all():
        yield from shown(take)
        yield partial(_corrected, take)
        yield take.forget_earlier
    yield lambda: traces.remove(root, root.all(), folder / "cache")


def _trends(root: Takes) -> trends.Progress:
    from voice_interview import listing
    from voice_interview.history import trends

    return trends.progress(listing.practised(root, listing.Wanted()).summaries)


def shown(take: Take) -> Iterator[Step]:
    """All that shows one take."""
    from voice_interview import plugins, redaction, tightening
    from voice_interview.earlier import beside_earlier
    from voice_interview.reports import commented, plan, proof, terminal

    yield take.load
    yield take.company
    yield take.corrections
    yield lambda: terminal.render(beside_earlier(take.report(), take))
    yield lambda: proof.render(take.report())
    yield lambda: plan.render(take.report(), tightening.of_report(take.report()))
    yield lambda: commented.render(take.report())
    yield lambda: redaction.propose([take.report()])
    for name in plugins.names("formats"):
        yield lambda name=name: plugins.load("formats", name)(take.report())  # type: ignore[misc]


def _corrected(take: Take) -> None:
    from voice_interview import analysis

    analysis.again(take.report(), take.heard(), take.corrections(), take.earlier())


def _cohort(folder: Path, draw: Random) -> None:
    for who in ("ana", "ben", "class/cleo"):
        (folder / "course" / who).mkdir(parents=True)
        with suppress(FileExistsError):
            take = whole(folder / "course" / who, draw)
            if draw.random() < 0.6:
                hostile(take, draw)
    deed = draw.randrange(5)
    if deed == 0:
        (folder / "course/ben.zip").write_bytes(mutations.broken(b"PK\x05\x06" + bytes(18), draw))
    elif deed == 1:
        (folder / "course/round").symlink_to(folder / "course")
    elif deed == 2:
        (folder / "course/deep" / "/".join("abcdefghijk")).mkdir(parents=True)
    elif deed == 3:
        os.mkfifo(folder / "course/x.zip")
        os.mkfifo(folder / "course/x.wav")


def _cohort_read(folder: Path) -> Iterator[Step]:
    from voice_interview.candidates import Candidates
    from voice_interview.cohort.table import cohort
    from voice_interview.reports.cohort import columns, page, screen
    from voice_interview.submissions import Submissions

    def tabled() -> None:
        candidates = Candidates(folder / "course")
        briefs: dict[str, list[object]] = {}
        for one in candidates.read():
            briefs.setdefault(one.candidate, []).append(one.brief)
        table = cohort(candidates.name, briefs, candidates.unread)  # type: ignore[arg-type]
        screen.render(table)
        columns.render(table)
        page.render(table, {})

    def handed_in() -> None:
        found = Submissions(folder / "course", lambda _: False)
        for path in found.recordings:
            found.done(path, "x")
            found.wanted(path, "x")

    yield tabled
    yield handed_in


def _index(folder: Path, draw: Random) -> None:
    from voice_interview import search
    from voice_interview.takes import Takes

    takes = Takes(folder / "takes")
    shutil.copytree(FROZEN, takes.root)
    search.search(takes, "customer", folder / "cache")
    place = search.index_file(takes.root, folder / "cache")
    if draw.random() < 0.1:
        replaced(place, draw)
    else:
        place.write_bytes(mutations.broken(place.read_bytes(), draw))
    if draw.random() < 0.2:
        place.with_name(place.name + "-journal").write_bytes(draw.randbytes(600))


def _index_read(folder: Path) -> Iterator[Step]:
    from voice_interview import search
    from voice_interview.takes import Takes

    for query in ("customer", '"people leave"', "custom* OR", '"', "a" * 9999):
        yield partial(search.search, Takes(folder / "takes"), query, folder / "cache")


TARGETS = (
    Target("takes", "folders of takes, all files in them, and everything that shows one", _takes, _takes_read, 0.25),
    Target("cohort", "folders of candidates: takes, packets, source.json", _cohort, _cohort_read),
    Target("index", "the index of what was said (SQLite)", _index, _index_read),
)
