"""Reports as captions, TextGrids, label tracks and tables, each read back by the library of the program it is for."""

from __future__ import annotations

import csv
import html
import io
import itertools
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pysubs2
import pytest
import webvtt
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, reading_of, sound_of, transcript_of, words_of

from voice_interview import analysis, plugins, transcripts
from voice_interview.cli import cli
from voice_interview.errors import FormatError
from voice_interview.model import (
    Advice,
    Answer,
    Correction,
    Evidence,
    Fault,
    FollowUp,
    Measure,
    Outcome,
    Provenance,
    Report,
    Transcript,
    Word,
)
from voice_interview.reports import captions, content, events, label_track, tables, textgrid
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SAID = (
    "Last winter I worked at the front desk of a small hotel by the harbour. "
    "A guest lost her passport on Monday. My job was to um get her home in time. "
    "I called the police station and the consulate. "
    "In the end she caught the flight."
)
HOSTILE = "<script>alert('a')</script> --> R&D \"quoted\"\t=1+1\n00:00:01.000 --> 00:00:09.000\x1b[31m"


def report_of(answer: Answer) -> Report:
    return analysis.report(answer, ("2026-03-04T18-04-09_hotel_3f2a", NOW.isoformat()), Provenance(version="0"))


def told(said: str | tuple[Word, ...] | Transcript = SAID, **recording: Any) -> Report:
    """A report on an answer with sound from its first word to its last, of a question about behaviour."""
    found = answer_of(said, question=question_of(), **({"seconds": 40.0} | recording))
    timed = [word for word in found.transcript.words if word.start is not None]
    sound = sound_of((0.0, timed[-1].end or 0.0)) if timed else None
    return report_of(replace(found, sound=sound))


def bare(report: Report, **fields: Any) -> Report:
    """The same without anything that the measures found."""
    return replace(report, measures={}, reading=None, plan=None, advice=(), **fields)


TEXT_ONLY = report_of(answer_of(words_of(SAID, timed=False)))
SILENT = report_of(
    answer_of(
        "",
        sound=sound_of(),
        seconds=30.0,
        faults=(Fault(code="silent", message="Nothing was heard.", fix="Check the microphone."),),
    )
)
REPORTS = answers().map(report_of)


# -- captions ---------------------------------------------------------------------------------------------------------


class Cue(NamedTuple):
    start: float
    end: float
    lines: list[str]


def cues(report: Report) -> list[Cue]:
    """As webvtt-py reads them."""
    found = webvtt.from_string(captions.render(report))
    return [Cue(seconds(one.start), seconds(one.end), html.unescape(one.text).split("\n")) for one in found]


def seconds(stamp: str) -> float:
    hours, minutes, rest = stamp.split(":")
    return round(int(hours) * 3600 + int(minutes) * 60 + float(rest), 3)


def spoken_in(found: list[Cue]) -> list[str]:
    """The words of the cues, without the fillers that were heard in the sound only."""
    said = " ".join(line for cue in found for line in cue.lines).split()
    return [word for word in said if word not in ("(um)", "(uh)")]


def paced(said: str, *, step: float = 0.3, pauses: dict[int, float] | None = None) -> tuple[Word, ...]:
    """Words one after another, each lasting `step`, with pauses (seconds) before some of them."""
    made, now = [], 1.0
    for place, text in enumerate(said.split()):
        now = round(now + (pauses or {}).get(place, 0.0), 3)
        made.append(Word(text=text, start=now, end=round(now + step, 3)))
        now = round(now + step, 3)
    return tuple(made)


def test_captions_follow_the_sentences() -> None:
    found = cues(told(paced(SAID)))
    assert [cue.lines[0].split()[0] for cue in found] == ["Last", "A", "My", "I", "In"]
    assert found[0] == Cue(1.0, 5.5, ["Last winter I worked at the front", "desk of a small hotel by the harbour."])
    assert found[1].lines == ["A guest lost her passport on Monday."]
    assert found[-1].end == pytest.approx(1.0 + 0.3 * len(SAID.split()) + captions.LINGER)


