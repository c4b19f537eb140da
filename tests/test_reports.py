"""Whole reports in every format: one golden file each, laws for any report, and the hard cases one by one."""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from voice_interview import text
from voice_interview.model import (
    Advice,
    Comment,
    Correction,
    Evidence,
    Fault,
    Measure,
    Outcome,
    Provenance,
    Question,
    Rating,
    Reading,
    Recording,
    Report,
    Sentence,
    SentenceLabel,
    Sound,
    Span,
    Story,
    Transcript,
    Word,
)
from voice_interview.reports import content, json_report, markdown, notes, proof, terminal, timeline
from voice_interview.reports.summary import summary

GOLDEN = Path(__file__).parent / "golden"

SPOKEN = (
    "Um, so two summers ago I was working at a garden centre near the station. "
    "A customer came in with a dead pear tree and he was, you know, really angry. "
    "My job was to run the plant desk that day. So I asked him to show me the roots and I explained what had "
    "gone wrong. I gave him a new tree and I wrote down how to water it. "
    "In the end he came back in the autumn and bought two more."
)
LABELS = ("situation", "situation", "task", "action", "action", "result")


def spoken(said: str, *, seconds_a_word: float = 0.4, start: float | None = 1.2) -> Transcript:
    """A transcript of `said`, its words timed evenly from `start`; no times where `start` is None."""
    words = tuple(
        Word(text=word)
        if start is None
        else Word(text=word, start=start + i * seconds_a_word, end=start + (i + 0.9) * seconds_a_word)
        for i, word in enumerate(said.split())
    )
    return Transcript(
        language="en", engine="faster-whisper", model="base", text=said, words=words, sentences=text.sentences(words)
    )


def filler(
    transcript: Transcript, label: str, first: int, last: int, found_by: str, sure: float | None = None
) -> Evidence:
    start, end = transcript.words[first].start or 0.0, transcript.words[last - 1].end
    if first == last:
        start, end = start - 0.3, start - 0.05
    place = {"label": label, "start": start, "end": end, "first": first, "last": last}
    return msgspec.convert(place | {"found_by": found_by, "confidence": sure}, Evidence)


def star(transcript: Transcript, labels: tuple[str, ...] = LABELS) -> Measure:
    rows = [
        {"text": s.text, "start": s.start, "end": s.end, "label": label, "confidence": 0.4}
        for s, label in zip(transcript.sentences, labels, strict=True)
    ]
    parts = {
        "situation": {"present": "yes", "seconds": 12.0, "share": 0.37, "confidence": 0.5},
        "task": {"present": "implied", "seconds": 4.0, "share": 0.12, "confidence": 0.2},
        "action": {"present": "yes", "seconds": 11.6, "share": 0.36, "confidence": 0.5},
        "result": {"present": "yes", "seconds": 4.8, "share": 0.15, "confidence": 0.5, "quantified": False},
    }
    story = {"present": True, "confidence": 0.5, "kind": "story"}
    return Measure(
        value=4.0,
        unit="of 4",
        band="good",
        source="Bangerter et al. 2014, 10.1007/s10869-014-9350-0",
        details={"sentences": rows, "parts": parts, "story": story},
    )


