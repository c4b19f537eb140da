"""From judged clips to Markdown tables and plain values. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.figures import table
from benchmarks.hearing import scores
from benchmarks.hearing.matching import share_interval
from benchmarks.hearing.scores import Judged

Runs = Mapping[str, Sequence[Judged]]
"""The clips of one set as each program heard them, by the program's name; the one that matters comes first."""

NONE = "-"


def share(value: float | None, digits: int = 2) -> str:
    return NONE if value is None else f"{value:.{digits}f}"


def with_interval(true: int, of: int) -> str:
    """A share and its exact 95 % interval: ".86 (.65 to .97)"."""
    interval = share_interval(true, of)
    return NONE if interval is None else f"{true / of:.2f} ({interval[0]:.2f} to {interval[1]:.2f})"


def section(name: str, runs: Runs, note: str = "") -> str:
    """All tables of one set."""
    first = next(iter(runs.values()))
    parts = [f"## {name}", *([note] if note else []), _what(first)]
    parts += [_sounds(runs), _by_columns(runs, "F1 of filler sounds", _f1), _kinds(runs), _words(runs)]
    parts += [_silence(runs), _pauses(runs)]
    return "\n\n".join(part for part in parts if part)


def values(runs: Runs) -> dict[str, Any]:
    """All figures of one set as plain values."""
    return {name: _values(judged) for name, judged in runs.items()}


def events(judged: Sequence[Judged]) -> str:
    """Every miss and invention, one a line: recording, moment, what it was and what it was taken for."""
    lines = []
    for one in judged:
        for event in one.events:
            at = event.at or event.heard_at
            moment = f"{at.start:8.2f} {at.end:8.2f}" if at else f"{NONE:>17}"
            if event.at and not event.heard_at:
                lines.append(f"{one.clip.name}  {moment}  missed    {event.label}" + "  (a perhaps)" * event.perhaps)
            elif not event.at:
                lines.append(f"{one.clip.name}  {moment}  invented  {event.label}  by {event.how or 'text'}")
        if not one.clip.timed and one.sounds.said != one.sounds.found:
            lines.append(f"{one.clip.name}  said {one.sounds.said}, found {one.sounds.found}")
    return "\n".join(lines)


def _values(judged: Sequence[Judged]) -> dict[str, Any]:
    columns = judged[0].clip.groups if judged else ()
    return {
        "all": scores.summary(judged),
        "by": {
            column: {value: scores.summary(part) for value, part in scores.split(judged, column).items()}
            for column in columns
        },
        "kinds": {name: _kind(part) for name, part in scores.by_kind(judged).items()},
        "found_by": {name: _how(part) for name, part in scores.by_how(judged).items()},
    }


def _kind(part: scores.Part) -> dict[str, Any]:
    """Of those said; a find may go under another kind's name, so that there can be more true ones than finds."""
    timed = {"said": part.timed.said, "true": part.timed.true, **scores.recall(part.timed)}
    return {"said": part.said, "found": part.found, "timed": timed}


def _how(part: scores.Part) -> dict[str, Any]:
    """Of those found."""
    timed = {"found": part.timed.found, "true": part.timed.true, **scores.precision(part.timed)}
    return {"found": part.found, "timed": timed}


def _what(judged: Sequence[Judged]) -> str:
    sums = scores.summary(judged)
    times = sum(one.clip.timed for one in judged)
    told = {0: "counted clip by clip", len(judged): "times known"}.get(times, f"times known in {times} of them")
    said = f"{sums['sounds']['said']} filler sounds said ({told}), {sums['words']['said']} other words"
    return f"{len(judged)} recordings, {sums['seconds'] / 60:.1f} minutes; {said}."


def _sounds(runs: Runs) -> str:
    head = ["filler sounds", "said", "found", "true", "invented", "missed", "recall (95 %)", "precision (95 %)"]
    head += ["F1", "missed, but a perhaps", "filler words found"]
    rows = []
    for name, judged in runs.items():
        tally = scores.total(one.sounds for one in judged)
        words = scores.total(one.filler_words for one in judged)
        doubt = sum(event.perhaps for one in judged for event in one.events)
        counts = [str(n) for n in (tally.said, tally.found, tally.true, tally.invented, tally.missed)]
        shares = [with_interval(tally.true, tally.said), with_interval(tally.true, tally.found), share(tally.f1)]
        rows.append([name, *counts, *shares, str(doubt), str(words.found)])
    return "\n\n".join(part for part in (table(head, rows), _ways(runs)) if part)


def _ways(runs: Runs) -> str:
    """F1 where times are known, by how far a find may lie from its event."""
    rows = []
    for name, judged in runs.items():
        timed = [one for one in judged if one.clip.timed]
        if not any(one.sounds.said for one in timed):
            return ""
        by_way = [scores.total(one.ways[way] for one in timed).f1 for way in ("onset", "middle", "gap")]
        rows.append([name, str(len(timed)), *map(share, by_way)])
    return table(["event F1 at 0.3 s", "recordings", "of the beginnings", "of the middles", "of the gap between"], rows)


