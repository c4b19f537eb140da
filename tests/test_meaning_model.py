"""The sentence model that ships: what it reads in answers that it has not seen, and what happens without it."""

from __future__ import annotations

import re
import shutil
import threading
import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import transcript_of, words_of
from test_meaning import transcript

from voice_interview import meaning, text
from voice_interview.meaning import by_model, network
from voice_interview.meaning.network import ENCODER, HEADS, Network
from voice_interview.metrics.star import star
from voice_interview.model import Answer, Reading, Recording, Transcript

COMPLETE = (
    "Last spring I worked at the desk of a small gym, and one of our oldest members was charged twice for a month. "
    "I was asked to find out why and to get her the money back before the weekend. "
    "I called the bank, I went through her payments with her on the phone, and I wrote to our accountant. "
    "She had her refund on Friday and she renewed for another year."
)
NO_RESULT = COMPLETE.rsplit(". ", 1)[0] + "."
HABIT = (
    "I always try to listen to customers first. When somebody is angry I stay calm and I let them talk. "
    "Usually they just want to be heard, and then we find a solution together. That is how I work with people."
)
WE = (
    "In my second year our team had to move the whole shop to a new floor. "
    "We had to be done before the sale on Monday. "
    "We packed at night, we labelled every box and we asked two people from the other branch to help us. "
    "In the end we opened on time and sales were as good as the year before."
)
RESULT_FIRST = (
    "We kept the biggest customer that our branch has. "
    "It was in autumn, when their deliveries had been late for weeks. "
    "My manager wanted me to win them back. I drove there, I listened to their warehouse people for a morning, and I "
    "changed the order of our tours."
)
TWO = (
    "There was a man who had lost his ticket, and he was shouting at the desk. "
    "I was the only one on shift, so I had to help him. "
    "I rang the depot and I found his ticket in the lost property. "
    "He got his train and he thanked me. "
    "And then another one, that was a lady who had left her medicine on the bus. "
    "I called the driver and I asked him to wait at the last stop. "
    "She had it back within the hour."
)
BAD = (
    "A customer came in because his delivery had gone missing twice. I was responsible for his account. "
    "I called the carrier and I drove to their depot myself to look for it. "
    "Unfortunately it was gone, and we lost the contract. He never came back, and I did not get my bonus."
)
ENDED_WELL = (
    "In the end the guest stayed with us for all of the booking and left a positive review. "
    "She had come in late one night, and her room was not ready. "
    "I was the only one at the desk and had to find her a bed. "
    "I called four hotels, and then I made up our own spare room for her."
)


def read(said: str) -> Reading:
    return by_model.read(transcript(said), network.network())


def test_a_complete_story_has_every_part() -> None:
    found = read(COMPLETE)
    assert found.reader == by_model.NAME and found.story.present is True
    assert [one.label for one in found.labels] == ["situation", "task", "action", "result"]
    assert found.parts["situation"].present == found.parts["action"].present == found.parts["result"].present == "yes"
    assert found.parts["task"].present in ("yes", "implied")


def test_a_story_without_a_result_lacks_it_and_nothing_else() -> None:
    found = read(NO_RESULT)
    assert found.story.present is True
    assert found.parts["result"].present in ("no", "unclear")
    assert "no" not in {found.parts[name].present for name in ("situation", "task", "action")}


def test_what_one_always_does_is_no_story() -> None:
    assert read(HABIT).story.present is not True


def test_whose_deeds_an_action_tells() -> None:
    assert read(COMPLETE).parts["action"].own is True
    assert read(WE).parts["action"].own is False


def test_a_result_may_come_first() -> None:
    found = read(RESULT_FIRST)
    assert found.story.present is True
    assert "no" not in {part.present for part in found.parts.values()}


def test_each_of_two_stories_is_read_by_itself() -> None:
    found = read(TWO)
    assert (found.findings["two_stories"].present, found.findings["two_stories"].sentences) == ("yes", (4,))
    assert found.labels[3].label == "result" and found.labels[4].label == "situation"
    assert read(COMPLETE).findings["two_stories"].present == "no"


def read_asked(said: str, *answers: str) -> Reading:
    """An answer, and those to follow-ups."""
    words, starts = words_of(said), []
    for one in answers:
        starts.append(words[-1].start + 2.0)
        words += words_of(one, start=starts[-1] + 1.0)
    whole = replace(transcript_of(words), sentences=text.sentences(words, starts))
    return by_model.read(whole, network.network(), starts)


def test_what_was_asked_besides_moves_no_sentence_of_the_first_answer() -> None:
    alone = read(COMPLETE)
    steps = (
        "I had only his number on a card, so I asked my colleague first what to say to him. I wrote it down and then I"
        " called. While I was waiting I checked the other bills of that month, and two of them were wrong as well. I"
        " told the owner about that. He asked me to make a list, so I made one and I put it under his door."
    )
    for later in (steps, "It took about ten minutes. I would do the same again.", steps + " " + steps):
        found = read_asked(COMPLETE, later)
        assert [one.label for one in found.labels[:4]] == [one.label for one in alone.labels]
    assert "result" not in {one.label for one in read_asked(COMPLETE, steps).labels[4:]}