def sample() -> Report:
    """A whole report of a take with a question, sound, fillers of each kind, a story and one undefined measure."""
    transcript = spoken(SPOKEN)
    counted = (
        filler(transcript, "um", 0, 1, "both"),
        filler(transcript, "you know", 27, 29, "text", 0.8),
        filler(transcript, "uh", 41, 41, "sound"),
    )
    perhaps = (msgspec.to_builtins(filler(transcript, "so", 1, 2, "text")) | {"doubt": "no voice was heard there"},)
    fillers = Measure(
        value=5.1,
        unit="a minute",
        low=1.1,
        high=14.9,
        band="watch",
        evidence=counted,
        source="Laske & DiGennaro Reed 2024, 10.1002/jaba.1093",
        details={
            "count": 3,
            "at_least": 2,
            "at_most": 4,
            "count_low": 0.6,
            "count_high": 8.8,
            "kind_counts": {"sound": 2, "word": 1},
            "perhaps": perhaps,
        },
    )
    measures = {
        "juggling": Measure(value=3, unit="balls", caveat="Counted by a plug-in.", details={"dropped": 1}),
        "fillers": fillers,
        "length": Measure(
            value=75.4, unit="s", band="good", source="Advice for one story: 60 to 120 s", details={"words": 87}
        ),
        "pace": Measure(value=142.3, unit="words/min", band="good", source="Microsoft Speaker Coach: 100 to 165"),
        "start_delay": Measure(value=None, unit="s", caveat="There was no cue to speak in this recording."),
        "star": star(transcript),
    }
    return Report(
        id="2026-11-21T18-04-09_pear_3f2a",
        created_at="2026-11-21T18:05:00+00:00",
        question=Question(
            id="angry", text="Tell me about a time you calmed an angry customer.", kind="behavioural", pack="own"
        ),
        recording=Recording(path="answer.wav", seconds=38.0, sample_rate=16000),
        transcript=transcript,
        sound=Sound(voiced=(Span(1.2, 11.0), Span(13.5, 36.4)), pauses=(Span(11.0, 13.5),), level_dbfs=-23.0),
        reading=Reading(
            reader="cues/1",
            labels=tuple(SentenceLabel(label=label) for label in LABELS),  # type: ignore[arg-type]
            parts={},
            story=Story(present=True, kind="story"),
        ),
        measures=measures,
        advice=(
            Advice(
                title="Say what your task was",
                why="The task is only implied.",
                do="Add one sentence: my job was to ...",
                evidence=(Evidence(label="task", start=17.2, end=21.0, first=40, last=49),),
            ),
            Advice(
                title="Pause in place of um",
                why="3 fillers; sounds hurt more than words (Laske 2024).",
                do="Close your mouth and breathe.",
                evidence=counted,
            ),
        ),
        provenance=Provenance(version="0.1.0", engine="faster-whisper", model="base", model_sha256="905e5bf8336bcc62"),
    )


def change(report: Report, **fields: object) -> Report:
    return msgspec.structs.replace(report, **fields)


def bare(said: str = "") -> Report:
    """A report on a text without sound, question, measures or advice."""
    return change(
        sample(),
        question=None,
        recording=Recording(path="answer.txt"),
        transcript=spoken(said, start=None),
        sound=None,
        reading=None,
        measures={},
        advice=(),
        provenance=Provenance(version="0.1.0"),
    )


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("report-80.txt", lambda: terminal.render(sample(), width=80)),
        ("report-color.txt", lambda: terminal.render(sample(), width=100, color=True)),
        ("report.md", lambda: markdown.render(sample())),
        ("report.json", lambda: json_report.render(sample())),
        ("summary-80.txt", lambda: summary([sample(), bare("I listened.")], width=80)),
    ],
)
def test_golden(name, made):
    """Each format of the sample is what its golden file holds; to accept a change, delete the file and run twice."""
    file = GOLDEN / name
    if not file.exists():
        file.write_bytes(made().encode())
        pytest.fail(f"{name} did not exist and was written: look at it, then run again")
    assert made() == file.read_bytes().decode()


def test_advice_comes_before_the_figures_and_the_question_first():
    shown = terminal.render(sample())
    assert shown.startswith("Tell me about a time")
    assert (
        shown.index("FOR THE NEXT TAKE")
        < shown.index("FIGURES")
        < shown.index("WHAT WAS SAID")
        < shown.index("SOURCES")
    )


def test_an_undefined_figure_is_a_dash_with_its_reason():
    row = next(line for line in terminal.render(sample(), width=160).splitlines() if line.startswith("Start delay"))
    assert re.search(r"Start delay\s+-\s+There was no cue", row)
    assert "0" not in row


def test_every_band_has_a_word_and_a_symbol():
    for band, (symbol, word) in content.BANDS.items():
        measure = Measure(value=1.0, unit="x", band=band, source="S")
        shown = terminal.render(change(bare(), measures={"fillers": measure}))
        row = next(line for line in shown.splitlines() if line.startswith("Fillers"))
        assert f"{symbol} {word}".strip() in row, band