@pytest.mark.parametrize(
    ("said", "pauses", "first"),
    [
        # a mark near the middle, not the one right at the start
        ("Well, I asked the guest for the name of the airline and the hotel before that, and then I rang them both up.",
         {}, "Well, I asked the guest for the name of the airline and the hotel before that,"),
        # a pause comes before any mark
        ("I asked the guest for the name, and then of course the airline that she had wanted to fly with from there.",
         {9: 1.4}, "I asked the guest for the name, and then"),
        # neither: near the middle
        ("I asked the guest for the name of the airline that she had wanted to fly with from there on that same day",
         {}, "I asked the guest for the name of the airline that she"),
    ],
)  # fmt: skip
def test_a_long_sentence_is_cut_where_it_reads_best(said: str, pauses: dict[int, float], first: str) -> None:
    assert " ".join(cues(told(paced(said, step=0.2, pauses=pauses)))[0].lines) == first


def test_a_pause_ends_a_cue_so_that_nothing_is_read_long_before_it_is_said() -> None:
    first, second = cues(told(paced("I waited and then I called.", pauses={3: 3.0})))
    assert (first.lines, second.lines) == (["I waited and"], ["then I called."])
    assert first.end == pytest.approx(1.9 + captions.LINGER) and second.start == pytest.approx(4.9)


def test_a_sentence_that_is_over_at_once_goes_with_the_next() -> None:
    assert [cue.lines for cue in cues(told(paced("No. I did not. Then she left.")))] == [
        ["No. I did not."],
        ["Then she left."],
    ]


def test_an_answer_to_a_follow_up_never_shares_a_cue_and_the_question_is_a_comment() -> None:
    said = paced("Yes. I told her. And she agreed.")
    asked = FollowUp(text="Did she --> agree?", start=1.3)
    transcript = transcript_of(said)
    made = told(transcript, follow_ups=(asked,))
    assert cues(made)[0].lines == ["Yes."]
    assert "NOTE Follow-up at 0:01: Did she --&gt; agree?" in captions.render(made).split("\n\n")
    assert len(pysubs2.SSAFile.from_string(captions.render(made))) == len(cues(made)) == 3


def test_a_filler_heard_in_the_sound_only_stands_in_brackets() -> None:
    event = Evidence(label="uh", start=3.05, end=3.35, first=2, last=2, found_by="sound")
    said = paced("I waited there.", pauses={2: 1.5})
    made = replace(told(said), measures={"fillers": Measure(value=1.0, unit="per min", evidence=(event,))})
    assert [cue.lines for cue in cues(made)] == [["I waited"], ["(uh) there."]]


def test_what_is_escaped_comes_back_from_the_captions() -> None:
    said = "We at R&D wrote <b> and &amp; ourselves."
    made = told(paced(said))
    assert "R&amp;D wrote &lt;b&gt; and &amp;amp;" in captions.render(made)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.vtt"
        file.write_text(captions.render(made), encoding="utf-8")
        back = transcripts.read(file)
    assert back.text == said
    assert (back.words[0].start, back.words[-1].end) == pytest.approx((1.0, made.transcript.words[-1].end), abs=0.51)


@given(REPORTS)
def test_captions_hold_every_word_once_in_order(report: Report) -> None:
    try:
        found = cues(report)
    except FormatError:
        assert all(word.start is None for word in report.transcript.words)
        return
    assert spoken_in(found) == [word.text for word in report.transcript.words]
    assert [" ".join(cue.lines).split() for cue in found] == [
        html.unescape(one.plaintext).split() for one in pysubs2.SSAFile.from_string(captions.render(report))
    ]
    assert all(cue.start < cue.end <= cue.start + captions.LONGEST + 0.001 for cue in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.lists(st.sampled_from(SAID.split()), min_size=1, max_size=120), st.floats(0.12, 0.6))
def test_captions_of_ordinary_speech_can_be_read(said: list[str], step: float) -> None:
    """From 100 to 500 words a minute no cue is longer than two lines, and none but the quickest is over at once."""
    for cue in cues(bare(told(paced(" ".join(said), step=step)))):
        assert len(cue.lines) <= captions.LINES and max(map(len, cue.lines)) <= captions.LINE
        assert cue.end - cue.start >= min(captions.SHORTEST, 4 * step) - 0.002 or len(cue.lines[0].split()) < 4


