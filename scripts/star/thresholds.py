"""What thresholds give, on scores of pens that the reader had not seen (fold-*.jsonl) or of the test pens (test.jsonl).

python -m scripts.star.thresholds fold-0 fold-1 fold-2       what to choose by
python -m scripts.star.thresholds test                       what was not looked at while choosing
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.figures import table  # noqa: E402
from benchmarks.star import macro_f1  # noqa: E402
from scripts.star import corpus, export  # noqa: E402
from scripts.star.corpus import LABELS, PARTS  # noqa: E402
from voice_interview.meaning import verdicts  # noqa: E402
from voice_interview.meaning.scores import Scores  # noqa: E402

CACHE = ROOT / "benchmarks" / ".cache" / "star"
NAMES = ("situation", "task", "action", "result", "learning", "other")
WEIGHTS = (0.0, 0.3, 0.6, 1.0)
Row = dict[str, Any]


def main() -> None:
    rows = [json.loads(line) for name in sys.argv[1:] for line in (CACHE / f"{name}.jsonl").open(encoding="utf-8")]
    for row in rows:
        row["scores"] = Scores(**{key: row[key] for key in Scores.__struct_fields__})
    order = export.order(corpus.read("train")).tolist()
    for part in (_presence(rows), _story(rows), _sureness(rows, order), _pens(rows), _weights(rows, order)):
        print(part, "\n", flush=True)


def _whole(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not row["removed"]]


def _is_story(row: Row) -> bool:
    return set(row["gold"]) != {"O"}


def _complete(rows: Sequence[Row]) -> list[Row]:
    return [row for row in _whole(rows) if set(row["gold"]) >= set(PARTS)]


def _presence(rows: Sequence[Row]) -> str:
    """For each part and threshold: how often its removal is noticed, and how often it is falsely called missing, over
    all and in the worst pen."""
    lines = []
    for at, part in enumerate(PARTS):
        here = [(row["pen"], verdicts.sigmoid(row["presence"][at])) for row in _complete(rows)]
        gone = [verdicts.sigmoid(row["presence"][at]) for row in rows if row["removed"] == part]
        for threshold in (0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
            false = [one < threshold for _, one in here]
            pens = defaultdict(list)
            for pen, one in here:
                pens[pen].append(one < threshold)
            worst = max(sum(some) / len(some) for some in pens.values())
            noticed = sum(one < threshold for one in gone) / len(gone)
            lines.append([part, f"{threshold}", f"{noticed:.2f}", f"{sum(false) / len(false):.3f}", f"{worst:.2f}"])
    return table(["part", "under", "removal noticed", "falsely missing", "worst pen"], lines)


def _story(rows: Sequence[Row]) -> str:
    lines = []
    told = [verdicts.sigmoid(row["story"]) for row in _whole(rows) if _is_story(row)]
    none = [verdicts.sigmoid(row["story"]) for row in _whole(rows) if not _is_story(row)]
    for threshold in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept, taken = (sum(one >= threshold for one in some) / len(some) for some in (told, none))
        lines.append([f"{threshold}", f"{kept:.3f}", f"{taken:.3f}"])
    return table(["story from", f"stories kept ({len(told)})", f"non-stories taken ({len(none)})"], lines)


def _said(row: Row, order: Sequence[Sequence[float]]) -> list[tuple[str, str, float]]:
    """What each line is, is called, and how surely; lines of no part are left out, learning counts as result."""
    told = verdicts.labels(row["scores"], row["sizes"], order)
    pairs = [
        (NAMES[LABELS.index(gold)], one.label, one.probability) for gold, one in zip(row["gold"], told, strict=True)
    ]
    merged = {"learning": "result"}
    return [(merged.get(gold, gold), merged.get(label, label), sure) for gold, label, sure in pairs if gold != "other"]


def _weights(rows: Sequence[Row], order: Sequence[Sequence[float]]) -> str:
    """Macro-F1 of whole answers and of those with a part removed, for the weights of place, order and presence."""
    lines = []
    kept = verdicts.PLACE_WEIGHT, verdicts.ORDER_WEIGHT, verdicts.PRESENCE_WEIGHT, verdicts.SURE_LABEL
    stories = [row for row in _whole(rows) if _is_story(row)]
    forward = [row for row in stories if _is_forward(row["gold"])]
    cut = [row for row in rows if row["removed"]][::3]
    for place, step, presence in product(WEIGHTS, WEIGHTS, (0.0, 0.5, 1.0)):
        verdicts.PLACE_WEIGHT, verdicts.ORDER_WEIGHT, verdicts.PRESENCE_WEIGHT = place, step, presence
        verdicts.SURE_LABEL = 0.0
        figures = [
            macro_f1([(gold, label) for row in some for gold, label, _ in _said(row, order)])
            for some in (stories, forward, cut)
        ]
        lines.append([f"{place} {step} {presence}", *(f"{one:.3f}" for one in figures)])
    verdicts.PLACE_WEIGHT, verdicts.ORDER_WEIGHT, verdicts.PRESENCE_WEIGHT, verdicts.SURE_LABEL = kept
    lines.sort(key=lambda line: -sum(map(float, line[1:])))
    head = ["place order presence", f"all ({len(stories)})", f"in order ({len(forward)})", f"removed ({len(cut)})"]
    return table(head, lines[:12] + [line for line in lines if line[0].startswith(("0.0 0.0 0.0", "0.5 0.5 0.5"))])


def _is_forward(gold: str) -> bool:
    places = [PARTS.index(label) for label in gold if label in PARTS]
    return places == sorted(places)


def _sureness(rows: Sequence[Row], order: Sequence[Sequence[float]]) -> str:
    """How often a label is right, by its probability."""
    kept, verdicts.SURE_LABEL = verdicts.SURE_LABEL, 0.0
    said = [one for row in _whole(rows) if _is_story(row) for one in _said(row, order)]
    verdicts.SURE_LABEL = kept
    lines = []
    for low in (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        some = [
            (gold == label, sure) for gold, label, sure in said if low <= sure < low + 0.1 or (not low and sure < 0.3)
        ]
        if some:
            right, mean = (sum(column) / len(some) for column in zip(*some, strict=True))
            lines.append([f"{low}", f"{len(some)}", f"{mean:.2f}", f"{right:.2f}"])
    return table(["probability from", "sentences", "mean", "right"], lines)


def _pens(rows: Sequence[Row]) -> str:
    """Presence of each part where it is and where it was removed, pen by pen: medians."""
    lines = []
    for pen in sorted({row["pen"] for row in _complete(rows)}):
        cells = [pen]
        for at, part in enumerate(PARTS):
            here = sorted(verdicts.sigmoid(row["presence"][at]) for row in _complete(rows) if row["pen"] == pen)
            gone = sorted(verdicts.sigmoid(r["presence"][at]) for r in rows if r["pen"] == pen and r["removed"] == part)
            cells.append(f"{here[len(here) // 10]:.2f} / {gone[len(gone) // 2]:.2f}")
        lines.append(cells)
    return table(["pen", *(f"{part}: tenth present / median removed" for part in PARTS)], lines)


if __name__ == "__main__":
    main()