def test_an_unknown_measure_is_shown():
    for shown in (terminal.render(sample()), markdown.render(sample())):
        assert "Juggling" in shown
        assert "Counted by a plug-in." in shown


def test_faults_come_with_the_cure_and_before_all_figures():
    fault = Fault(code="muted", message="The microphone sent only zeros.", fix="Allow the terminal to use it.")
    report = change(sample(), recording=Recording(path="a.wav", seconds=3.0, faults=(fault,)))
    for shown in (terminal.render(report), markdown.render(report)):
        assert "annot be judged" in shown.replace("CANNOT BE JUDGED", "cannot be judged")
        assert fault.message in shown and fault.fix in shown
        assert shown.index(fault.fix) < shown.lower().index("figures")
        assert "Say what your task was" not in shown and "Start delay" not in shown
    assert "not fit to judge" in summary([report])


def test_no_story_hides_the_parts():
    measure = Measure(
        value=None,
        unit="of 4",
        caveat="No story is told.",
        details={
            "story": {"present": False, "confidence": 0.5, "kind": "definition"},
            "parts": {"situation": {"present": "no"}},
            "sentences": [],
        },
    )
    shown = terminal.render(change(sample(), measures={"star": measure}))
    assert "No story here: this is a definition." in shown
    assert "situation  " not in shown


def test_fillers_are_marked_in_the_words_and_between_them():
    shown = " ".join(terminal.render(sample(), width=200).split())
    assert "[Um,] so two summers" in shown
    assert "was, [you know,] really" in shown
    assert "day. " in shown and "[uh]" in shown


def test_what_is_marked_is_the_filler_whatever_stands_before_it_unseen():
    report = change(bare(), transcript=spoken("I \u200b said um, today.", start=None))
    line = terminal._words(report, 0, 5, {3: 1})
    assert line.plain == "I said [um,] today."
    assert [line.plain[span.start : span.end] for span in line.spans] == ["[um,]"]


@pytest.mark.parametrize(
    "report", [bare(), bare("I listened."), bare("مرحبا بالعالم 你好世界 [bold]red[/bold] :smile:")]
)
def test_texts_without_sound_render(report):
    for shown in (terminal.render(report), markdown.render(report), terminal.render(report, width=40, color=True)):
        assert shown.strip()
    if "bold" in report.transcript.text:
        assert "[bold]red[/bold] :smile:" in terminal.render(report)
        assert "你好世界" in terminal.render(report)


def test_escape_sequences_from_outside_never_reach_the_terminal():
    evil = "\x1b]0;owned\x07\x1b[2Jhello\u202egnp\u2066\x9b31m"
    words = (Word(text="a" + evil + "z"),)
    report = change(
        sample(),
        question=Question(id="q", text=evil, kind="behavioural", pack="p"),
        transcript=Transcript(language=evil, engine="e", model="m", text="x", words=words),
        reading=None,
        measures={evil: Measure(value=1.0, unit=evil, caveat=evil, source=evil, details={evil: evil})},
        advice=(Advice(title=evil, why=evil, do=evil),),
        recording=Recording(path=evil, seconds=1.0, faults=(Fault(code="x", message=evil, fix=evil),)),
    )
    for shown in (terminal.render(report), markdown.render(report), summary([report])):
        assert not controls(shown)
        assert "hello" in shown
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", terminal.render(report, color=True))
    assert not controls(coloured)


def test_markdown_from_outside_makes_no_structure():
    evil = "# <b>x</b> | [a](http://b) *c* `d`"
    report = change(sample(), question=Question(id="q", text=evil, kind="behavioural", pack="p"))
    assert markdown.render(report).splitlines()[0] == r"# \# \<b\>x\</b\> \| \[a\](http://b) \*c\* \`d\`"
    assert markdown.escape("1. one") == "1\\. one"
    assert markdown.escape("- one") == "\\- one"


def test_json_gives_the_report_back():
    assert msgspec.json.decode(json_report.render(sample()), type=Report).transcript == sample().transcript
    assert json_report.render(sample()).endswith("}\n")


