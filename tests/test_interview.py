"""The practice as a state machine: every key, every end, every loss, with fakes and without waiting."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from practice_fakes import LOUD, OTHER, QUESTION, QUIET, Practice, Speaker

from voice_interview.errors import DeviceError, EngineError, QuestionError, TakeError, WeightsError
from voice_interview.interview import plan
from voice_interview.interview.gate import FIRST_WORD, LevelGate, Patience
from voice_interview.model import Fault, Question

# --- asking and thinking ------------------------------------------------------------------------------------------


def test_the_question_is_shown_before_it_is_spoken_and_recording_waits_until_it_is_over():
    practice = Practice((9.0, "enter"), (9.1, "q"))
    practice.stage = _with(practice, speaker=Speaker(practice.world), silent_because=None)
    practice.run()
    assert practice.world.order(
        "shows meaning", "speaks What does it mean?", "speaking preparing", "speaking playing", "silence", "records 1",
        "speak now", "closes 1", "saves take1", "analyses take1", "report take1", "choices",
    )  # fmt: skip
    assert practice.microphones[0].begun == pytest.approx(3.0, abs=0.2)


def test_enter_skips_the_voice_then_the_thinking():
    practice = Practice((1.5, "enter"), (2.5, "enter"), (9.0, "enter"), (9.1, "q"))
    practice.stage = _with(practice, speaker=Speaker(practice.world), silent_because=None)
    practice.run(think=None)
    assert practice.microphones[0].begun == pytest.approx(2.5)


def test_thinking_time_is_the_questions_own_unless_another_is_asked_for():
    for think, expected in ((None, 10.0), (4.0, 4.0), (0.0, 0.0)):
        practice = Practice((20.0, "enter"), (20.1, "q"))
        practice.run(think=think)
        assert practice.microphones[0].begun == pytest.approx(expected, abs=0.11)
        recording = practice.takes.every[0].recording
        thought = pytest.approx(expected, abs=0.11) if expected else None
        assert recording is not None and recording.think_seconds == thought


def test_thinking_that_is_cut_short_is_kept_as_it_was_and_a_second_start_had_none():
    practice = Practice((2.0, "enter"), (9.0, "r"), (19.0, "enter"), (19.1, "q"))
    practice.run(think=None)
    thought = [take.recording.think_seconds for take in practice.takes.every if take.recording]
    assert thought == [pytest.approx(2.0, abs=0.11), None]


def test_leaving_before_the_recording_leaves_nothing():
    for at in (0.5, 1.5, 5.0):
        practice = Practice((at, "q"))
        practice.stage = _with(practice, speaker=Speaker(practice.world), silent_because=None)
        summary = practice.run(think=None)
        assert not summary.interrupted and not summary.reports and not practice.takes.every
        assert not practice.screen.moving


def test_ctrl_c_before_the_recording_leaves_nothing_and_silences_the_voice():
    for at in (0.5, 1.5, 5.0):
        practice = Practice((at, "^C"))
        practice.stage = _with(practice, speaker=Speaker(practice.world), silent_because=None)
        assert practice.run(think=None).interrupted
        assert not practice.takes.every and practice.world.order("silence")


def test_a_muted_question_says_so():
    practice = Practice((3.0, "enter"), (3.1, "q"))
    practice.run()
    assert practice.world.order("shows meaning", "says Printed only.", "records 1")


def test_a_voice_that_fails_does_not_stop_the_interview():
    practice = Practice((9.0, "enter"), (9.1, "q"))
    practice.stage = _with(practice, speaker=Speaker(practice.world, "The voice broke."), silent_because=None)
    assert len(practice.run().reports) == 1
    assert practice.world.order("says The voice broke. Read the question above.", "records 1")


# --- the recording ------------------------------------------------------------------------------------------------


def test_enter_ends_the_answer_and_its_facts_are_saved():
    practice = Practice((8.0, "enter"), (8.1, "q"))
    practice.microphone_traits = [{"overflows": 3}]
    summary = practice.run()
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(8.0) and recording.cue_at == pytest.approx(0.5)
    assert recording.device == "Blue" and recording.sample_rate == 48_000 and recording.overflows == 3
    assert recording.started_at == "2026-01-02T03:04:05+00:00"
    assert practice.world.with_text("3 times") and len(summary.reports) == 1 and not summary.unfit


def test_the_cue_comes_with_the_first_live_buffer_and_old_keys_are_forgotten():
    practice = Practice((8.0, "enter"), (8.1, "q"))
    practice.run()
    assert practice.world.order("records 1", "speak now") and practice.world.cleared >= 1


def test_only_clock_and_level_are_shown_while_speaking():
    practice = Practice((5.0, "enter"), (5.1, "q"))
    practice.run()
    between = practice.world.happened[practice.world.happened.index("speak now") + 1 :]
    assert between[0] == "closes 1"
    assert all(level == LOUD and not paused for _, level, paused in practice.screen.clocks)


def test_a_pause_is_cut_out_and_shown():
    practice = Practice((4.0, "p"), (24.0, "p"), (27.0, "enter"), (27.1, "q"))
    practice.run()
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.cuts == (pytest.approx(4.0),)
    assert recording.seconds == pytest.approx(7.0)
    assert any(paused for *_, paused in practice.screen.clocks)


def test_a_paused_answer_can_be_ended_and_does_not_run_into_limit_or_silence():
    practice = Practice((4.0, "p"), (500.0, "enter"), (500.1, "q"))
    practice.run(limit=60, auto_stop=2)
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(4.0)


def test_the_limit_ends_the_answer_with_a_notice_thirty_seconds_before():
    practice = Practice((200.0, "q"))
    chimes = []
    practice.stage = _with(practice, chime=lambda cue: chimes.append((cue, round(practice.world.time))))
    practice.run(limit=45)
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(45, abs=0.2)
    assert practice.world.order("speak now", "says 30 seconds left.", "closes 1", "says Time is up.", "report")
    assert sum("seconds left" in thing for thing in practice.world.happened) == 1
    assert chimes == [("soon", 15), ("end", 45)]


def test_the_limit_is_the_questions_own_unless_another_is_asked_for():
    practice = Practice((400.0, "q"))
    practice.run()
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(QUESTION.answer_seconds, abs=0.2)


def test_a_limit_of_thirty_seconds_or_less_needs_no_notice():
    practice = Practice((200.0, "q"))
    practice.run(limit=30)
    assert not practice.world.with_text("seconds left")


def test_a_lost_microphone_closes_the_take_and_the_analysis_goes_on():
    practice = Practice((60.0, "q"))
    practice.microphone_traits = [{"lost_at": 6.0}]
    summary = practice.run()
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(6.0)
    assert practice.world.order("closes 1", "saves take1", "says The microphone Blue went away", "analyses", "report")
    assert len(summary.reports) == 1 and practice.takes.kept == ["take1"]


def test_a_full_disk_keeps_what_was_recorded_and_is_told():
    practice = Practice()
    practice.microphone_traits = [{"full_at": 6.0, "full": TakeError("The disk is full.", "Free some space.")}]
    with pytest.raises(TakeError, match="full"):
        practice.run()
    assert practice.takes.kept == ["take1"] and practice.world.with_text("takes/take1")


def test_a_microphone_that_does_not_open_leaves_no_take():
    practice = Practice()
    practice.microphone_traits = [{"refuses": DeviceError("It is busy.", "Close the other program.")}]
    with pytest.raises(DeviceError, match="busy"):
        practice.run()
    assert practice.takes.kept == []


def test_a_microphone_that_never_gets_live_leaves_no_take_and_names_the_cure():
    practice = Practice()
    practice.microphone_traits = [{"live": False}]
    with pytest.raises(DeviceError, match="--device"):
        practice.run()
    assert practice.takes.kept == [] and not practice.world.order("speak now")


def test_a_disk_that_is_full_before_the_microphone_gets_live_is_not_blamed_on_the_microphone():
    practice = Practice()
    full = TakeError("The disk is full.", "Free some space.")
    practice.microphone_traits = [{"live": False, "full_at": 0.0, "full": full}]
    with pytest.raises(TakeError, match="full"):
        practice.run()
    assert practice.takes.kept == [] and not practice.world.order("speak now")


def test_ctrl_c_keeps_the_take_and_names_the_command_that_finishes_it():
    practice = Practice((5.0, "^C"))
    summary = practice.run()
    assert summary.interrupted and not summary.reports and practice.takes.kept == ["take1"]
    assert practice.world.order("closes 1", "saves take1", "says Your answer is kept: takes/take1")
    assert practice.world.with_text("voice-interview analyze --again take1")


def test_ctrl_c_during_the_analysis_keeps_the_take():
    practice = Practice((5.0, "enter"))
    practice.analysis = KeyboardInterrupt()
    assert practice.run().interrupted
    assert practice.takes.kept == ["take1"] and practice.world.with_text("analyze --again take1")


def test_ctrl_c_at_the_choice_after_a_report_is_an_interruption_too():
    practice = Practice((5.0, "enter"), (6.0, "^C"))
    summary = practice.run()
    assert summary.interrupted and len(summary.reports) == 1


def test_ctrl_c_while_the_take_is_being_closed_closes_it_all_the_same():
    practice = Practice((5.0, "enter"))
    practice.microphone_traits = [{"stop_interrupted": True}]
    assert practice.run().interrupted
    assert practice.takes.kept == ["take1"] and practice.world.order("closes 1", "saves take1", "says Your answer is")


def test_the_candidate_is_told_how_it_goes():
    def told(**rules: object) -> str:
        practice = Practice((5.0, "enter"), (5.1, "q"))
        practice.run(**rules)
        return practice.world.happened[1].removeprefix("says ")

    assert told() == "Up to 120 s · Enter ends the answer · p pauses · r starts over · q leaves"
    assert told(limit=45, auto_stop=2.5).startswith("Up to 45 s · Enter or 2.5 s of silence ends the answer")
    assert told(auto_stop=3, interactive=False) == "Up to 120 s · 3 s of silence ends the answer"
    assert told(takes=2, may_pause=False) == "2 takes · Up to 120 s · Enter ends the answer · r starts over · q leaves"
    assert told(takes=1, may_pause=False) == "1 take · Up to 120 s · Enter ends the answer · q leaves"


def test_a_failing_analysis_keeps_the_take_and_says_where():
    practice = Practice((5.0, "enter"))
    practice.analysis = EngineError("It broke.", "Mend it.")
    with pytest.raises(EngineError):
        practice.run()
    assert practice.takes.kept == ["take1"] and practice.world.with_text("analyze --again take1")


def test_what_the_analysis_would_lack_is_told_before_the_answer():
    def missing() -> None:
        raise WeightsError("There are no weights.", "Fetch them.")

    practice = Practice((5.0, "enter"))
    practice.stage = _with(practice, check=missing)
    with pytest.raises(WeightsError):
        practice.run()
    assert not practice.takes.every


@pytest.mark.parametrize(("at", "kept"), [(0.6, []), (0.9, []), (1.1, ["take1"]), (30.0, ["take1"])])
def test_leaving_keeps_what_holds_a_second_of_sound(at, kept):
    practice = Practice((at, "q"))
    summary = practice.run()
    assert practice.takes.kept == kept and not summary.reports and not summary.interrupted
    assert practice.world.with_text("takes/take1" if kept else "Nothing was kept")


def test_ctrl_z_pauses_the_recording_while_the_program_is_suspended():
    practice = Practice((4.0, "suspend"), (108.0, "enter"), (108.1, "q"))
    practice.microphone_traits = [{"lost_at": 1e9}]
    practice.run()
    recording = practice.takes.every[0].recording
    assert practice.world.suspended == 1
    assert recording is not None and recording.seconds == pytest.approx(8.0) and recording.cuts == (pytest.approx(4.0),)


def test_ctrl_z_is_heard_at_any_other_moment_too():
    practice = Practice((1.0, "suspend"), (101.5, "enter"), (105.0, "enter"), (106.0, "suspend"), (207.0, "q"))
    practice.stage = _with(practice, speaker=Speaker(practice.world), silent_because=None)
    assert len(practice.run(think=None).reports) == 1 and practice.world.suspended == 2


def test_an_answer_that_cannot_be_played_says_why():
    practice = Practice((5.0, "enter"), (6.0, "p"), (30.0, "q"))
    speaker = Speaker(practice.world)
    speaker.play = lambda sound: speaker.say(str(sound))  # type: ignore[method-assign]
    speaker.problem = "The loudspeaker went away."
    practice.stage = _with(practice, speaker=speaker)
    practice.run()
    assert practice.world.order("choices", "says Playing", "says The loudspeaker went away.", "choices")


def test_a_disk_that_fills_while_the_take_is_closed_is_told_and_the_sound_kept():
    practice = Practice((5.0, "enter"))
    new = practice.takes.new

    def full(*about: object):
        take = new(*about)  # type: ignore[arg-type]
        take.refuses = TakeError("The disk is full.", "Free some space.")
        return take

    practice.takes.new = full  # type: ignore[method-assign]
    with pytest.raises(TakeError, match="full"):
        practice.run()
    assert practice.takes.kept == ["take1"] and practice.world.with_text("kept: takes/take1")


def test_a_suspension_is_not_taken_for_a_lost_device():
    """The recorder cannot tell a program that slept from a device that went away, until blocks come again."""
    practice = Practice((4.0, "suspend"), (108.0, "enter"), (108.1, "q"))
    practice.microphone_traits = [{"lost_while": (100.0, 105.3)}]
    practice.run()
    assert not practice.world.with_text("went away") and practice.world.suspended == 1
    gone = Practice((4.0, "suspend"), (200.0, "enter"), (200.1, "q"))
    gone.microphone_traits = [{"lost_while": (100.0, 1e9)}]
    gone.run()
    assert gone.world.with_text("went away")


def test_a_microphone_without_any_sound_is_named_after_three_seconds_and_a_pause_in_speech_is_not():
    silent = Practice((6.0, "enter"), (6.1, "q"))
    silent.microphone_traits = [{"level": lambda _: None}]
    silent.run()
    assert all((level is None) == (seconds >= 3) for seconds, level, _ in silent.screen.clocks)
    gated = Practice((6.0, "enter"), (6.1, "q"))
    gated.microphone_traits = [{"level": lambda now: LOUD if now < 2 else None}]
    gated.run()
    assert {level for _, level, _ in gated.screen.clocks} == {LOUD, -math.inf}


# --- starting over ------------------------------------------------------------------------------------------------


def test_starting_over_keeps_the_old_take_until_the_new_one_is_saved():
    practice = Practice((5.0, "r"), (12.0, "enter"), (12.1, "q"))
    practice.run()
    assert practice.world.order("saves take1", "records 2", "saves take2", "deletes take1", "analyses take2")
    assert practice.takes.kept == ["take2"]


def test_starting_over_twice_lets_the_first_go_when_the_second_is_saved():
    practice = Practice((5.0, "r"), (12.0, "r"), (20.0, "enter"), (20.1, "q"))
    practice.run()
    assert practice.world.order("saves take1", "saves take2", "deletes take1", "saves take3", "deletes take2")
    assert practice.takes.kept == ["take3"]


def test_starting_over_at_once_does_not_push_the_older_answer_out():
    practice = Practice((5.0, "r"), (5.7, "r"), (6.3, "q"))
    practice.run()
    assert practice.takes.kept == ["take1"] and practice.world.with_text("Your take before is kept too: takes/take1")


@pytest.mark.parametrize("key", ["q", "^C"])
def test_a_new_take_that_is_not_finished_leaves_the_old_one(key):
    practice = Practice((5.0, "r"), (12.0, key))
    practice.run()
    assert practice.takes.kept == ["take1", "take2"]


def test_a_device_lost_in_the_new_take_leaves_the_old_one():
    practice = Practice((5.0, "r"), (60.0, "q"))
    practice.microphone_traits = [{}, {"lost_at": 3.0}]
    practice.run()
    assert practice.takes.kept == ["take1", "take2"] and practice.world.order("analyses take2")


def test_a_device_that_does_not_open_again_leaves_the_old_take_and_names_it():
    practice = Practice((5.0, "r"))
    practice.microphone_traits = [{}, {"refuses": DeviceError("It is gone.", "Plug it in.")}]
    with pytest.raises(DeviceError):
        practice.run()
    assert practice.takes.kept == ["take1"] and practice.world.with_text("kept: takes/take1")


def test_an_interruption_at_any_moment_never_loses_a_second_of_sound():
    for tenth in range(0, 160, 7):
        practice = Practice((5.0, "r"), *(((9.0, "p"), (11.0, "p"))), (tenth / 10 + 0.05, "^C"))
        practice.world.keys.sort()
        practice.run()
        lost = [t for t in practice.takes.every if t.deleted and t.recording and (t.recording.seconds or 0) >= 1]
        assert not lost, tenth


# --- one-way ------------------------------------------------------------------------------------------------------


def test_one_way_has_no_pause_and_a_set_number_of_takes():
    practice = Practice((3.0, "p"), (5.0, "r"), (12.0, "r"), (14.0, "enter"), (14.1, "a"), (14.2, "q"))
    practice.run(takes=2, may_pause=False)
    recording = practice.takes.every[-1].recording
    assert practice.world.with_text("no pause") and practice.world.with_text("last take")
    assert len(practice.takes.every) == 2 and recording is not None and recording.cuts == ()
    assert practice.world.order("report take2", "choices pq") or practice.world.order("report take2", "choices q")


def test_again_after_the_report_counts_as_a_take():
    practice = Practice((5.0, "enter"), (5.2, "a"), (12.0, "enter"), (12.2, "a"), (12.4, "q"))
    summary = practice.run(takes=2, may_pause=False)
    assert len(practice.takes.every) == 2 and len(summary.reports) == 2


# --- silence ------------------------------------------------------------------------------------------------------


def test_silence_ends_the_answer_only_by_choice():
    def level(now: float) -> float:
        return LOUD if now < 8 else QUIET

    chosen = Practice((60.0, "q"))
    chosen.microphone_traits = [{"level": level}]
    chosen.run(auto_stop=3)
    recording = chosen.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(11, abs=0.3)
    left = Practice((40.0, "enter"), (60.0, "q"))
    left.microphone_traits = [{"level": level}]
    left.run()
    recording = left.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(40)


def test_before_the_first_word_silence_has_time():
    practice = Practice((60.0, "q"))
    practice.microphone_traits = [{"level": lambda now: LOUD if 8 < now < 12 else QUIET}]
    practice.run(auto_stop=2)
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(14, abs=0.3)


def test_a_silent_microphone_ends_by_itself():
    practice = Practice((60.0, "q"))
    practice.microphone_traits = [{"level": lambda _: None}]
    practice.run(auto_stop=2)
    recording = practice.takes.every[0].recording
    assert recording is not None and recording.seconds == pytest.approx(FIRST_WORD, abs=0.6)


@pytest.mark.parametrize("noise", [-100.0, -75.0, -55.0, -45.0])
def test_the_gate_hears_voice_over_any_quiet_room_and_falls_with_it(noise):
    gate = LevelGate()
    chance = random.Random(1)
    room = [noise + chance.uniform(-2, 2) for _ in range(20)]
    voice = [-25 + chance.uniform(-8, 8) for _ in range(60)]
    assert not any(gate(level) for level in room)
    assert sum(gate(level) for level in voice) >= 55
    assert not any(gate(level) for level in room)


def test_the_gate_keeps_hearing_someone_who_never_breathes():
    gate = LevelGate()
    assert sum(gate(-25 + 3 * math.sin(i)) for i in range(300)) > 290


def test_the_gate_takes_no_sound_for_no_voice():
    assert not LevelGate()(None)


@given(st.floats(0.5, 30), st.lists(st.sampled_from([LOUD, QUIET, None]), max_size=100))
def test_patience_is_never_over_before_its_time(seconds, levels):
    patience = Patience(seconds, lambda level: level == LOUD, 0.0)
    heard: float | None = None
    for i, level in enumerate(levels, start=1):
        now = i / 2
        heard = now if level == LOUD else heard
        quiet = now - (heard or 0.0)
        assert patience.over(level, now) == (quiet >= (seconds if heard else max(seconds, FIRST_WORD)))


# --- several questions --------------------------------------------------------------------------------------------


def test_one_question_by_default_and_more_with_n():
    practice = Practice((5.0, "enter"), (5.1, "n"), (12.0, "enter"), (12.1, "q"))
    summary = practice.run(QUESTION, OTHER)
    assert practice.world.order("shows meaning", "report take1", "choices anq", "shows other", "report take2")
    assert len(summary.reports) == 2 and not summary.interrupted


def test_enter_after_a_report_leaves_or_goes_on_as_planned():
    alone = Practice((5.0, "enter"), (6.0, "enter"))
    assert len(alone.run(QUESTION, OTHER).reports) == 1
    planned = Practice((5.0, "enter"), (6.0, "enter"), (12.0, "enter"), (13.0, "enter"))
    assert len(planned.run(QUESTION, OTHER, count=2).reports) == 2
    assert planned.world.order("shows meaning Question 1 of 2", "shows other Question 2 of 2")


def test_again_asks_the_same_question_anew():
    practice = Practice((5.0, "enter"), (5.1, "a"), (12.0, "enter"), (12.1, "q"))
    summary = practice.run(QUESTION, OTHER)
    assert practice.world.order("shows meaning", "report take1", "shows meaning", "report take2")
    assert [r.id for r in summary.reports] == ["take1", "take2"] and practice.takes.kept == ["take1", "take2"]


def test_the_answer_can_be_played_and_any_key_stops_it():
    practice = Practice((9.0, "enter"), (9.5, "p"), (10.0, "x"), (11.0, "p"), (20.0, "q"))
    practice.stage = _with(practice, speaker=Speaker(practice.world))
    practice.run()
    assert practice.world.order("choices apq", "plays takes/take1/answer.wav", "silence", "choices", "plays", "choices")


def test_a_choice_made_while_the_answer_plays_counts():
    practice = Practice((5.0, "enter"), (9.5, "p"), (10.0, "n"), (20.0, "enter"), (20.1, "q"))
    practice.stage = _with(practice, speaker=Speaker(practice.world))
    practice.run(QUESTION, OTHER)
    assert practice.world.order("plays takes/take1/answer.wav", "silence", "shows other", "report take2")


def test_without_anyone_at_the_keys_the_questions_follow_each_other():
    practice = Practice()
    practice.microphone_traits = [{"level": lambda now: LOUD if now % 10 < 4 else QUIET}]
    summary = practice.run(QUESTION, OTHER, count=2, auto_stop=2, interactive=False)
    assert len(summary.reports) == 2 and not practice.world.with_text("choices")
    single = Practice()
    single.microphone_traits = practice.microphone_traits
    assert len(single.run(QUESTION, OTHER, auto_stop=2, interactive=False).reports) == 1


def test_leaving_in_the_middle_keeps_the_reports_made():
    practice = Practice((5.0, "enter"), (5.1, "n"), (12.0, "q"))
    summary = practice.run(QUESTION, OTHER, count=2)
    assert len(summary.reports) == 1 and not summary.interrupted


def test_an_answer_that_cannot_be_judged_is_known():
    practice = Practice((5.0, "enter"), (5.1, "q"))
    practice.faults = (Fault(code="muted", message="Muted.", fix="Unmute."),)
    assert practice.run().unfit and practice.takes.kept == ["take1"]


def test_a_choice_that_nobody_makes_ends():
    practice = Practice((5.0, "enter"))
    assert len(practice.run().reports) == 1


# --- which questions ----------------------------------------------------------------------------------------------

BANK = tuple(
    Question(id=f"{pack[0]}{i}", text="?", kind=kind, pack=pack)
    for pack in ("customer-service", "sales")
    for i, kind in enumerate(("philosophy", "behavioural", "behavioural"))
)


def test_questions_of_a_pack_a_kind_or_both():
    def ids(pack: str | None, kind: str | None) -> list[str]:
        return [q.id for q in plan.choose(BANK, pack, kind)]

    assert ids(None, None) == ["c0", "c1", "c2"]
    assert ids("sales", None) == ["s0", "s1", "s2"]
    assert ids(None, "behavioural") == ["c1", "c2", "s1", "s2"]
    assert ids("sales", "philosophy") == ["s0"]
    with pytest.raises(QuestionError, match="customer-service, sales"):
        plan.choose(BANK, "nowhere", None)
    with pytest.raises(QuestionError, match="motivation"):
        plan.choose(BANK, None, "motivation")
    with pytest.raises(QuestionError):
        plan.choose(BANK, "sales", "motivation")


def test_the_first_question_comes_first_and_then_the_least_practised():
    assert [q.id for q in plan.order(BANK[:3], (), None)] == ["c0", "c1", "c2"]
    assert [q.id for q in plan.order(BANK[:3], ("c0", "c0", "c2"), None)] == ["c1", "c2", "c0"]


@given(st.integers())
def test_shuffled_questions_are_the_same_questions_and_the_same_order_for_a_seed(seed):
    shuffled = plan.order(BANK, ("c0",), random.Random(seed))
    assert sorted(q.id for q in shuffled) == sorted(q.id for q in BANK)
    assert shuffled == plan.order(BANK, (), random.Random(seed))


def _with(practice: Practice, **fields: object):
    from dataclasses import replace

    return replace(practice.stage, **fields)
