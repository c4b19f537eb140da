"""Takes with follow-ups on disk: the same report live, from the file and once more, and nothing lost by a kill."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from spoken import Samples, ToneEngine
from strategies import transcript_of, words_of

from voice_interview import analysis
from voice_interview.answers import Answers
from voice_interview.audio import decode
from voice_interview.audio.wav import WavWriter, repair
from voice_interview.cli import cli
from voice_interview.cli.beside import beside
from voice_interview.cli.listener import Listener
from voice_interview.cli.wiring import Against, judge, listen
from voice_interview.listening import Listened
from voice_interview.model import SAMPLE_RATE, FollowUp, Recording, Report
from voice_interview.recovery import Machine, recover
from voice_interview.takes import Take, Takes

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
AT = 4.0 + 33 / SAMPLE_RATE
"""Seconds at which the second answer begins, in the middle of a frame of whatever size."""

ASKED = FollowUp(text="And how did it turn out?", start=AT)


class Silent:
    """A listening process that is gone: files are listened to instead."""

    effort = None

    def finish(self, *_: object) -> None:
        return None

    def identity(self) -> None:
        return None


def record(take: Take, seconds: float) -> float:
    """The beginning of the bundled answer as a recording."""
    with take.answer.open("xb") as file:
        wav = WavWriter(file)
        wav.write(decode.read(ANSWER)[: round(seconds * SAMPLE_RATE)])
        wav.close()
    return seconds


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """A closed take of 8 s in which a follow-up was asked."""
    made = Takes(tmp_path).new(None, datetime(2026, 1, 2, tzinfo=UTC))
    seconds = record(made, 8.0)
    made.record(Recording(path=made.answer.name, seconds=seconds, cue_at=0.2, cuts=(AT,), follow_ups=(ASKED,)))
    return made


def live(sound: Samples) -> Listened:
    """What the listening process gives, which is fed while the candidate speaks."""
    answers, cut = Answers(ToneEngine()), round(AT * SAMPLE_RATE)
    for part in (sound[:cut], sound[cut:]):
        for at in range(0, len(part), 1_600):
            answers.feed(part[at : at + 1_600])
        answers.finish()
    return answers.finish()


def test_the_report_is_the_same_live_and_once_more(take: Take) -> None:
    heard = live(decode.read(take.answer))
    file = take.load()
    answer = analysis.hear(heard, file.recording, None)
    spoken = analysis.report(answer, (take.id, file.created_at), analysis.provenance(ToneEngine()))
    again = heard_again(take)
    assert again.recording.follow_ups == (ASKED,)
    assert msgspec.structs.replace(again, provenance=spoken.provenance) == spoken
    assert not [pause for pause in again.sound.pauses if pause.start < AT < pause.end]  # type: ignore[union-attr]
    assert take.report() == again


def heard_again(take: Take) -> Report:
    """What `analyze --again` makes of it."""
    engine = ToneEngine()
    return judge(take, listen(take.answer, engine, take.load().recording.starts), engine, Against())


def test_a_listener_that_is_gone_hears_the_answers_apart_from_the_file(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_interview.cli.listener.Live", lambda *_: Silent())
    monkeypatch.setattr("voice_interview.cli.listener._warm", lambda: None)
    monkeypatch.setattr("voice_interview.cli.wiring.load_engines", lambda *_: (ToneEngine(),))
    with beside() as work:
        heard, by = Listener("tones", "none", work).hear(take)
    assert by.name == "tones" and heard == live(decode.read(take.answer))


def test_what_is_noted_of_a_recording_that_goes_on_does_not_close_it(tmp_path: Path) -> None:
    made = Takes(tmp_path).new(None, datetime(2026, 1, 2, tzinfo=UTC))
    made.note(Recording(path=made.answer.name, seconds=9.0, cue_at=0.2, follow_ups=(ASKED,)))
    file = made.load()
    assert (file.state, file.recording.cue_at, file.recording.follow_ups) == ("recording", 0.2, (ASKED,))
    assert file.pid is not None


def test_a_practice_that_is_killed_in_a_follow_up_keeps_what_was_asked(tmp_path: Path) -> None:
    takes = Takes(tmp_path)
    made = takes.new(None, datetime(2026, 1, 2, tzinfo=UTC))
    record(made, 8.0)
    made.note(Recording(path=made.answer.name, seconds=AT, follow_ups=(ASKED,)))
    made.lock.let_go()
    ((back, seconds),) = recover(takes, Machine(0, lambda _: False), repair).kept
    file = back.load()
    assert file.state == "recorded" and file.recording.follow_ups == (ASKED,)
    assert file.recording.seconds == seconds == pytest.approx(decode.duration(made.answer))


def test_a_take_shows_which_words_answer_its_follow_up(take: Take) -> None:
    report = heard_again(take)
    said = transcript_of((*words_of("We tried.", start=1.0), *words_of("It worked.", start=AT + 1)))
    take.save_report(msgspec.structs.replace(report, transcript=said))
    shown = CliRunner().invoke(cli, ["takes", "show", take.id, "--recordings", str(take.folder.parent)])
    assert shown.exit_code == 0, shown.output
    lines = shown.output.splitlines()
    places = [next(at for at, line in enumerate(lines) if one in line) for one in ("tried", ASKED.text, "worked")]
    assert places == sorted(places)