def rows(report: Report, width: int) -> dict[str, list[str]]:
    """The rows of the timeline by name, one of each for every band; "" are the times."""
    found: dict[str, list[str]] = {}
    for band in timeline.bands(report, width):
        for row in band:
            found.setdefault(row.name, []).append(row.marks)
    return found


def in_time(seconds: float, *voiced: tuple[float, float], fillers: str = "", **measures: Measure) -> Report:
    """A report on `seconds` of sound, its words one a second, those in `fillers` counted."""
    transcript = spoken("So we listened to her. " * min(int(seconds / 5), 100), seconds_a_word=1.0, start=0.0)
    counted = tuple(
        Evidence(label=label, start=float(at), end=float(at) + 0.3, first=int(float(at)), last=int(float(at)))
        for label, at in (one.split("@") for one in fillers.split())
    )
    measured = {"fillers": Measure(value=1.0, unit="per min", evidence=counted), **measures}
    sound = Sound(voiced=tuple(Span(a, b) for a, b in voiced))
    recording = Recording(path="answer.wav", seconds=seconds)
    return change(sample(), recording=recording, transcript=transcript, sound=sound, reading=None, measures=measured)


def test_the_timeline_stands_in_rows_of_the_same_time():
    pause = Evidence(label="pause", start=40.0, end=43.9, first=0, last=0)
    pauses = Measure(value=1.0, unit="pauses", evidence=(pause,))
    report = in_time(71.0, (10, 40), (43.9, 70), fillers="um@12.0 like@20.5 uh@30.1 um@30.6", pauses=pauses)
    shown = rows(report, 80)
    assert {name: len(found) for name, found in shown.items()} == {"": 1, "speech": 1, "pauses": 1, "fillers": 1}
    (scale,), (speech,), (long,), (fillers,) = shown.values()
    assert [scale[at : at + 4] for at in (0, 10, 60)] == ["0:00", "0:10", "1:00"]
    assert speech == "." * 10 + "=" * 30 + "..." + "-" + "=" * 26 + "."
    assert (long, fillers) == (" " * 40 + "3", " " * 12 + "u" + " " * 7 + "w" + " " * 9 + "2")


def test_the_timeline_shows_what_is_only_perhaps_and_star():
    perhaps = ({"label": "um", "start": 5.0, "end": 5.2, "first": 0, "last": 0, "doubt": "no voice"},)
    fillers = Measure(value=1.0, unit="per min", details={"count": 0, "perhaps": perhaps})
    labels = tuple(("situation", "task", "action", "result", "unclear")[at % 5] for at in range(14))
    report = in_time(71.0, (0, 71))
    shown = rows(change(report, measures={"fillers": fillers, "star": star(report.transcript, labels)}), 80)
    assert shown["fillers"] == [" " * 5 + "?"]
    assert shown["STAR"][0].startswith("SSSSSTTTTTAAAAARRRRR?????SSSSS")
    unread = star(report.transcript, ("unclear", "other") * 7)
    assert "STAR" not in rows(change(report, measures={"star": unread}), 80)


@pytest.mark.parametrize(
    ("seconds", "width", "bands", "starts"),
    [
        (38.0, 80, 1, "0:00"),
        (600.0, 80, 5, "8:00"),
        (600.0, 40, 5, "8:00"),
        (125.0, 40, 3, "2:00"),
        (3600.0, 80, 6, "50:00"),
    ],
)
def test_a_long_answer_goes_on_in_bands(seconds, width, bands, starts):
    shown = rows(in_time(seconds, (0, seconds)), width)
    assert len(shown["speech"]) == bands
    assert shown[""][-1].startswith(starts)
    assert all(len(marks) <= width - timeline.NAME for found in shown.values() for marks in found)
    assert set("".join(shown["speech"])) == {"="}


@settings(deadline=None)
@given(st.floats(1, 20_000), st.integers(40, 200), st.lists(st.floats(0, 1e4), max_size=20))
def test_every_filler_of_the_recording_is_in_the_timeline(seconds, width, moments):
    inside = [at for at in moments if at < seconds - 1]
    event = [Evidence(label="um", start=at, end=at, first=0, last=0) for at in inside]
    report = change(in_time(seconds, (0, seconds)), measures={"fillers": Measure(value=1, unit="x", evidence=event)})
    marks = "".join(rows(report, width).get("fillers", [])).replace(" ", "")
    counted = sum(1 if mark == "u" else int(mark) for mark in marks)
    assert counted == len(inside) or "9" in marks