# -- TextGrid ---------------------------------------------------------------------------------------------------------

TIERS = ("words", "sentences", "STAR", "fillers", "perhaps", "pauses", "speech", "asked")


class Row(NamedTuple):
    start: float
    end: float
    label: str


def tiers(report: Report) -> dict[str, list[Row]]:
    """The labels of each tier, as Praat reads them, after praatio has read the same."""
    import parselmouth
    from parselmouth.praat import call
    from praatio import textgrid as praatio

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer.TextGrid"
        file.write_bytes(textgrid.render(report).encode())
        grid = parselmouth.read(str(file))
        other = praatio.openTextgrid(str(file), includeEmptyIntervals=False)
    found: dict[str, list[Row]] = {}
    for number in range(1, call(grid, "Get number of tiers") + 1):
        name = call(grid, "Get tier name", number)
        if call(grid, "Is interval tier", number):
            count = call(grid, "Get number of intervals", number)
            rows = [
                Row(
                    call(grid, "Get start time of interval", number, place),
                    call(grid, "Get end time of interval", number, place),
                    call(grid, "Get label of interval", number, place),
                )
                for place in range(1, count + 1)
            ]
            assert rows[0].start == 0 and all(a.end == b.start for a, b in itertools.pairwise(rows))
            found[name] = [row for row in rows if row.label]
        else:
            at = [call(grid, "Get time of point", number, place + 1) for place in range(other_count(other, name))]
            labels = [call(grid, "Get label of point", number, place + 1) for place in range(len(at))]
            found[name] = [Row(moment, moment, label) for moment, label in zip(at, labels, strict=True)]
        assert [row.label for row in found[name]] == [
            entry.label.replace('""', '"') for entry in other.getTier(name).entries
        ]
    return found


def other_count(other: Any, name: str) -> int:
    return len(other.getTier(name).entries)


def test_the_tiers_of_a_textgrid() -> None:
    found = tiers(
        replace(
            told(words_of(SAID), cue_at=0.5, follow_ups=(FollowUp(text='And "then"?', start=30.0),)),
            sound=sound_of((0.0, 3.0), (5.5, 21.0)),
        )
    )
    assert tuple(found) == TIERS
    assert " ".join(row.label for row in found["words"]) == SAID
    assert found["words"][0] == Row(0.0, 0.4, "Last")
    assert found["sentences"][1].label == "A guest lost her passport on Monday."
    assert {row.label for row in found["fillers"]} == {"um"}
    assert found["pauses"] == [Row(3.0, 5.5, "pause 2.5 s")]
    assert found["speech"] == [Row(0.0, 3.0, "speech"), Row(5.5, 21.0, "speech")]
    assert found["asked"] == [Row(0.5, 0.5, "cue"), Row(30.0, 30.0, 'And "then"?')]


def test_star_labels_lie_over_their_sentences() -> None:
    answer = answer_of(
        SAID, sound=sound_of((0.0, 20.0)), question=question_of(), reading=reading_of("SSTAR"), seconds=40.0
    )
    found = tiers(report_of(answer))
    assert [row.label for row in found["STAR"]] == ["situation", "situation", "task", "action", "result"]
    assert [row[:2] for row in found["STAR"]] == [row[:2] for row in found["sentences"]]


def test_words_without_length_or_over_each_other_are_all_there() -> None:
    times = [(1.0, 1.0), (1.0, 1.0), (1.0, 3.0), (2.0, 2.5), (None, None), (None, None)]
    said = tuple(Word(text=f"w{place}", start=a, end=b) for place, (a, b) in enumerate(times))
    found = tiers(bare(told(transcript_of(said))))["words"]
    assert [row.label for row in found] == ["w0", "w1", "w2", "w3 w4 w5"]
    assert found[-1][:2] == (2.0, 2.5)


