"""From the measurements to results.md and its picture. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from benchmarks import engines, files, held, log, peer_threads
from benchmarks.figures import median, percentile, spread, table
from benchmarks.log import Log, Row

NOT_MEASURED = "not measured"
PICTURE = "latency.svg"
OURS = "voice-interview"
FASTER, OPENAI = ("faster-whisper", "faster-whisper, voice only"), ("openai-whisper, greedy", "openai-whisper, beam 5")


def write(rows: Log, folder: Path) -> None:
    """results.md and its pictures, of one run."""
    folder.mkdir(parents=True, exist_ok=True)
    picture(rows, folder / PICTURE)
    held.picture(rows, folder)
    parts = [head(rows), targets(rows), latency(rows), peers(rows), where(rows), long_and_short(rows)]
    parts += [held.section(rows), rest(rows)]
    (folder / "results.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def head(rows: Log) -> str:
    others = [log.share_of(row) for row in rows.rows() if "others" in row]
    quiet = f"median {median(others):.1%}, at most {max(others):.1%}" if others else NOT_MEASURED
    left = "All of them count" if rows.disturbed else f"More than {log.DISTURBED:.0%}: left out, made again"
    return f"""# Results
Written by `make bench` on {date.today():%d %B %Y}; version and commit {rows.run}.
{log.machine()}. {log.versions()}.
Processor taken by other programs, or by other machines on the same host, during a measurement (of a practice: in the
ten seconds before Enter and until the report): {quiet}. {left}.