def test_there_is_no_timeline_without_sound():
    assert timeline.bands(bare("x"), 80) == []


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"count": 14}, "14"),
        ({"count": 14, "at_least": 14, "at_most": 14}, "14"),
        ({"count": 14, "at_least": 12, "at_most": 15}, "at least 12, perhaps 15"),
        ({"count": 0, "at_least": 0, "at_most": 1}, "at least 0, perhaps 1"),
        ({"count": None}, ""),
        ({"count": "many"}, ""),
        ({}, ""),
    ],
)
def test_the_count_says_what_is_not_known(details, said):
    measure = Measure(value=None, unit="per min", caveat="x", details=details)
    assert notes.filler_count(measure) == said
    assert said in notes.notes("fillers", measure)


@pytest.mark.parametrize(
    ("name", "details", "said"),
    [
        ("disfluencies", {"kind_counts": {"repetition": 2, "restart": 1, "cut-off": 0, "lengthening": None}},
         "2 repetitions, 1 restart"),
        ("hedges", {"count": 9, "by_label": {"just": 5, "I think": 2, "maybe": 1, "a bit": 1}},
         "just 5, I think 2, maybe 1"),
        ("loudness", {"sentences": 7, "over_answer_db": -1.25, "level_dbfs": -30.0},
         "at the ends of 7 sentences, -1.2 dB over the answer"),
        ("pitch", {"median_hz": 118.4, "low_hz": 90.0}, "median 118 Hz"),
        ("pauses", {"longest_seconds": 2.5, "kinds": {"silent": {"count": 17}, "filled": {"count": 0}},
                    "places": {"inside": {"count": 4}}}, "longest 2.5 s, 17 silent ones in all, 4 inside a clause"),
        ("pauses", {"longest_seconds": 0.0, "kinds": "none"}, "longest 0 s"),
        ("start_delay", {"silence": 0.9, "hesitation": 0.0, "thinking": 12.0}, "12 s to think before"),
        ("start_delay", {"hesitation": 0.76, "thinking": None}, "0.76 s of hesitation"),
        ("pronouns", {"i": 0, "we": 2}, "I 0, we 2"),
        ("hedges", {"by_label": 3}, ""),
        ("disfluencies", {"kind_counts": ["x"]}, ""),
    ],
)  # fmt: skip
def test_the_facts_beside_a_figure(name, details, said):
    assert notes.notes(name, Measure(value=1.0, unit="x", details=details)) == said


def test_stretches_that_rush_or_drag_stand_beside_the_pace():
    labels = ("rushed", "dragging", "rushed")
    found = tuple(Evidence(label=label, first=0, last=0) for label in labels)
    measure = Measure(value=180.0, unit="words/min", evidence=found, details={"articulation_rate": 235.2})
    assert notes.notes("pace", measure) == "235 without the pauses, 1 stretch dragging, 2 stretches rushed"


def test_the_proof_lists_each_filler_with_its_words_and_each_perhaps_with_its_reason():
    shown = proof.render(sample())
    assert shown.splitlines()[0] == "Fillers: at least 2, perhaps 4"
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "0:12.0 he was, [you know,] really angry. word words 0.80" in lines
    assert "0:17.3 that day. [uh] So I sound sound -" in lines
    place = lines.index("0:01.6 Um, [so] two summers word words -")
    assert lines[place + 1] == "no voice was heard there"
    assert lines.index("Time Counted Kind Found by Sure") < place
    narrow = proof.render(sample(), width=40)
    assert "word, found by words, 0.80" in narrow and max(map(len, narrow.splitlines())) <= 40


def test_the_proof_as_json_holds_the_same():
    shown = msgspec.json.decode(msgspec.json.encode(proof.proof(sample())))
    assert (shown["count"], shown["at_least"], shown["at_most"]) == (3, 2, 4)
    assert [(row["start"], row["said"], row["kind"]) for row in shown["counted"]][1] == (12.0, "you know,", "word")
    assert shown["perhaps"][0]["doubt"] == "no voice was heard there"