@given(REPORTS)
def test_a_textgrid_holds_every_word_once_in_order(report: Report) -> None:
    try:
        found = tiers(report)
    except FormatError:
        assert all(word.start is None for word in report.transcript.words)
        assert report.sound is None or not report.sound.voiced
        return
    assert tuple(found) == TIERS
    timed = any(word.start is not None for word in report.transcript.words)
    said = [word.text for word in report.transcript.words] if timed else []
    assert " ".join(row.label for row in found["words"]).split() == said
    assert " ".join(row.label for row in found["sentences"]).split() == said
    counted = report.measures["fillers"].evidence
    assert len(found["fillers"]) == sum(one.start is not None and one.end is not None for one in counted)
    assert len(found["speech"]) == len(report.sound.voiced if report.sound else ())


# -- Audacity ---------------------------------------------------------------------------------------------------------


def labels(report: Report) -> list[Row]:
    """As Audacity reads a label track: a line a label, with tabs between start, end and text."""
    rows = [line.split("\t") for line in label_track.render(report).removesuffix("\n").split("\n")]
    return [Row(float(start), float(end), label) for start, end, label in rows]


def test_the_labels_of_a_track() -> None:
    pause = Evidence(label="pause", start=3.0, end=5.5, first=5, last=5)
    made = told(words_of(SAID), cue_at=0.5, follow_ups=(FollowUp(text="And then?", start=30.0),))
    made = replace(made, measures=made.measures | {"pauses": Measure(value=1.0, unit="pauses", evidence=(pause,))})
    found = labels(made)
    assert Row(3.0, 5.5, "pause 2.5 s") in found
    assert Row(30.0, 30.0, "asked: And then?") in found and Row(0.5, 0.5, "cue") in found
    assert [row.label for row in found if row.label.startswith("filler")] == ["filler: um"]
    assert any(row.label.endswith("A guest lost her passport on Monday.") for row in found)
    assert [row.start for row in found] == sorted(row.start for row in found)


@given(REPORTS)
def test_every_label_is_a_place_in_the_recording(report: Report) -> None:
    try:
        found = labels(report)
    except FormatError:
        assert not any(event.start is not None and event.event == "sentence" for event in events.events(report))
        return
    assert all(0 <= row.start <= row.end and row.label for row in found)
    timed = [one for one in report.transcript.sentences if one.start is not None]
    assert sum(any(row.label.endswith(content.clean(one.text)) for row in found) for one in timed) == len(timed)


# -- tables -----------------------------------------------------------------------------------------------------------


def rows(table: str) -> list[dict[str, str]]:
    """As the csv module reads them; every row has the cells of the head."""
    found = list(csv.DictReader(io.StringIO(table.encode().decode("utf-8-sig"))))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def test_one_row_says_what_a_take_is() -> None:
    made = told(words_of(SAID), cue_at=0.0)
    made = replace(
        made, advice=(Advice(title="Say what your task was", why="-", do="-"),), corrections=(outcome("strike"),)
    )
    (row,) = rows(tables.take(made))
    assert (row["take"], row["question"], row["kind"]) == (made.id, "a-question", "behavioural")
    assert (row["recorded_seconds"], row["corrections"], row["advice"]) == ("40", "1", "Say what your task was")
    assert float(row["pace"]) == pytest.approx(made.measures["pace"].value or 0.0, abs=0.001)
    assert float(row["pace_low"]) == pytest.approx(made.measures["pace"].low or 0.0, abs=0.001)
    assert (row["pace_unit"], row["filler_count"]) == ("words/min", "1")
    assert row["coverage"] == "" and row["coverage_caveat"] == made.measures["coverage"].caveat


def test_an_undefined_figure_is_empty_and_says_why() -> None:
    (row,) = rows(tables.take(TEXT_ONLY))
    assert (row["fillers"], row["recorded_seconds"], row["pauses"]) == ("", "", "")
    assert row["fillers_caveat"] and row["pauses_caveat"]
    (row,) = rows(tables.take(SILENT))
    assert (row["faults"], row["story"], row["situation"]) == ("silent", "", "")


