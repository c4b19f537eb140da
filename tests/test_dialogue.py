"""Follow-ups in a practice of fakes: the recording is held, goes on, and nothing that was said is ever lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from practice_fakes import LOUD, QUESTION, QUIET, Microphone, Practice, Speaker

from voice_interview.errors import EngineError, TakeError, VoiceInterviewError
from voice_interview.model import Fault, FollowUp, Transcript, Word

FIRST, SECOND = "What did it cost?", "Whom did you ask?"
ASKING = replace(QUESTION, follow_ups=(FIRST, SECOND))


def practice_of(*keys: tuple[float, str], until: float = 1e9, speaks: bool = False) -> Practice:
    """A candidate who says a word a second, up to the second `until` of the recording."""
    practice = Practice(*keys)
    practice.question = ASKING
    words = tuple(Word(text="word", start=at, end=at + 0.5) for at in map(float, range(600)) if at < until)
    practice.heard = Transcript(language="en", engine="e", model="m", text="", words=words)
    if speaks:
        practice.stage = _with(practice, speaker=Speaker(practice.world), silent_because=None)
    return practice


def _with(practice: Practice, **fields: object) -> object:
    import dataclasses

    return dataclasses.replace(practice.stage, **fields)  # type: ignore[arg-type]


def recording(practice: Practice) -> object:
    return practice.takes.every[-1].recording


def asked(practice: Practice) -> list[FollowUp]:
    kept = practice.takes.every[-1].recording
    assert kept is not None
    return list(kept.follow_ups)


def test_a_follow_up_is_shown_and_spoken_and_its_answer_joins_the_recording():
    practice = practice_of((8.0, "enter"), (16.0, "enter"), (20.0, "q"), speaks=True)
    summary = practice.run(ASKING, follow_ups=1)
    assert practice.world.order(
        "speaks What does it mean?", "records 1", "speak now", "holds 1", "says Recorded: 5 s.", "reads take1",
        f"asks {FIRST}", f"speaks {FIRST}", "speaking playing", "silence", "speak now", "closes 1", "saves take1",
        "says Recorded: 10 s.", "analyses take1", "report take1", "choices",
    )  # fmt: skip
    kept = practice.takes.every[0].recording
    assert len(summary.reports) == 1 and kept is not None
    (follow_up,) = kept.follow_ups
    assert follow_up.text == FIRST and kept.cuts == (pytest.approx(follow_up.start),)
    assert kept.seconds is not None and kept.seconds - follow_up.start == pytest.approx(5.0, abs=0.2)
    assert practice.world.happened.count("report take1") == 1


def test_without_follow_ups_nothing_is_held_or_read_twice():
    practice = practice_of((5.0, "enter"), (6.0, "q"))
    practice.run(ASKING)
    assert not practice.world.order("holds 1") and not practice.world.order("reads take1")
    assert practice.takes.every[0].noted is None


def test_as_many_are_asked_as_were_wished_for_and_as_there_are():
    for wished, expected in ((1, [FIRST]), (2, [FIRST, SECOND]), (5, [FIRST, SECOND])):
        practice = practice_of((5.0, "enter"), (10.0, "enter"), (15.0, "enter"), (20.0, "q"))
        practice.run(ASKING, follow_ups=wished)
        assert [one.text for one in asked(practice)] == expected
        starts = [one.start for one in asked(practice)]
        assert starts == sorted(starts) == list(practice.microphones[0].cuts)


def test_nothing_to_ask_is_a_practice_like_any_other():
    practice = practice_of((5.0, "enter"), (6.0, "q"))
    practice.question = QUESTION
    summary = practice.run(follow_ups=3)
    assert practice.world.order("holds 1", "reads take1", "closes 1", "analyses take1", "report take1", "choices")
    assert asked(practice) == [] and len(summary.reports) == 1
    assert practice.world.happened.count("says Recorded: 5 s.") == 1


def test_a_recording_that_cannot_be_judged_is_not_asked_about():
    practice = practice_of((5.0, "enter"), (6.0, "q"))
    practice.faults = (Fault(code="clipped", message="It is clipped.", fix="Move back."),)
    assert practice.run(ASKING, follow_ups=3).unfit and asked(practice) == []


def test_silence_ends_an_answer_to_a_follow_up_and_then_nothing_more_is_asked():
    def level(seconds: float) -> float:
        return LOUD if seconds < 6 else QUIET

    practice = practice_of((90.0, "q"), until=5.0)
    practice.microphone_traits = [{"level": level}]
    summary = practice.run(ASKING, follow_ups=2, auto_stop=3.0)
    assert [one.text for one in asked(practice)] == [FIRST] and len(summary.reports) == 1
    assert practice.world.order(f"asks {FIRST}", "speak now", "closes 1", "report take1")


def test_each_answer_has_the_whole_time_and_its_own_clock():
    practice = practice_of((100.0, "q"))
    practice.run(ASKING, follow_ups=1, limit=20.0)
    kept = practice.takes.every[0].recording
    assert kept is not None and kept.seconds == pytest.approx(40.0, abs=0.5)
    assert asked(practice)[0].start == pytest.approx(20.0, abs=0.2)
    assert max(seconds for seconds, _, _ in practice.screen.clocks) < 20.1
    assert practice.world.happened.count("says Time is up.") == 2


def test_the_pause_key_and_leaving_out_work_in_a_follow_up_and_starting_over_does_not():
    practice = practice_of((5.0, "enter"), (7.0, "p"), (9.0, "p"), (10.0, "r"), (11.0, "enter"), (12.0, "q"))
    practice.run(ASKING, follow_ups=1)
    kept = practice.takes.every[0].recording
    assert kept is not None and len(kept.cuts) == 2 and len(practice.takes.every) == 1
    assert practice.world.with_text("cannot be started over")


def test_an_answer_that_ends_while_it_is_paused_can_be_followed_up():
    practice = practice_of((4.0, "p"), (6.0, "enter"), (10.0, "enter"), (12.0, "q"))
    practice.run(ASKING, follow_ups=1)
    kept = practice.takes.every[0].recording
    assert kept is not None and kept.seconds == pytest.approx(4.0 + 4.0, abs=0.3)


@pytest.mark.parametrize(("at", "key"), [(6.0, "^C"), (9.0, "^C"), (6.0, "q"), (9.0, "q")])
def test_leaving_at_a_follow_up_leaves_the_report_on_the_first_answer(at: float, key: str):
    practice = practice_of((5.0, "enter"), (at, key), speaks=True)
    practice.world.keys.insert(0, (0.5, "enter"))  # the question is not waited for
    summary = practice.run(ASKING, follow_ups=1)
    assert summary.interrupted == (key == "^C") and [one.id for one in summary.reports] == ["take1"]
    assert practice.takes.kept == ["take1"] and practice.world.order("closes 1", "saves take1", "report take1")
    answered = at > 8
    assert bool(asked(practice)) == answered == practice.world.with_text("analyze --again take1")
    assert summary.reports[0].recording.follow_ups == () and not practice.world.order("analyses take1")


def test_leaving_at_the_second_follow_up_keeps_the_first_in_the_report():
    practice = practice_of((5.0, "enter"), (10.0, "enter"), (15.0, "^C"))
    (report,) = practice.run(ASKING, follow_ups=2).reports
    assert [one.text for one in report.recording.follow_ups] == [FIRST]
    assert [one.text for one in asked(practice)] == [FIRST, SECOND]


def test_ctrl_c_while_the_first_answer_is_read_keeps_it_like_any_other():
    practice = practice_of((5.0, "enter"))
    practice.interim = KeyboardInterrupt()
    summary = practice.run(ASKING, follow_ups=1)
    assert summary.interrupted and not summary.reports and practice.takes.kept == ["take1"]
    assert practice.world.with_text("analyze --again take1")


def test_ctrl_c_while_the_whole_is_analysed_leaves_the_report_on_the_first_answer():
    practice = practice_of((5.0, "enter"), (10.0, "enter"))
    practice.analysis = KeyboardInterrupt()
    summary = practice.run(ASKING, follow_ups=1)
    assert summary.interrupted and len(summary.reports) == 1
    assert practice.world.order("analyses take1", "report take1", "says What you said to the last follow-up is kept")


def test_what_fails_before_a_follow_up_is_no_loss_and_told_by_the_analysis_of_the_whole():
    practice = practice_of((5.0, "enter"), (6.0, "q"))
    practice.interim = EngineError("It broke.", "Mend it.")
    assert len(practice.run(ASKING, follow_ups=1).reports) == 1 and asked(practice) == []
    broken = practice_of((5.0, "enter"))
    broken.interim = broken.analysis = EngineError("It broke.", "Mend it.")
    with pytest.raises(EngineError):
        broken.run(ASKING, follow_ups=1)
    assert broken.takes.kept == ["take1"] and broken.world.with_text("analyze --again take1")


def test_a_microphone_that_goes_away_in_a_follow_up_costs_nothing_that_was_said():
    practice = practice_of((5.0, "enter"), (30.0, "q"))
    practice.microphone_traits = [{"lost_at": 9.0}]
    summary = practice.run(ASKING, follow_ups=2)
    assert len(summary.reports) == 1 and [one.text for one in asked(practice)] == [FIRST]
    assert practice.world.order("says The microphone Blue went away", "analyses take1", "report take1")


@pytest.mark.parametrize("when", ["hold", "note"])
def test_a_disk_that_fills_at_a_follow_up_keeps_the_first_answer(when: str):
    full = TakeError("The disk is full.", "Free some space.")
    practice = practice_of((5.0, "enter"), (30.0, "q"))
    if when == "note":
        new: Callable[..., object] = practice.takes.new

        def refusing(*about: object) -> object:
            take = new(*about)
            take.note = _raising(full)  # type: ignore[attr-defined]
            return take

        practice.takes.new = refusing  # type: ignore[assignment,method-assign]
        assert len(practice.run(ASKING, follow_ups=1).reports) == 1
    else:
        practice.microphone_traits = [{"full_at": 6.0, "full": full}]
        with pytest.raises(TakeError, match="full"):
            practice.run(ASKING, follow_ups=1)
    assert practice.takes.kept == ["take1"]


def _raising(error: VoiceInterviewError) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise error

    return refuse


def test_what_is_known_is_written_down_before_the_answer_to_a_follow_up_begins():
    """So that a practice that is killed in it has its take brought back with the follow-up."""
    seen: list[tuple[FollowUp, ...]] = []
    practice = practice_of((5.0, "enter"), (10.0, "enter"), (20.0, "q"))

    class Watched(Microphone):
        def resume(self) -> None:
            noted = practice.takes.every[0].noted
            assert noted is not None
            seen.append(noted.follow_ups)
            super().resume()

    practice.stage = _with(practice, microphone=lambda _: Watched(practice.world))
    practice.run(ASKING, follow_ups=1)
    assert [[one.text for one in follow_ups] for follow_ups in seen] == [[FIRST]]


def test_the_candidate_is_told_that_there_are_follow_ups():
    for wished, told in ((1, "1 follow-up at most"), (3, "3 follow-ups at most")):
        practice = practice_of((5.0, "enter"), (6.0, "q"), (7.0, "q"))
        practice.run(ASKING, follow_ups=wished)
        assert practice.world.with_text(f"Enter ends the answer · {told} · p pauses")