def test_a_follow_up_may_ask_for_another_story_and_may_bring_the_result() -> None:
    first, second = TWO[: TWO.index("And then another")], TWO[TWO.index("And then another") :]
    assert read_asked(first, second).findings["two_stories"].present == "no"
    found = read_asked(NO_RESULT, "In the end she had her refund on Friday and she renewed for another year.")
    assert found.parts["result"].present == "yes" and found.labels[-1].label == "result"


def test_where_only_a_follow_up_was_answered_it_is_the_answer() -> None:
    words = words_of(TWO, start=10.0)
    found = by_model.read(transcript_of(words), network.network(), [5.0])
    assert found == read(TWO)


def test_what_follows_a_result_is_read_as_if_it_began_there() -> None:
    found = read(ENDED_WELL)
    assert found.findings["result_first"].present == "yes"
    assert [one.label for one in found.labels[:2]] == ["result", "situation"]
    assert found.parts["result"].present == "yes"
    assert read(COMPLETE).findings["result_first"].present == "no"


def test_a_bad_outcome_is_a_result() -> None:
    found = read(BAD)
    assert found.findings["bad_outcome"].present == "yes" and found.parts["result"].present == "yes"
    assert read(COMPLETE).findings["bad_outcome"].present == "no"


def test_nothing_is_found_about_a_story_that_is_none() -> None:
    assert read(HABIT).findings == {}


def test_the_words_that_speak_for_a_label_are_named() -> None:
    assert any(one.cues for one in read(COMPLETE).labels)


def test_a_word_or_two_are_not_judged() -> None:
    found = read("Yes, I think so.")
    assert found.story.present is not True and {part.present for part in found.parts.values()} <= {"unclear", "no"}


def test_few_words_are_read_by_cues_and_the_report_does_not_say_that_the_model_failed(tmp_path: Path) -> None:
    few, enough = transcript("I called her."), transcript(COMPLETE)
    recording = Recording(path="answer.wav", seconds=20.0)

    def caveat(said: Transcript, reading: Reading) -> str:
        answer = Answer(question=None, recording=recording, transcript=said, sound=None, reading=reading)
        return star(answer).caveat or ""

    assert "by cue words alone" in caveat(few, meaning.read(few, None))
    assert meaning.read(few, None).reader == meaning.read(enough, None).reader, "what one tool reads can be compared"
    assert "cue words" not in caveat(enough, meaning.read(enough, None))
    damaged = meaning.read(few, None, lambda: Network(tmp_path / ENCODER.name, tmp_path / HEADS.name))
    assert "could not be used" in caveat(few, damaged)


def test_a_long_answer_is_read_in_windows() -> None:
    whole = " ".join([COMPLETE, WE, RESULT_FIRST] * 6)
    found = read(whole)
    assert len(found.labels) == len(transcript(whole).sentences)
    assert found.story.present is True


@settings(max_examples=15)
@given(st.text(max_size=300))
def test_anything_can_be_read(said: str) -> None:
    whole = transcript(said + " and that was it for me on that day in the end I think.")
    found = meaning.read(whole, None)
    assert len(found.labels) == len(whole.sentences)


def test_the_same_answer_is_read_the_same_twice() -> None:
    assert read(COMPLETE) == read(COMPLETE)


def test_what_is_being_read_is_waited_for_and_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report comes while the last words are still being read ahead."""
    runs: list[int] = []
    model, begun, run = Network(), threading.Event(), Network._run

    def slowly(self: Network, ids: object) -> object:
        begun.set()
        runs.append(1)
        time.sleep(0.1)
        return run(self, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(model, "_read", lru_cache(lambda ids: slowly(model, ids)))
    ahead = threading.Thread(target=model.scores, args=([COMPLETE],))
    ahead.start()
    assert begun.wait(10)
    model.scores([COMPLETE])
    ahead.join()
    assert runs == [1]


@pytest.mark.parametrize("damage", ["gone", "cut", "text"])
@pytest.mark.parametrize("file", [ENCODER, HEADS])
def test_without_its_files_the_cues_read_and_the_reading_says_so(tmp_path: Path, damage: str, file: Path) -> None:
    for one in (ENCODER, HEADS):
        shutil.copy(one, tmp_path / one.name)
    damaged = tmp_path / file.name
    if damage == "gone":
        damaged.unlink()
    elif damage == "cut":
        damaged.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        damaged.write_text("no model", encoding="utf-8")
    found = meaning.read(transcript(COMPLETE), None, lambda: Network(tmp_path / ENCODER.name, tmp_path / HEADS.name))
    assert re.match(r"cues/\d", found.reader)
    assert found.story.present is True