@pytest.mark.parametrize("report", [bare(), bare("I listened."), change(sample(), measures={})])
def test_the_proof_says_why_there_is_none(report):
    assert proof.render(report).startswith("Fillers: not counted. This report has no count")


def corrected() -> Report:
    made = (
        Correction(made_at="2026-11-22", what="strike", start=1.2, end=1.6, label="um", was="Um,"),
        Correction(made_at="2026-11-22", what="add", start=63.04, end=63.1, label="uh"),
        Correction(made_at="2026-11-22", what="mend", start=3.0, end=3.4, was="angie", text="angry"),
        Correction(made_at="2026-11-22", what="mend", start=4.0, end=4.4, was="thank you", text=""),
    )
    outcomes = [Outcome(correction=one, applied=True) for one in made[:3]]
    outcomes.append(Outcome(correction=made[3], applied=False, reason="It does not stand there any more."))
    own = msgspec.structs.replace(sample().measures["fillers"], value=6.3)
    return change(sample(), corrections=tuple(outcomes), uncorrected={"fillers": own})


@pytest.mark.parametrize("render", [terminal.render, markdown.render])
def test_a_corrected_report_says_so_and_shows_the_machine_beside(render):
    shown = " ".join(render(corrected()).replace("\\", "").split())
    assert "4 corrections by a person, 1 not applied" in shown
    assert '0:01.2: "um" struck out' in shown.replace("0:01.2 ", "0:01.2: ")
    assert '"angie" is really "angry"' in shown
    assert '"thank you" taken out (not applied: It does not stand there any more.)' in shown
    assert "The machine alone: Fillers 6.3 a minute (at least 2, perhaps 4)." in shown
    assert "correct" not in render(sample()).lower()


def test_numbers_are_read_by_people():
    assert [content.number(x) for x in (0.0, 0.128, 3.0, 3.14159, 142.3, 12345.6)] == [
        "0",
        "0.13",
        "3",
        "3.1",
        "142",
        "12,346",
    ]
    assert [content.moment(x) for x in (None, 0.0, 61.9, 3661.0)] == ["-", "0:00", "1:01", "1:01:01"]
    assert [content.exact_moment(x) for x in (None, 61.96)] == ["-", "1:02.0"]


def test_one_pause_is_no_pauses():
    assert content.value("pauses", Measure(value=1.0, unit="pauses")) == "1 pause"
    assert content.value("pauses", Measure(value=2.0, unit="pauses")) == "2 pauses"
    assert content.value("start_delay", Measure(value=1.0, unit="s")) == "1 s"


def test_a_summary_of_nothing_is_nothing():
    assert summary([]) == ""


def test_details_of_another_shape_are_left_out():
    broken = {"story": "yes", "parts": 3, "sentences": None, "count": "many", "perhaps": 1}
    measures = {name: Measure(value=1.0, unit="x", details=broken) for name in ("star", "fillers")}
    assert "Not clear whether a story is told." in terminal.render(change(sample(), measures=measures))


