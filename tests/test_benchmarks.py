"""The benchmarks: their arithmetic, and two minutes of all of them. How long anything takes is not asserted here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from soundcard import missing

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import held, latency, memory, results  # noqa: E402  (it lies beside the tests, not in the package)
from benchmarks.figures import median, percentile, spread, table  # noqa: E402
from benchmarks.log import Log, Used, share_of_others  # noqa: E402

SOME = st.lists(st.floats(0, 1e6), min_size=1)


@pytest.mark.parametrize(
    ("values", "percent", "wanted"),
    [([3.0], 95, 3.0), ([1.0, 2.0], 50, 1.5), ([4.0, 1.0, 3.0, 2.0, 5.0], 25, 2.0), ([0.0, 10.0], 95, 9.5)],
)
def test_a_percentile_lies_between_its_neighbours(values, percent, wanted):
    assert percentile(values, percent) == pytest.approx(wanted)


@given(SOME, st.floats(0, 100))
def test_a_percentile_is_within_its_values_and_their_order_does_not_matter(values, percent):
    found = percentile(values, percent)
    assert min(values) <= found <= max(values) and found == percentile(values[::-1], percent)


def test_nothing_has_no_median():
    with pytest.raises(ValueError, match="no values"):
        median([])


def test_spread_is_told_only_where_there_is_one():
    assert spread([1.0]) == "one run" and spread([2.0, 1.0, 1.5]) == "1.00 to 2.00"


def test_a_table_refuses_a_row_of_another_length():
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | ---: |\n| 1 | 2 |"
    with pytest.raises(ValueError, match="2 columns"):
        table(["a", "b"], [["1"]])


@pytest.mark.reference
def test_fillers_count_as_errors_only_where_asked_for():
    rows = [{"pairs": [("Um, they called us back.", "They called, us pack.")]}]
    assert results.word_errors(rows) == pytest.approx(1 / 4)
    assert results.word_errors(rows, fillers=True) == pytest.approx(2 / 5)
    assert results.word_errors([]) is None


@pytest.mark.reference
def test_a_word_written_in_another_way_is_no_error():
    rows = [{"pairs": [("Forty people; you are the first.", "40 people. You're the first!")]}]
    assert results.word_errors(rows) == 0
    assert results.word_errors(rows, fillers=True) == pytest.approx(3 / 6)


def test_what_was_measured_is_not_measured_again(tmp_path):
    one, other = Log(tmp_path / "log.jsonl", "one"), Log(tmp_path / "log.jsonl", "other")
    one.add("peer", name="a", took=1.5)
    assert list(one.missing(3, "peer", name="a")) == [1, 2]
    assert list(one.missing(1, "peer", name="b")) == [0] and list(other.missing(1, "peer", name="a")) == [0]
    assert [row["took"] for row in Log(one.path, "one").rows("peer")] == [1.5] and not other.rows()


def test_what_others_disturbed_counts_for_nothing_and_is_made_again(tmp_path):
    log = Log(tmp_path / "log.jsonl", "one")
    log.add("peer", name="a", took=9.0, others=0.5)
    log.add("peer", name="a", took=1.0, others=0.01)
    assert [row["took"] for row in log.rows()] == [1.0] and list(log.missing(2, "peer", name="a")) == [1]
    every = Log(log.path, "one", disturbed=True)
    assert len(every.rows()) == 2
    assert "at most 1.0%. More than 10%: left out, made again." in results.head(log)
    assert "at most 50.0%. All of them count." in results.head(every)


@pytest.mark.parametrize(
    ("busy", "own", "stolen", "share"),
    [
        (8.0, 6.0, 0.0, 0.1),
        (20.0, 0.0, 0.0, 1.0),
        (6.0, 6.0, 0.0, 0.0),
        (5.9, 6.0, 0.0, 0.0),
        (3.0, 3.0, 1.0, 0.25),
        (8.0, 6.0, 0.4, 0.1),
        (0.0, 0.0, 0.0, 0.0),
    ],
)
def test_the_share_of_others_is_what_is_used_and_not_ours_or_not_given_to_us(busy, own, stolen, share):
    before = Used(100.0, 50.0, 7.0, 3.0)
    now = Used(110.0, 50.0 + busy, 7.0 + own, 3.0 + stolen)
    assert share_of_others(before, now, 2) == pytest.approx(share)


def test_without_measurements_nothing_is_claimed(tmp_path):
    results.write(Log(tmp_path / "log.jsonl", "none"), tmp_path)
    said = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| yes |" not in said and "**no**" not in said and said.count(results.NOT_MEASURED) > 10


def test_a_missed_target_is_said_to_be_missed(tmp_path):
    log = Log(tmp_path / "log.jsonl", "slow")
    take = {"seconds": 180, "pause": 0.0, "silence": 0.4, "overflows": 0, "wanted": "a", "text": "a"}
    for took in (1.2, 1.6, 1.4):
        log.add("practice", **take, seconds_to_report=took)
    log.add("peer", name="faster-whisper", seconds=180, took=7.0)
    assert "| 1.0 s | 1.40 s of 3 | **no** |" in results.targets(log)
    assert "| 2.0 s | 1.58 s of 3 | yes |" in results.targets(log)
    assert "| 10 times sooner | 5 times (faster-whisper) | **no** |" in results.targets(log)


def test_the_full_run_is_what_was_promised():
    takes = [*latency.SHORT, *latency.LONG]
    lengths = [take.seconds for take in takes]
    assert len(takes) >= 20 and lengths.count(180) == 3 and {60, 300, 600} <= set(lengths)
    assert {take.pause for take in latency.SHORT} == {latency.AT_ONCE, latency.AS_PEOPLE_DO}


def test_memory_of_long_takes_and_files_is_shown(tmp_path):
    log = Log(tmp_path / "log.jsonl", "long")
    results.write(log, tmp_path)
    assert not (tmp_path / held.PICTURE).exists()
    seen = [(float(second), 400.0 + second / 100) for second in range(0, 1801, 5)]
    found = {"peak_mb": 418.0, "memory": seen, "peak_of_each_mb": {}, "seconds_to_report": 1.0, "text": "a b c"}
    log.add("long take", seconds=1800, wanted="a b c", **found)
    for minutes, peak in ((10.0, 300.0), (120.0, 306.0)):
        log.add("long file memory", minutes=minutes, kind=memory.SPARSE, took=9.0, peak_mb=peak, words=7)
    results.write(log, tmp_path)
    said = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "held 405 MB in its second fifth and 416 MB in its last" in said
    assert held.PICTURE in said and (tmp_path / held.PICTURE).stat().st_size > 5_000
    assert "| 700 MB | 418 MB | yes |" in said


def test_long_sounds_are_as_long_as_they_say():
    for kind in (memory.SPARSE, memory.SPEECH):
        assert sum(map(len, memory._sound(400.0, kind))) == 400 * 16_000


@pytest.mark.bench
@pytest.mark.soundcard
@pytest.mark.whisper
@pytest.mark.reference
def test_a_sample_measures_everything(tmp_path):
    if reason := missing():
        pytest.skip(f"no virtual sound card: {reason}")
    command = [sys.executable, "-m", "benchmarks", "--sample", "--to", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1200)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    lines = (ROOT / "benchmarks" / ".cache" / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    kinds = {
        "start",
        "first sample",
        "practice",
        "traced",
        "floor",
        "peer threads",
        "peer",
        "short files",
        "figures",
        "long file memory",
    }
    assert {row["what"] for row in rows} == kinds
    assert {row["name"] for row in rows if row["what"] == "peer"} == set(latency.SAMPLED)
    assert all(row[name] > 0 for row in rows for name in ("took", "seconds_to_report", "peak_mb") if name in row)
    takes = [row for row in rows if row["what"] in ("practice", "traced")]
    assert len(takes) == 2 and "memory" in takes[0]
    assert all(row["exit"] == 0 and results.word_errors([row]) < 0.5 for row in takes)
    said = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "decode what is left" in said and "GFLOP a second" in said
    assert 5_000 < (tmp_path / "latency.svg").stat().st_size < 100_000