![Seconds from the end of an answer to its words, by length of the answer]({PICTURE})"""


# -- targets ----------------------------------------------------------------------------------------------------------


def targets(rows: Log) -> str:
    checks = (
        _three_minutes,
        _tail,
        _any_length,
        lambda rows: _sooner(rows, OPENAI, "openai-whisper", 40),
        lambda rows: _sooner(rows, FASTER, "faster-whisper", 10),
        _long_file,
        _short_files,
        _word_errors,
        _memory,
        lambda rows: _start(rows, "voice-interview --help", 0.2),
        lambda rows: _start(rows, "voice-interview questions list", 0.4),
        _first_sample,
        _figures,
    )
    lines = [check(rows) for check in checks]
    return "## Targets\n" + table(["what", "target", "measured", "met"], [_told(*line) for line in lines])


Line = tuple[str, str, str | None, bool]


def _told(what: str, target: str, measured: str | None, met: bool) -> tuple[str, str, str, str]:
    return what, target, measured or NOT_MEASURED, ("yes" if met else "**no**") if measured else "?"


def _three_minutes(rows: Log) -> Line:
    took = _waits(rows, 180)
    what = "end of a 3-minute answer to the report printed, median"
    return what, "1.0 s", f"{median(took):.2f} s of {len(took)}" if took else None, bool(took) and median(took) <= 1.0


def _tail(rows: Log) -> Line:
    took = [row["seconds_to_report"] for row in rows.rows("practice")]
    late = percentile(took, 95) if took else 0.0
    return (
        "the same for all takes, 95th percentile",
        "2.0 s",
        f"{late:.2f} s of {len(took)}" if took else None,
        late <= 2,
    )


def _any_length(rows: Log) -> Line:
    medians = {seconds: median(took) for seconds in (60, 300, 600) if (took := _waits(rows, seconds))}
    what = "longest against shortest of 1, 5 and 10 minutes (medians)"
    if len(medians) < 3:
        return what, "1.3 times", None, False
    ratio = max(medians.values()) / min(medians.values())
    named = ", ".join(f"{value:.2f}" for value in medians.values())
    return what, "1.3 times", f"{ratio:.2f} times ({named} s)", ratio <= 1.3


def _sooner(rows: Log, names: Sequence[str], peer: str, wanted: float) -> Line:
    ours = _waits(rows, 180)
    times = [(median(took) / median(ours), name) for name in names if ours and (took := _took(rows, "peer", name, 180))]
    what = f"against {peer} after a 3-minute answer, its fastest setting here"
    if not times:
        return what, f"{wanted:g} times sooner", None, False
    ratio, name = min(times)
    return what, f"{wanted:g} times sooner", f"{ratio:.0f} times ({name})", ratio >= wanted


def _long_file(rows: Log) -> Line:
    ours, plain = (_took(rows, "long file", name) for name in (files.OURS, files.PLAIN))
    what, target = "`analyze` of one long file against faster-whisper's plain decode, start included", "no slower"
    if not ours or not plain:
        return what, target, None, False
    ratio = median(ours) / median(plain)
    return what, target, f"{ratio:.2f} of its time ({median(ours):.1f} s, {median(plain):.1f} s)", ratio <= 1


def _short_files(rows: Log) -> Line:
    ours, plain = (_took(rows, "short files", name) for name in (files.OURS, files.PLAIN))
    what, target = "`analyze` of many short files against faster-whisper file by file", "1.5 times the throughput"
    if not ours or not plain:
        return what, target, None, False
    ratio = median(plain) / median(ours)
    return what, target, f"{ratio:.2f} times ({median(ours):.1f} s, {median(plain):.1f} s)", ratio >= 1.5


def _word_errors(rows: Log) -> Line:
    ours, plain = (word_errors(rows.rows("short files", name=name)) for name in (files.OURS, files.PLAIN))
    what, target = "word error rate on those files, fillers aside, in points more", "0.2"
    if ours is None or plain is None:
        return what, target, None, False
    more = (ours - plain) * 100
    return what, target, f"{more:+.2f} ({ours:.2%}, {plain:.2%})", more <= 0.2


def _memory(rows: Log) -> Line:
    peaks = [row["peak_mb"] for row in rows.rows() if "memory" in row]
    what = "peak memory of `practice`, all processes (shared pages counted once)"
    return what, "700 MB", f"{max(peaks):.0f} MB" if peaks else None, bool(peaks) and max(peaks) < 700


def _start(rows: Log, name: str, wanted: float) -> Line:
    found = rows.rows("start", name=name)
    took = [row["took"] for row in found]
    numpy = any(row["numpy"] for row in found)
    measured = f"{median(took):.2f} s{', with numpy' if numpy else ''}" if took else None
    return f"`{name}`, no numpy", f"{wanted:g} s", measured, bool(took) and median(took) < wanted and not numpy


def _first_sample(rows: Log) -> Line:
    took = [row["took"] for row in rows.rows("first sample")]
    what = "command typed to first sample of a cached question"
    return what, "1.5 s", f"{median(took):.2f} s" if took else None, bool(took) and median(took) < 1.5


def _figures(rows: Log) -> Line:
    found = rows.rows("figures")
    took = [median([one["figures"] for one in row["later"]]) for row in found]
    what = "all measures and advice of a long transcript, its libraries loaded (as in `practice`)"
    measured = None
    if took:
        first = found[-1]["first"]["figures"]
        measured = f"{took[-1]:.3f} s for {found[-1]['words']} words (loading them too: {first:.2f} s)"
    return what, "0.2 s", measured, bool(took) and took[-1] < 0.2


# -- tables -----------------------------------------------------------------------------------------------------------


def latency(rows: Log) -> str:
    takes = rows.rows("practice")
    lines = []
    for seconds, pause in sorted({(row["seconds"], row["pause"]) for row in takes}):
        some = [row for row in takes if (row["seconds"], row["pause"]) == (seconds, pause)]
        took = [row["seconds_to_report"] for row in some]
        silence = median([row["silence"] for row in some])
        late = f"{percentile(took, 95):.2f}"
        cells = [f"{seconds:g} s", f"{pause:g} s", f"{len(took)}", f"{median(took):.2f}", spread(took), late]
        lines.append([*cells, f"{silence:.2f}", _taken(some)])
    took = [row["seconds_to_report"] for row in takes]
    if took:
        late = f"{percentile(took, 95):.2f}"
        lines.append(["all", "", f"{len(took)}", f"{median(took):.2f}", spread(took), late, "", _taken(takes)])
    columns = ["answer", "Enter after", "takes", "median s", "spread s", "95th percentile s", "silence before Enter s"]
    columns.append("taken by others")
    overflows = sum(row["overflows"] for row in takes)
    return f"""## From Enter to the report
`practice` in a pseudo terminal on a virtual sound card; the clock runs from the key to the last line of the report.
Enter is pressed when the sound has ended, or half a second later, as people do; the silence is what the recording
itself shows between the last voice and its end. One take at a time. Answers from one minute on are made from the same
seeds for every length and share their last minute, so what is still to be decoded at their ends is the same.
Overflows in all of them: {overflows}. Words wrong, fillers aside: {_rate(takes)}.

