"""Memory that must not grow with the length: its section of results.md, and its picture. Nothing is measured here."""

from __future__ import annotations

from pathlib import Path

from benchmarks import memory
from benchmarks.figures import median, table
from benchmarks.log import Log, Row

PICTURE = "memory.svg"


def section(rows: Log) -> str:
    """A row for every long file and take, and how much a take held early and late."""
    takes, long_files = rows.rows("long take"), rows.rows("long file memory")
    if not takes and not long_files:
        return "## Memory and length\nNot measured."
    lines = []
    for row in sorted(long_files, key=lambda row: (row["kind"], row["minutes"])):
        cells = [f"`analyze`, {memory.MODEL}", row["kind"], f"{row['minutes']:g} min", f"{row['words']}"]
        lines.append([*cells, f"{row['peak_mb']:.0f}", f"{row['took']:.0f}"])
    for row in takes:
        cells = ["`practice`, base, all processes", memory.SPEECH, f"{row['seconds'] / 60:g} min"]
        words = f"{len(row['text'].split())}"
        lines.append([*cells, words, f"{row['peak_mb']:.0f}", f"{row['seconds_to_report']:.1f} after Enter"])
    columns = ["what", "sound", "length", "words heard", "peak MB", "seconds"]
    return f"""## Memory and length
Not time is measured here, but memory, so the machine need not be quiet; seconds are for orientation. Of `practice`:
shared pages counted once; of `analyze`: the most that was resident.{"".join(map(_growth, takes))}

![Memory during a long take, and the most that analyze holds]({PICTURE})

{table(columns, lines)}"""


def _growth(row: Row) -> str:
    """What a long take held early and at its end, in a sentence."""
    seen, fifth = row["memory"], row["memory"][-1][0] / 5
    early = median([megabytes for at, megabytes in seen if fifth <= at <= 2 * fifth])
    late = median([megabytes for at, megabytes in seen if at >= 4 * fifth])
    return (
        f"\nA take of {row['seconds'] / 60:g} minutes held {early:.0f} MB in its second fifth "
        f"and {late:.0f} MB in its last (medians)."
    )


def picture(rows: Log, folder: Path) -> None:
    """Megabytes during long takes, and the most that `analyze` held by the length of its file; none of nothing."""
    takes, long_files = rows.rows("long take"), rows.rows("long file memory")
    if not takes and not long_files:
        return
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "voice-interview"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(8, 3), sharey=True)
    for row in takes:
        minutes = [at / 60 for at, _ in row["memory"]]
        left.plot(minutes, [megabytes for _, megabytes in row["memory"]], color="#0b6e4f")
    for kind in dict.fromkeys(row["kind"] for row in long_files):
        some = sorted((row["minutes"], row["peak_mb"]) for row in long_files if row["kind"] == kind)
        right.plot([at for at, _ in some], [megabytes for _, megabytes in some], "o-", label=kind)
    left.set(title="practice, base, all processes", xlabel="minutes of speaking", ylabel="MB", ylim=(0, None))
    right.set(title=f"analyze, {memory.MODEL}: the most", xlabel="minutes of sound")
    for axes in (left, right):
        axes.grid(True, alpha=0.3)
    if long_files:
        right.legend(fontsize=8, loc="lower right", frameon=False)
    figure.savefig(folder / PICTURE, bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)