def test_the_columns_are_those_of_every_take_and_plug_ins_come_last() -> None:
    known = list(rows(tables.take(told()))[0])
    assert known == list(rows(tables.take(TEXT_ONLY))[0]) == list(rows(tables.take(bare(SILENT)))[0])
    more = replace(told(), measures={"smiles": Measure(value=3.0, unit="smiles")})
    assert list(rows(tables.take(more))[0]) == [*known, "smiles", *(f"smiles_{name}" for name in
                                                ("low", "high", "band", "unit", "caveat"))]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "－"])
def test_no_cell_from_outside_is_a_formula(start: str) -> None:
    made = replace(told(), id=f"{start}1+1", question=replace(question_of(), text=f"{start}HYPERLINK(1)"))
    (row,) = rows(tables.take(made))
    assert (row["take"], row["asked"]) == (f"'{start}1+1", f"'{start}HYPERLINK(1)")
    assert rows(tables.event_rows(made))[0]["take"] == f"'{start}1+1"


def test_numbers_below_zero_stay_numbers() -> None:
    made = replace(told(), measures={"loudness": Measure(value=-3.25, unit="dB", low=-0.0001)})
    (row,) = rows(tables.take(made))
    assert (row["loudness"], row["loudness_low"]) == ("-3.25", "0")


def outcome(what: Any, **fields: Any) -> Outcome:
    given = {"strike": {"label": "um", "was": "um"}, "part": {"label": "task", "present": "yes"}}[what]
    made = Correction(made_at="2026-11-22", what=what, start=9.0, end=9.4, **given, **fields)  # type: ignore[arg-type]
    return Outcome(correction=made, applied=True, found="implied" if what == "part" else None)


def test_a_row_for_each_event() -> None:
    perhaps = {"label": "so", "start": 2.0, "end": 2.4, "first": 4, "last": 5, "doubt": "no voice was heard there"}
    struck = {"label": "um", "start": 9.0, "end": 9.4, "first": 24, "last": 25}
    counted = Evidence(label="uh", start=2.3, end=2.45, first=5, last=5, found_by="sound", confidence=0.81)
    fillers = Measure(value=1.0, unit="x", evidence=(counted,), details={"perhaps": [perhaps], "struck": [struck]})
    made = replace(
        told(words_of(SAID), cue_at=0.2, cuts=(7.0,), follow_ups=(FollowUp(text="Why?", start=12.0),)),
        measures={"fillers": fillers},
        corrections=(outcome("strike"), outcome("part")),
    )
    found = rows(tables.event_rows(made))
    by_kind = {name: [row for row in found if row["event"] == name] for name in {row["event"] for row in found}}
    assert set(by_kind) == {"sentence", "fillers", "perhaps", "struck", "cue", "cut", "follow-up", "correction"}
    (filler,) = by_kind["fillers"]
    assert (filler["label"], filler["start"], filler["seconds"]) == ("uh", "2.3", "0.15")
    assert (filler["words"], filler["found_by"], filler["confidence"]) == ("", "sound", "0.81")
    assert (by_kind["perhaps"][0]["words"], by_kind["perhaps"][0]["note"]) == ("at", "no voice was heard there")
    assert by_kind["follow-up"][0]["label"] == "Why?"
    assert (found[-1]["label"], found[-1]["start"], found[-1]["note"]) == (
        "part", "", "the task is there; the machine: implied"
    )  # fmt: skip
    times = [float(row["start"]) for row in found[:-1]]
    assert times == sorted(times)


@given(REPORTS)
def test_the_events_are_all_that_was_said_and_found(report: Report) -> None:
    found = rows(tables.event_rows(report))
    (row,) = rows(tables.take(report))
    said = [one["words"].removeprefix("'") for one in found if one["event"] == "sentence"]
    assert sorted(said) == sorted(content.clean(one.text).removeprefix("'") for one in report.transcript.sentences)
    for name, measure in report.measures.items():
        if name != "star":
            assert sum(one["event"] == name for one in found) == len(measure.evidence)
        assert (row[name] == "") == (measure.value is None)
        assert row[f"{name}_caveat"] or measure.value is not None
    assert all(one["start"] or not one["end"] for one in found)


# -- what cannot be exported, and what comes from outside -------------------------------------------------------------

RENDERS = {name: plugins.load("formats", name) for name in ("csv", "events-csv", "vtt", "textgrid", "audacity")}


