"""The written results of several sets: what was promised and reached, what the figures mean, then set by set. Pure but
for the date and the machine, which it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from benchmarks import log
from benchmarks.hearing import sets, tables, targets
from benchmarks.hearing.tables import Runs

MEANING = """\
## What the figures mean
- **Found**: events and finds are paired one to one where their beginnings lie at most 0.3 s apart, as many pairs as
  there can be (the best pairing, not first come). Where a set has no times, what was found counts as true up to what
  was said, recording by recording. Counted fillers alone are finds; a "perhaps" is not.
- **Filler sounds** are um, uh, er, ah, hm in any spelling; one may be found under another's name. Filler words ("you
  know") count apart.
- **(95 %)**: exact interval of the share (Clopper and Pearson); sets are small.
- **Word error rate**: filler sounds left out of both texts, lower case, no punctuation, [noise] and <marks> ignored,
  spellings left as they are ("alright" is not "all right"); substitutions, deletions and insertions over words said.
- **Pauses** overlap one to one; one that spans two is one found and one missed. A find on a true silence under 0.3 s
  with both edges within 100 ms is neither true nor invented. Plain decoding tells no pauses: the gaps between
  its words stand in. **Onset**: first voiced sound.
- **plain decoding**: faster-whisper's own: same weights, int8, beam 5, `vad_filter` (`benchmarks/plain.py`)."""


def overview(parts: Mapping[str, Runs], plain: str) -> str:
    """The table of targets of all sets: a column for each program that any of them was run with."""
    names = list(dict.fromkeys(name for runs in parts.values() for name in runs))
    lines = []
    for title, runs in parts.items():
        full: Runs = {name: runs.get(name, ()) for name in names}
        lines += targets.rows(titled(title), title, full, plain)
    return targets.overview(lines, names)


def titled(name: str) -> str:
    """A set of our making says that it is synthetic."""
    return f"{name} (synthetic)" if name in sets.SETS else name


def section(name: str, runs: Runs) -> str:
    """All of one set."""
    return tables.section(titled(name), runs, sets.NOTES.get(name, ""))


def written(parts: Mapping[str, Runs], plain: str) -> str:
    """The whole document."""
    head = f"""# How good the hearing is
Written by `python -m benchmarks.hearing` on {date.today():%d %B %Y}. {log.versions()}. Synthetic sets are
made by the project itself (`python -m benchmarks.hearing make SET`); their truth is exact, and synthetic hesitations
are only like people's: recordings of people tell more."""
    sections = [section(name, runs) for name, runs in parts.items()]
    left_out = [name for name in sets.SETS if name not in parts]
    note = f"Not measured in this run: {', '.join(left_out)}." if left_out else ""
    return "\n\n".join(filter(None, [head, "## Targets\n" + overview(parts, plain), note, MEANING, *sections])) + "\n"