def controls(shown: str) -> list[str]:
    return [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf")]


ANY_TEXT = (
    st.text(max_size=40)
    | st.text(alphabet=string.printable, max_size=60)
    | st.sampled_from(["[bold]x", "你" * 60, "é" * 200])
)
WORD_TEXT = st.text(
    alphabet=st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Cc", "Cf"]), min_size=1, max_size=30
).map(lambda t: t.strip() or "x")
SECONDS = st.floats(0, 1e5)
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def evidence(draw, words: int = 30):
    a, b = sorted((draw(st.integers(0, words)), draw(st.integers(0, words))))
    s, e = sorted((draw(SECONDS), draw(SECONDS)))
    timed = draw(st.booleans())
    return Evidence(
        label=draw(ANY_TEXT),
        start=s if timed else None,
        end=e if timed else None,
        first=a,
        last=b,
        found_by=draw(st.sampled_from([None, "text", "sound", "both", "person"])),
    )


@st.composite
def measures(draw):
    junk = st.recursive(
        st.none() | st.booleans() | st.floats(-1e6, 1e6) | ANY_TEXT, lambda c: st.lists(c, max_size=3), max_leaves=4
    )
    return Measure(
        value=draw(NUMBERS),
        unit=draw(ANY_TEXT),
        low=draw(NUMBERS),
        high=draw(NUMBERS),
        band=draw(st.sampled_from(["good", "watch", "act", "none"])),
        caveat=draw(ANY_TEXT) or "x",
        source=draw(ANY_TEXT) or "x",
        evidence=tuple(draw(st.lists(evidence(), max_size=3))),
        details=draw(st.dictionaries(ANY_TEXT, junk, max_size=4)),
    )


def in_order(spans):
    """The spans as voice comes: sorted, and none that ends before an earlier one."""
    ordered = sorted(spans, key=lambda one: one.start)
    ends = itertools.accumulate((one.end for one in ordered), max)
    return tuple(Span(one.start, end) for one, end in zip(ordered, ends, strict=True))


@st.composite
def reports(draw):
    words = tuple(Word(text=t) for t in draw(st.lists(WORD_TEXT, max_size=25)))
    sentences = tuple(Sentence(text="x", first=0, last=len(words)) for _ in range(bool(words) and draw(st.booleans())))
    spans = [Span(*sorted(pair)) for pair in draw(st.lists(st.tuples(SECONDS, SECONDS), max_size=3))]
    fault = st.builds(Fault, code=ANY_TEXT, message=ANY_TEXT, fix=ANY_TEXT)
    advice = st.builds(
        Advice, title=ANY_TEXT, why=ANY_TEXT, do=ANY_TEXT, evidence=st.lists(evidence(), max_size=5).map(tuple)
    )
    names = st.sampled_from([*content.ORDER, "other"]) | ANY_TEXT
    named = ANY_TEXT.map(lambda text: text.strip() or "x")
    rating = st.builds(
        Rating, rubric=named, criterion=named, title=named, score=st.integers(1, 5), anchor=st.just("") | ANY_TEXT
    )
    comment = st.builds(
        Comment,
        id=st.integers(0, 2**32).map("{:016x}".format),
        take=ANY_TEXT,
        author=named,
        made_at=ANY_TEXT,
        text=named,
        at=st.none() | SECONDS,
        sentence=st.none() | st.integers(0, 3),
        about=ANY_TEXT,
        rating=st.none() | rating,
    )
    return Report(
        id="x",
        created_at=draw(ANY_TEXT),
        question=draw(
            st.none() | st.builds(Question, id=ANY_TEXT, text=ANY_TEXT, kind=st.just("philosophy"), pack=ANY_TEXT)
        ),
        recording=Recording(
            path=draw(ANY_TEXT), seconds=draw(st.none() | SECONDS), faults=tuple(draw(st.lists(fault, max_size=2)))
        ),
        transcript=Transcript(
            language=draw(ANY_TEXT), engine="e", model="m", text="t", words=words, sentences=sentences
        ),
        sound=draw(st.none() | st.just(Sound(voiced=in_order(spans)))),
        reading=None,
        measures=draw(st.dictionaries(names, measures(), max_size=4)),
        advice=tuple(draw(st.lists(advice, max_size=2))),
        provenance=Provenance(
            version=draw(ANY_TEXT), engine=draw(st.none() | ANY_TEXT), model=draw(st.none() | ANY_TEXT)
        ),
        comments=tuple(draw(st.lists(comment, max_size=2))),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(reports(), st.integers(40, 200))
def test_any_report_fits_the_width_and_holds_no_control_codes(report, width):
    shown_as = (terminal.render, proof.render)
    for shown in (*(render(report, width=width) for render in shown_as), summary([report, report], width=width)):
        assert not controls(shown)
        assert [line for line in shown.split("\n") if cell_len(line) > width] == []
    assert not controls(markdown.render(report))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(reports(), st.integers(20, 200))
def test_colour_changes_no_word(report, width):
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", terminal.render(report, width=width, color=True))
    plain = terminal.render(report, width=width)
    assert "\n".join(line.rstrip() for line in coloured.split("\n")) == plain