{table(columns, lines)}"""


def _taken(takes: Sequence[Row]) -> str:
    shares = [log.share_of(row) for row in takes]
    return f"{median(shares):.0%}, at most {max(shares):.0%}"


def _rate(found: Sequence[Row]) -> str:
    rate = word_errors(found)
    return NOT_MEASURED if rate is None else f"{rate:.1%}"


def peers(rows: Log) -> str:
    lines = []
    for name, how in engines.NAMES.items():
        for seconds in sorted({row["seconds"] for row in rows.rows("peer", name=name)}):
            found = rows.rows("peer", name=name, seconds=seconds)
            took, ours = [row["took"] for row in found], _waits(rows, seconds)
            times = f"{median(took) / median(ours):.0f}" if ours and name != OURS else ""
            cells = [name, f"{seconds:g} s", f"{len(took)}", f"{median(took):.1f}", spread(took, 1), times]
            factor, peak = f"{median(took) / seconds:.3f}", f"{max(row['peak_mb'] for row in found):.0f}"
            lines.append([*cells, factor, _rate(found), peak, how])
    columns = ["program", "answer", "runs", "median s", "spread s", "times ours", "real-time factor", "words wrong"]
    return f"""## Programs that begin when the answer has ended
The same recordings, weights and machine. Peers have their best case: model loaded and warm, samples in memory, language
named, every core theirs; stock settings but those named. `voice-interview` is our own file path, for comparison.
*Times ours* is against the median of `practice` for the same length. {_threads(rows)}

{table([*columns, "peak MB", "settings"], lines)}"""


def _threads(rows: Log) -> str:
    if not (chosen := rows.rows("peer threads")):
        return ""
    said = "on one thread" if peer_threads.fastest(rows) else "on as many threads as it takes by itself"
    one, own = chosen[-1]["one"], chosen[-1]["own_choice"]
    return f"faster-whisper decodes {said}\n(20 s: {one:.2f} s on one, {own:.2f} s by its own choice)."


def where(rows: Log) -> str:
    traced = rows.rows("traced")
    steps: dict[str, list[tuple[float, float]]] = {}
    for row in traced:
        for step in row["trace"]:
            steps.setdefault(step["step"], []).append((step["begin"], step["end"] - step["begin"]))
    lines = []
    for name, seen in steps.items():
        began, took = median([begin for begin, _ in seen]), [took for _, took in seen]
        lines.append([name, f"{began:.3f}", f"{median(took):.3f}", spread(took, 3)])
    lines.sort(key=lambda line: float(line[1]))
    whole = [row["seconds_to_report"] for row in traced]
    total = f"{median(whole):.3f} s" if whole else NOT_MEASURED
    return f"""## Where the time after Enter goes
Steps of {len(traced)} takes with a clock on each (`benchmarks/traced.py`); from Enter to the last line {total}, median.

{table(["step", "begins s after Enter", "takes s, median", "spread s"], lines)}

{floor(rows)}"""


def floor(rows: Log) -> str:
    found = rows.rows("floor")
    if not found:
        return f"The physical floor: {NOT_MEASURED}."
    row = found[-1]
    return (
        f"The floor beside it, on this machine: encoding one window of 12 s takes {row['encode']:.3f} s (about 35 of "
        f"the 87 GFLOP that base spends on 30 s: {35 / row['encode']:.0f} GFLOP a second), and hearing a chunk of "
        f"{row['chunk']:.0f} s whole, encoded once and decoded twice with word times, {row['hear']:.2f} s."
    )


def long_and_short(rows: Log) -> str:
    lines = []
    for what in ("long file", "short files"):
        for name in files.COMMANDS:
            found = rows.rows(what, name=name)
            if not found:
                continue
            took, sound = [row["took"] for row in found], found[0]["sound"]
            cells = [what, name, f"{found[0]['files']}", f"{sound:.0f} s", f"{len(took)}", f"{median(took):.1f}"]
            errors = word_errors(found), word_errors(found, fillers=True)
            lines.append([*cells, spread(took, 1), f"{sound / median(took):.1f}", *(f"{rate:.2%}" for rate in errors)])
    columns = ["what", "command", "files", "sound", "runs", "median s", "spread s", "times real time"]
    return f"""## Files
Whole commands, their start included, in turn. Plain: int8, beam 5, word times, voice only (`benchmarks/plain.py`).
The speech is synthetic and clean, the text known; rates there say nothing of people on telephones.
Words are compared by the rules of Whisper's authors (with fillers: by letters and digits alone).