def _by_columns(
    runs: Runs, what: str, cell: Callable[[Sequence[Judged]], str], only: Sequence[str] | None = None
) -> str:
    """One table for each column of the manifest (or `only` these) that tells clips apart: a row for each value, a
    column for each run."""
    first = next(iter(runs.values()))
    tables = []
    for column in first[0].clip.groups if first else ():
        if only is not None and column not in only:
            continue
        parts = {name: scores.split(judged, column) for name, judged in runs.items()}
        names = list(parts[next(iter(runs))])
        if len(names) > 1:
            head = [f"{what}, by {column}", "minutes", *runs]
            minutes = {value: sum(one.seconds for one in scores.split(first, column)[value]) / 60 for value in names}
            rows = [[value, f"{minutes[value]:.1f}", *(cell(parts[run][value]) for run in runs)] for value in names]
            tables.append(table(head, rows))
    return "\n\n".join(tables)


def _f1(judged: Sequence[Judged]) -> str:
    tally = scores.total(one.sounds for one in judged)
    if not tally.said:
        return f"{tally.invented} invented"
    return f"{share(tally.f1)} ({tally.true} of {tally.said}, {tally.invented} invented)"


def _kinds(runs: Runs) -> str:
    """Of the first run: kinds, and how they were found."""
    name, judged = next(iter(runs.items()))
    if not any(one.sounds.said + one.sounds.found for one in judged):
        return ""
    kinds = [
        [kind, str(part.said), str(part.found), with_interval(part.timed.true, part.timed.said)]
        for kind, part in scores.by_kind(judged).items()
    ]
    hows = [
        [how, str(part.found), with_interval(part.timed.true, part.timed.found)]
        for how, part in scores.by_how(judged).items()
    ]
    head = [f"kind, {name}", "said", "found under this name", "recall where times are known, under any name (95 %)"]
    tables = [table(head, kinds)]
    if hows:
        tables.append(table([f"found by, {name}", "found", "precision where times are known (95 %)"], hows))
    return "\n\n".join(tables)


def _words(runs: Runs) -> str:
    """Word error rates; nothing where no words were said."""
    if not any(one.words.said for judged in runs.values() for one in judged):
        return ""
    head = ["words (fillers left out)", "said", "heard", "wrong", "lost", "added", "word error rate"]
    rows = []
    for name, judged in runs.items():
        words = scores.all_words(judged)
        counts = (words.said, words.heard, words.wrong, words.lost, words.added)
        rows.append([name, *map(str, counts), share(words.rate, 3)])
    return "\n\n".join([table(head, rows), _by_columns(runs, "word error rate", _rate, ("group",))])


def _rate(judged: Sequence[Judged]) -> str:
    return share(scores.all_words(judged).rate, 3)


def _silence(runs: Runs) -> str:
    """Where no words were said: those that were heard."""
    if any(one.words.said for judged in runs.values() for one in judged):
        return ""
    return _by_columns(runs, "words heard", lambda judged: str(sum(one.heard_words for one in judged)))


def _pauses(runs: Runs) -> str:
    if not any(one.pauses.said for judged in runs.values() for one in judged):
        return ""
    head = ["pauses of 0.3 s and longer", "true", "found", "recall (95 %)", "precision (95 %)"]
    head += ["both edges within 100 ms: recall", "precision"]
    head += ["edges, median", "95th percentile", "onset, median", "95th percentile"]
    rows = [[name, *_pause_cells(judged)] for name, judged in runs.items()]
    split = _by_columns(runs, "pauses: recall/precision, 95th percentile of the edges", _pause, ("group", "room"))
    return "\n\n".join([table(head, rows), split])


def _pause_cells(judged: Sequence[Judged]) -> list[str]:
    sums = scores.summary(judged)
    all_of_them = scores.total(one.pauses for one in judged)
    shares = [with_interval(all_of_them.true, all_of_them.said), with_interval(all_of_them.true, all_of_them.found)]
    exact = [share(sums["exact_pauses"]["recall"]), share(sums["exact_pauses"]["precision"])]
    off = [_ms(sums[what], which) for what in ("edges", "onset") for which in ("median", "percentile_95")]
    return [str(all_of_them.said), str(all_of_them.found), *shares, *exact, *off]


def _pause(judged: Sequence[Judged]) -> str:
    sums = scores.summary(judged)
    pauses = sums["pauses"]
    return f"{share(pauses['recall'])}/{share(pauses['precision'])}, {_ms(sums['edges'], 'percentile_95')}"


def _ms(spread: Mapping[str, float] | None, which: str) -> str:
    return NONE if spread is None else f"{1000 * spread[which]:.0f} ms"
