"""The page: valid HTML that asks for nothing, in which every text stays text and every figure can be heard."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import click
import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from pages import HOSTILE, by_class, parsed, poisoned, said
from test_reports import bare, change, corrected, filler, reports, sample, spoken

from voice_interview import metrics
from voice_interview.audio import decode
from voice_interview.audio.replay import copy
from voice_interview.cli import cli
from voice_interview.cli.takes import _rendered
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.hedges import hedges
from voice_interview.metrics.pace import pace
from voice_interview.metrics.pauses import pauses
from voice_interview.metrics.pronouns import pronouns
from voice_interview.model import (
    Answer,
    Comment,
    Company,
    Compared,
    Cut,
    CutFollowed,
    Evidence,
    Fault,
    FollowUp,
    Likeness,
    Measure,
    PartChange,
    Passage,
    Plan,
    Rating,
    Recording,
    Report,
    Retake,
    Sound,
    Span,
    Statement,
)
from voice_interview.plugins import SoundFormat, load
from voice_interview.reports import content
from voice_interview.reports.page import chart, page
from voice_interview.takes import Takes

MP3 = b"ID3 any sound"
ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"


def telling() -> Report:
    """The sample with everything that a report can hold."""
    report = corrected()
    long = Measure(
        value=1.0,
        unit="pauses",
        band="good",
        source="S",
        evidence=(Evidence(label="pause", start=11.0, end=13.5, first=31, last=31, found_by="sound", note="2.5 s"),),
    )
    soft = Measure(value=1.1, unit="per 100 words", evidence=(filler(report.transcript, "two", 2, 4, "text"),))
    company = {"name": "ad", "statements": [{"statement": "We care.", "touched": "yes", "text": "x", "start": 1.0}]}
    recited = [{"words": 5, "said": "we care", "written": "We care", "start": 2.0}]
    coverage = {
        "asked": 1,
        "touched": 1,
        "qualities": [{"quality": "calm", "touched": "yes", "text": "x", "start": 2.0}],
    }
    return change(
        report,
        recording=Recording(
            path="/home/x/answer.wav", seconds=38.0, follow_ups=(FollowUp(text="And then?", start=17.0),)
        ),
        measures=report.measures
        | {
            "pauses": long,
            "hedges": soft,
            "company": Measure(value=1.0, unit="x", details=company | {"recited": recited}),
            "coverage": Measure(value=1.0, unit="share", details=coverage),
        },
        reading=msgspec.structs.replace(
            report.reading, company=Company(name="ad", statements=(Statement(text="We care."),))
        ),
        plan=Plan(
            seconds=38.0,
            target_seconds=30.0,
            target="question",
            projected_seconds=31.0,
            meets=False,
            why_not="Too little to cut.",
            cuts=(
                Cut(deed="cut", reason="other", sentence=0, label="other", text="Um", start=1.2, end=5.0, seconds=4.0),
            ),
        ),
        retake=Retake(
            of="2026-11-20",
            caveat="Another question.",
            tool="Another model.",
            seconds=Compared(before=50.0, now=38.0),
            parts=(PartChange(part="task", change="lost", quote="My job"),),
            cuts=(CutFollowed(planned="a", again="yes", said="b"),),
        ),
        alike=(
            Likeness(
                kind="story", take="t", created_at="2026", question="Why?", share=0.5, words=("tree",),
                here=Passage(text="a tree", start=1.0, end=2.0), there=Passage(text="the tree"),
            ),
        ),
        comments=(
            Comment(id="a" * 16, take="t", author="Ana", made_at="2026-03-04", text="Who?", at=7.5, about="A customer"),
            Comment(
                id="b" * 16, take="t", author="Ben", made_at="2026-03-05",
                rating=Rating(rubric="r", criterion="result", title="Result", score=2, anchor="Hints at one."),
            ),
        ),
    )  # fmt: skip


def hostile(report: Report) -> Report:
    """The report with HOSTILE wherever a text may stand."""
    made = poisoned(report)
    measure = Measure(value=1.0, unit=HOSTILE, caveat=HOSTILE, source=HOSTILE, details={HOSTILE: 1, "b": HOSTILE})
    return change(made, measures=made.measures | {HOSTILE: measure})


@pytest.mark.parametrize("report", [sample(), telling(), bare(), bare("I listened.")])
@pytest.mark.parametrize("mp3", [b"", MP3])
def test_it_is_valid_and_in_order(report: Report, mp3: bytes) -> None:
    tree = parsed(page.with_sound(report, mp3) if mp3 else page(report))
    levels = [int(one.tag[1]) for one in tree.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    assert set(ids.values()) <= {1}
    links = [one.get("href", "") for one in tree.iter("a")]
    assert all(link[:1] == "#" and link[1:] in ids for link in links)
    for one in tree.iter():
        assert set(str(one.get("aria-labelledby") or "").split()) <= set(ids)


@pytest.mark.parametrize("mp3", [b"", MP3])
def test_its_policy_allows_its_own_script_and_style_and_nothing_else(mp3: bytes) -> None:
    shown = page.with_sound(telling(), mp3) if mp3 else page(telling())
    tree = parsed(shown)
    (policy,) = [one.get("content", "") for one in tree.iter("meta") if one.get("http-equiv")]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    for tag, count in (("style", 1), ("script", 1 if mp3 else 0)):
        texts = [one.text or "" for one in tree.iter(tag)]
        assert len(texts) == count
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules.pop(f"{tag}-src", "") == " ".join(f"'sha256-{one}'" for one in hashes)
    assert rules == ({"media-src": "data:"} if mp3 else {})
    assert shown.index("Content-Security-Policy") < shown.index("<style")


@pytest.mark.parametrize("make", [telling, lambda: hostile(telling())])
def test_it_refers_to_nothing_outside_and_no_element_has_a_style_or_a_script_of_its_own(make: Any) -> None:
    tree = parsed(page.with_sound(make(), MP3))
    for one in tree.iter():
        for name, value in one.attrib.items():
            assert name not in ("style", "srcset", "action", "data", "poster") and not str(name).startswith("on"), one
            if name in ("src", "href"):
                assert value.startswith("#") or value == "data:audio/mpeg;base64," + base64.b64encode(MP3).decode()
    names = {str(one.tag).rpartition("}")[2] for one in tree.iter()}
    assert not {"img", "image", "use", "iframe", "object", "embed", "link", "base", "form"} & names
    (style,) = tree.iter("style")
    assert "url(" not in (style.text or "") and "@import" not in (style.text or "")


def test_every_text_stays_text() -> None:
    plain, poisoned = telling(), hostile(telling())
    tree = parsed(page.with_sound(poisoned, MP3))
    (script,) = tree.iter("script")
    (own,) = parsed(page.with_sound(plain, MP3)).iter("script")
    assert script.text == own.text
    (head,) = tree.iter("h1")
    assert said(head) == HOSTILE
    whole = said(tree)
    assert "49" not in said(head)
    assert whole.count("alert(2)") > 60
    for text in (page(poisoned), page.with_sound(poisoned, MP3)):
        assert "<script>alert" not in text and "<img" not in text


def test_control_and_direction_characters_do_not_reach_it() -> None:
    evil = "a\u202eb\x1b[31mc"
    shown = page(change(sample(), question=msgspec.structs.replace(sample().question, text=evil)))
    assert "\u202e" not in shown and "\x1b" not in shown


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(reports())
def test_any_report_makes_a_valid_page(report: Report) -> None:
    tree = parsed(page.with_sound(report, MP3))
    texts = by_class(tree, "text")
    if report.transcript.words and len(report.transcript.sentences) <= 1:
        spans = [one for one in texts[0].iter("span") if one.get("data-s")]
        assert len(spans) == sum(word.start is not None for word in report.transcript.words)


def test_each_word_has_its_time_and_fillers_hedges_and_pauses_are_marked_where_they_are() -> None:
    report = telling()
    (text,) = by_class(parsed(page.with_sound(report, MP3)), "text")
    spans = [(one.text, one.get("data-s")) for one in text.iter("span") if one.get("data-s")]
    assert spans == [(word.text, f"{word.start:.2f}") for word in report.transcript.words]
    marks = [(one.get("class"), said(one)) for one in text.iter("mark")]
    assert (
        marks
        == [
            ("filler", "Um, (filler, heard in words and sound)"),
            ("hedge", "two summers (hedge)"),
            ("mended", "I (mended by a person, was: angie)"),
            ("filler", "you know, (filler, heard in the words)"),
            ("pause", "long pause, 2.5 s"),
            ("sound", "[uh] (filler, heard in the sound only)"),
        ]
        or marks == []
    )
    shown = said(text)
    assert "[uh] (filler, heard in the sound only) So I asked" in shown and "really angry." in shown
    assert [said(one) for one in by_class(text, "label")] == [
        "situation", "situation", "task", "action", "action", "result"
    ]  # fmt: skip
    asked = [said(one) for one in by_class(text, "asked")]
    assert asked == ["Play from 0:17 Follow-up: And then?"]


def test_what_a_person_corrected_is_shown_as_such() -> None:
    report = corrected()
    shown = page(report)
    tree = parsed(shown)
    mended = [said(one) for one in by_class(by_class(tree, "text")[0], "mended")]
    assert any("mended by a person, was: angie" in one for one in mended)
    assert "4 corrections by a person, 1 not applied" in said(tree)
    assert "the machine alone: 6.3 a minute" in said(tree)
    (lost,) = by_class(tree, "lost")
    assert "not applied: It does not stand there any more." in said(lost)


def test_every_figure_has_its_band_range_source_and_all_of_its_evidence() -> None:
    report = telling()
    tree = parsed(page.with_sound(report, MP3))
    sources = {one.get("id"): said(one) for one in tree.iter("li") if one.get("id")}
    shown = by_class(tree, "figure")
    assert len(shown) == len(content.figures(report))
    for figure, (name, measure) in zip(shown, content.figures(report), strict=True):
        assert content.title(name) in said(figure) and content.value(name, measure) in said(figure)
        assert " ".join(content.BANDS[measure.band]).strip() in said(figure)
        assert content.span(measure) in said(figure) and (measure.caveat or "") in said(figure)
        if measure.source and measure.value is not None:
            (link,) = figure.iter("a")
            assert sources[link.get("href", "")[1:]] == measure.source
        perhaps = len(measure.details.get("perhaps", ()))
        moments = [one.get("data-s") for one in figure.iter("button")]
        assert len(moments) == sum(one.start is not None for one in measure.evidence) + perhaps
        assert [f"{one.start:.2f}" for one in measure.evidence] == moments[: len(measure.evidence)]


def test_without_sound_nothing_can_be_pressed() -> None:
    tree = parsed(page(telling()))
    assert not {"button", "audio", "script"} & {one.tag for one in tree.iter()}
    assert not by_class(tree, "skip")


def test_a_recording_that_cannot_be_judged_says_so_before_all_else_and_gives_no_advice() -> None:
    fault = Fault(code="muted", message="The microphone sent only zeros.", fix="Allow the terminal to use it.")
    shown = said(parsed(page(change(sample(), recording=Recording(path="a.wav", seconds=3.0, faults=(fault,))))))
    assert shown.index(fault.fix) < shown.index("Figures")
    assert "For the next take" not in shown


def test_the_picture_has_each_mark_at_its_time() -> None:
    report = telling()
    svg = parsed("<!DOCTYPE html><title>x</title>" + chart.draw(report, chart.WIDE))

    def across(name: str) -> list[float]:
        (row,) = by_class(svg, f"row-{name}")
        bars = [float(x) for one in row.iter() for x in re.findall(r"[ML]([\d.]+)", one.get("d", ""))]
        return bars or [float(one.get("cx", "")) for one in row.iter() if one.get("cx")]

    left, right = across("whole")

    def seconds(name: str) -> list[float]:
        return [(x - left) / (right - left) * 38.0 for x in across(name)]

    assert seconds("speech") == pytest.approx([1.2, 11.0, 13.5, 36.4], abs=0.05)
    assert seconds("pauses") == pytest.approx([11.0, 13.5], abs=0.05)
    assert seconds("words") == pytest.approx([(one.start + one.end) / 2 for one in fillers_of(report, 1)], abs=0.05)
    assert len(seconds("sounds")) == 2
    assert "Um, uh 2" in chart.summary(report) and "Task 1" in chart.summary(report)
    names = Counter(str(one.tag).rpartition("}")[2] for one in svg.iter())
    assert names["script"] == names["style"] == names["desc"] == 0 and names["title"] == 1


def fillers_of(report: Report, place: int) -> tuple[Any, ...]:
    return report.measures["fillers"].evidence[place : place + 1]


def test_ten_minutes_take_less_than_300_kilobytes_without_the_sound() -> None:
    """150 words a minute, of which one in twenty is a filler, two are hedges and one is I; each second of it is a
    voiced span."""
    sentence = "I think maybe we were, um, late that day and so the shop looked at every single open order by hand. "
    transcript = spoken(sentence * 75)
    end = transcript.words[-1].end or 0.0
    voiced = tuple(Span(float(at), at + 0.8) for at in range(1, int(end)))
    answer = Answer(
        question=sample().question,
        recording=Recording(path="answer.wav", seconds=end + 1),
        transcript=transcript,
        sound=Sound(voiced=voiced, level_dbfs=-20.0),
        reading=None,
    )
    measured = metrics.measure(
        answer, {"fillers": fillers, "hedges": hedges, "pace": pace, "pauses": pauses, "pronouns": pronouns}
    )
    assert end > 595 and sum(len(one.evidence) for one in measured.values()) >= 300
    report = change(
        sample(), recording=answer.recording, transcript=transcript, sound=answer.sound,
        measures=sample().measures | measured, reading=None,
    )  # fmt: skip
    shown = page.with_sound(report, MP3)
    assert len(shown.encode()) < 300_000
    assert shown.index("data:audio") > shown.index("Sources</h2>"), "the sound comes last: all can be painted before it"


def test_takes_report_puts_the_sound_in(tmp_path: Path) -> None:
    take = Takes(tmp_path / "takes").new(None, datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC))
    take.record(Recording(path="answer.wav", seconds=copy(ANSWER, take.answer)))
    take.save_report(sample())
    file, coded = tmp_path / "page.html", tmp_path / "sound.mp3"

    def write() -> Element:
        arguments = ["takes", "report", "last", "--format", "html", "-o", str(file)]
        done = CliRunner().invoke(cli, [*arguments, "--recordings", str(take.folder.parent)])
        assert done.exit_code == 0, done.output
        return parsed(file.read_text(encoding="utf-8"))

    (audio,) = write().iter("audio")
    coded.write_bytes(base64.b64decode(audio.get("src", "").removeprefix("data:audio/mpeg;base64,")))
    assert len(decode.read(coded)) == len(decode.read(take.answer))
    take.answer.unlink()
    assert not list(write().iter("audio"))


def test_a_terminal_is_not_flooded_with_the_sound(tmp_path: Path) -> None:
    class Kept:
        folder = tmp_path / "take"
        answer = ANSWER

        def report(self) -> Report:
            return sample()

    with pytest.raises(click.UsageError, match="-o"):
        _rendered(page, Kept(), to_screen=True)  # type: ignore[arg-type]


def test_the_program_knows_it_as_a_format_that_takes_in_sound() -> None:
    assert isinstance(load("formats", "html"), SoundFormat)
    assert not isinstance(load("formats", "md"), SoundFormat)


def test_the_script_stays_short() -> None:
    (script,) = parsed(page.with_sound(sample(), MP3)).iter("script")
    assert len((script.text or "").splitlines()) < 400