{table([*columns, "words wrong, fillers aside", "with fillers"], lines)}"""


def rest(rows: Log) -> str:
    lines = []
    for row in rows.rows():
        if "memory" in row:
            held = " + ".join(f"{megabytes:.0f}" for megabytes in row["peak_of_each_mb"].values())
            name = f"memory of a take of {row['seconds']:g} s: peak, shared pages once"
            lines.append([name, f"{row['peak_mb']:.0f} MB (most that each process ever held: {held} MB)"])
    for name in sorted({row["name"] for row in rows.rows("start")}):
        took = [row["took"] for row in rows.rows("start", name=name)]
        lines.append([f"`{name}`", f"median {median(took):.3f} s, {spread(took, 3)}, {len(took)} runs"])
    took = [row["took"] for row in rows.rows("first sample")]
    if took:
        lines.append(["command to first sample", f"median {median(took):.2f} s, {spread(took)}, {len(took)} runs"])
    for row in rows.rows("figures"):
        for part, name in (("figures", "measures and advice"), ("reading", "STAR reading"), ("render", "rendering")):
            later = median([one[part] for one in row["later"]])
            name = f"{name}, {row['words']} words"
            lines.append([name, f"{row['first'][part]:.3f} s the first time, {later:.3f} s later"])
    return "## The rest\n" + table(["what", "measured"], lines)


# -- figures ----------------------------------------------------------------------------------------------------------


def word_errors(found: Sequence[Row], *, fillers: bool = False) -> float | None:
    """Share of words wrong over all rows; None without any. Hesitations are left out on both sides unless asked for."""
    import jiwer

    pairs = [pair for row in found for pair in row.get("pairs", [(row.get("wanted"), row.get("text"))])]
    alike = _without_case if fillers else _as_whisper()
    compared = [(said, alike(heard)) for wanted, heard in pairs if (said := alike(wanted))]
    return float(jiwer.wer([said for said, _ in compared], [heard for _, heard in compared])) if compared else None


def _as_whisper() -> Callable[[str], str]:
    """Texts as Whisper's authors compare them (Radford et al. 2022, appendix C): numbers, contractions and spellings
    made alike. Their rules drop some hesitations; all that we know are dropped before."""
    from whisper.normalizers import EnglishTextNormalizer

    from voice_interview import text

    normal = EnglishTextNormalizer()
    return lambda line: str(normal(" ".join(word for word in line.split() if not text.is_hesitation(word)))).strip()


def _without_case(line: str) -> str:
    from voice_interview import text

    return " ".join(key for word in line.split() if (key := text.key(word)))


def _waits(rows: Log, seconds: float) -> list[float]:
    """Enter to report for this length, Enter pressed when the sound ended."""
    return [row["seconds_to_report"] for row in rows.rows("practice", seconds=seconds, pause=0.0)]


def _took(rows: Log, what: str, name: str, seconds: float | None = None) -> list[float]:
    case: dict[str, object] = {"name": name} if seconds is None else {"name": name, "seconds": seconds}
    return [row["took"] for row in rows.rows(what, **case)]


def picture(rows: Log, path: Path) -> None:
    """Seconds from the end of an answer to its words, by its length, for us and each peer; both axes logarithmic."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "voice-interview"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5))
    lengths = sorted({row["seconds"] for row in rows.rows("practice")})
    waits = {seconds: took for seconds in lengths if (took := _waits(rows, seconds))}
    axes.plot(list(waits), [median(took) for took in waits.values()], "o-", lw=2.5, color="#0b6e4f", label=OURS)
    for seconds, took in waits.items():
        axes.plot([seconds] * len(took), took, ".", color="#0b6e4f", alpha=0.4)
    for name in engines.NAMES:
        points = {
            row["seconds"]: median(_took(rows, "peer", name, row["seconds"])) for row in rows.rows("peer", name=name)
        }
        if name != OURS and points:
            order: Callable[[float], float] = points.__getitem__
            axes.plot(sorted(points), [order(at) for at in sorted(points)], "s--", lw=1, ms=4, label=name)
    axes.set(xscale="log", yscale="log", xlabel="length of the answer", ylabel="seconds after its end")
    shown = sorted({*lengths, *(row["seconds"] for row in rows.rows("peer"))})
    axes.set_xticks(shown, [f"{at:g} s" if at < 60 else f"{at / 60:g} min" for at in shown], minor=False)
    axes.minorticks_off()
    ticks = [
        tick for tick in (0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000) if axes.get_ylim()[0] < tick < axes.get_ylim()[1]
    ]
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.grid(True, alpha=0.3)
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