@pytest.mark.parametrize(
    ("name", "report", "said"),
    [
        ("vtt", TEXT_ONLY, "come from a text, so there are no captions. Choose another --format: md, json, csv"),
        ("textgrid", TEXT_ONLY, "so there are no tiers. Choose another --format"),
        ("audacity", TEXT_ONLY, "so there are no labels. Choose another --format"),
        ("vtt", SILENT, "No words were heard in 2026-03-04T18-04-09_hotel_3f2a, so there are no captions. See why: "
                        "voice-interview takes show 2026-03-04T18-04-09_hotel_3f2a."),
        ("audacity", SILENT, "Nothing was heard in 2026-03-04T18-04-09_hotel_3f2a that could be labelled. See why"),
    ],
)  # fmt: skip
def test_what_a_format_cannot_show_is_one_sentence_and_what_to_do(name: str, report: Report, said: str) -> None:
    with pytest.raises(FormatError) as refused:
        RENDERS[name](report)
    assert said in str(refused.value)


def test_a_silent_take_has_its_empty_tiers_and_its_row() -> None:
    assert tiers(SILENT) == {name: [] for name in TIERS}
    assert "xmax = 30.000" in textgrid.render(SILENT)
    assert rows(tables.event_rows(SILENT)) == [] and len(rows(tables.take(SILENT))) == 1


@pytest.mark.parametrize("name", RENDERS)
def test_text_from_outside_makes_no_structure(name: str) -> None:
    said = tuple(Word(text=HOSTILE if place == 1 else "w", start=place, end=place + 0.5) for place in range(3))
    made = told(transcript_of(said), follow_ups=(FollowUp(text=HOSTILE, start=2.0),))
    made = replace(made, id=HOSTILE, question=replace(question_of(), text=HOSTILE, id=HOSTILE))
    plain = told(
        transcript_of(tuple(replace(word, text="w") for word in said)), follow_ups=(FollowUp(text="w", start=2.0),)
    )
    shown = RENDERS[name](made)
    assert "\x1b" not in shown and "\r" not in shown
    if name == "vtt":
        assert "<" not in shown and len(cues(made)) == shown.count("-->") == 3
        assert spoken_in(cues(made)) == content.clean(" ".join(word.text for word in said)).split()
    elif name == "textgrid":
        assert [row.label for row in tiers(made)["words"]] == ["w", content.clean(HOSTILE), "w"]
    elif name == "audacity":
        assert len(labels(made)) == len(labels(bare(plain)))
    else:
        assert len(rows(shown)) == shown.count("\n") - 1


# -- as they are used -------------------------------------------------------------------------------------------------


@pytest.fixture
def take(tmp_path: Path) -> Take:
    made = Takes(tmp_path / "takes").new(question_of(), NOW)
    found = answer_of(
        SAID, sound=sound_of((0.0, 20.0)), question=question_of(), reading=reading_of("SSTAR"), seconds=40.0
    )
    made.save(found, analysis.report(found, (made.id, NOW.isoformat()), Provenance(version="0")))
    return made


def ask(take: Take, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["takes", "report", "--recordings", str(take.folder.parent), "last", *arguments])


@pytest.mark.parametrize("name", RENDERS)
def test_a_file_and_what_is_piped_are_the_same(take: Take, name: str, tmp_path: Path) -> None:
    file = tmp_path / "answer.out"
    written, piped = ask(take, "--format", name, "-o", str(file)), ask(take, "--format", name)
    assert written.exit_code == piped.exit_code == 0
    assert file.read_bytes() == piped.stdout_bytes == RENDERS[name](take.report()).encode()
    assert written.stdout == "" and str(file) in " ".join(written.stderr.split())


def test_the_help_names_every_format(take: Take) -> None:
    shown = " ".join(ask(take, "--help").stdout.split())
    assert all(name in shown for name in plugins.names("formats"))


def test_a_take_without_words_is_refused_in_one_line(take: Take) -> None:
    take.save_report(replace(SILENT, id=take.id))
    result = ask(take, "--format", "vtt")
    assert result.exit_code == 1 and isinstance(result.exception, FormatError) and result.stdout == ""
