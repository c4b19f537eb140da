"""Answers of many registers, written for this test, and what a careful listener would find in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interview import text
from voice_interview.meaning.by_cues import CEILING, quantified, read, with_a_figure
from voice_interview.meaning.cues import CUES
from voice_interview.meaning.speech import clauses, plain
from voice_interview.meaning.tones import TONES
from voice_interview.model import PARTS, Reading, Transcript, Word


def transcript(said: str, language: str = "en") -> Transcript:
    words = tuple(Word(text=word) for word in said.split())
    return Transcript(
        language=language,
        engine="text",
        model="none",
        text=" ".join(w.text for w in words),
        words=words,
        sentences=text.sentences(words),
    )


def hear(said: str) -> Reading:
    return read(transcript(said))


STORIES = {
    "bakery": (
        "When I was working at a bakery, a woman came in on a Saturday and her wedding cake had "
        "the wrong name on it. "
        "I was on my own at the counter and I had to fix it before two o'clock. "
        "I apologised, I sat her down with a coffee, and I scraped the icing off and wrote the "
        "name again myself. "
        "In the end she was so happy that she sent us a photo from the party.",
        "STAR",
    ),
    "run-on": (
        "um so yeah last winter we had this big storm and the heating went down in the whole "
        "building and uh my manager asked me to "
        "look after the guests so I I went from door to door with blankets and I called the "
        "engineer three times and then I made tea "
        "for everyone and finally the heating came back at about four and uh nobody checked out early",
        "STAR",
    ),
    "bad-outcome": (
        "In my previous role I looked after a small account and they were unhappy with our "
        "delivery times. "
        "My task was to win them back. I visited their office, I listened to all their "
        "complaints and I drew up a new schedule. "
        "Unfortunately they still left us in March.",
        "STAR",
    ),
    "quantified": (
        "Two years ago our help desk had a queue of four hundred tickets. I was responsible for "
        "the night team. "
        "I sorted the tickets by cause and I wrote a short guide for the five most common ones. "
        "As a result the queue dropped by sixty percent in three weeks.",
        "STAR",
    ),
    "result-first": (
        "We won back a customer worth ninety thousand dollars, and this is how. One day their "
        "buyer called and said the parts were late again. "
        "I was asked to find out why. I drove to the warehouse, counted the boxes and found two "
        "pallets under the wrong label.",
        "STAR",
    ),
    "would-in-action": (
        "I remember a guest in his eighties who came every summer and could not read the menu. "
        "I decided to do something, so every evening I would sit with him and read it aloud, and "
        "I printed one for him in large letters. "
        "His daughter wrote us a lovely letter and they came back the next year.",
        "SAR",
    ),
    "team": (
        "During my last job there was a fire alarm in the middle of a dinner for sixty people. "
        "We had to get everybody out. "
        "I led them through the kitchen and I carried an old lady down the steps. Everybody was "
        "safe and the owner thanked me.",
        "STAR",
    ),
    "service-received": (
        "A few months ago I lost my passport at an airport. The woman at the desk called three "
        "offices and walked me to the right one. "
        "She stayed with me until it turned up, and I was so grateful that I wrote to her boss.",
        "SR",
    ),
    "view-with-example": (
        "To me customer service means that people leave with less weight than they came with. "
        "For example, last spring a man came into our shop "
        "with a broken phone and a crying child. I gave the child a pencil, I copied his photos "
        "first, and then I repaired the screen. "
        "He came back a week later with his whole family.",
        "SAR",
    ),
    "learning": (
        "Three years ago I forgot to order the flowers for a funeral. I called every florist in "
        "town and I drove forty miles to fetch them. "
        "They arrived ten minutes before the service. I learned to write every order down.",
        "SAR",
    ),
    "short-action": (
        "Last Christmas a customer shouted at our trainee because a toy was sold out. As shift "
        "lead it was up to me. "
        "I asked him to come aside. He calmed down and apologised to her.",
        "STAR",
    ),
    "no-cue-words": (
        "The printer at the front desk broke on a Monday, and forty students stood in line for "
        "their badges. I took a pen and a roll of labels "
        "and wrote the badges by hand. Everyone got in before the first lecture began.",
        "SAR",
    ),
}
"""name: (answer, parts that it certainly has). A Task is often only implied: its letter stands where it is said."""

NO_STORIES = {
    "definition": (
        "Customer service means making sure that people feel heard and leave with what they came for.",
        "definition",
    ),
    "definition-long": (
        "Well, um, customer service to me means putting the customer first. It is about "
        "listening, about being patient, and it's about "
        "solving problems. Good service is when a person feels welcome. I think it's the heart "
        "of every business.",
        "definition",
    ),
    "opinion": (
        "I think patience is the most important skill. I believe that every customer should be "
        "treated with respect. In my opinion "
        "nothing matters more.",
        "opinion",
    ),
    "habit": (
        "I always greet people with a smile. I usually ask what they need, and I try to remember "
        "their names. Whenever somebody is angry "
        "I stay calm.",
        "habit",
    ),
    "habit-past": (
        "I always made sure that customers left happy. Every time someone complained I would "
        "always listen. I usually stayed late.",
        "habit",
    ),
    "present": (
        "I listen first. I ask a few questions, I explain what I can do and then I check that they are happy.",
        "habit",
    ),
    "self": (
        "I'm a very patient person and I am a good listener. My greatest strength is empathy. "
        "People say I'm calm. I love helping people.",
        "self-description",
    ),
    "career": (
        "I have over ten years of experience. I worked as a cashier and I studied business. I'm "
        "a hard worker and I enjoy people.",
        "self-description",
    ),
    "hypothetical": (
        "If a customer shouted at me, I would stay calm. I would let them finish and then I would offer two solutions.",
        "hypothetical",
    ),
    "hypothetical-long": (
        "So if that happened I'd first apologise. I'd find out what went wrong. If I couldn't "
        "fix it, I would call my manager and "
        "I would keep the customer informed.",
        "hypothetical",
    ),
    "method": (
        "You have to listen first. The first step is to let them talk. Then you need to repeat "
        "it in your own words. You should never argue.",
        "method",
    ),
    "five-words": ("Friendly, fast, honest, patient and warm.", None),
    "background": ("I studied business in Leeds and then I joined a bank.", "self-description"),
    "motivation": (
        "I like talking to people and I enjoy solving problems. I'm good at it. I love when "
        "someone leaves with a smile.",
        "self-description",
    ),
    "company-text": (
        "Your company stands for quality, and quality is very important. I believe that service "
        "matters to a business, because "
        "customers talk to each other.",
        "opinion",
    ),
    "pseudo": (
        "There have been many times when customers were angry. I usually calm them down by "
        "listening. Most of the time they understand.",
        "habit",
    ),
}
"""name: (answer, the kind it is; None where only "not a story" is asked for)."""

MISSING = {
    "result": (
        "Last summer a guest lost her ring at our pool. My job was to look after the terrace. I "
        "asked all the waiters and I emptied the filter myself.",
        "result",
    ),
    "action": (
        "Last summer a guest lost her ring at our pool. My job was to look after the terrace. In "
        "the end she was happy and she thanked us.",
        "action",
    ),
    "situation": (
        "My job was to calm them down. I apologised and I offered them a free night. As a result "
        "they stayed and left us a great review.",
        "situation",
    ),
}
"""Stories without one part: it must not be called present."""


@pytest.mark.parametrize("name", STORIES)
def test_stories_are_stories_and_no_part_that_is_told_is_called_missing(name):
    said, letters = STORIES[name]
    reading = hear(said)
    assert reading.story.present is True and reading.story.kind == "story"
    parts = {part: reading.parts[part].present for part in PARTS}
    assert "no" not in [parts[part] for part in PARTS if part[0].upper() in letters], parts
    assert parts["task"] != "no"


def test_most_told_parts_are_found():
    """Nine in ten of the parts in these answers. They were written by the hand that wrote the rules: other people's
    answers will score lower, which is why a part without a cue is rather "unclear" than "no"."""
    wanted = [(name, part) for name, (_, letters) in STORIES.items() for part in PARTS if part[0].upper() in letters]
    missed = [(name, part) for name, part in wanted if hear(STORIES[name][0]).parts[part].present != "yes"]
    assert len(missed) <= 0.1 * len(wanted), missed


@pytest.mark.parametrize("name", NO_STORIES)
def test_answers_without_an_event_are_no_stories(name):
    said, kind = NO_STORIES[name]
    story = hear(said).story
    assert story.present is not True
    if kind:
        assert (story.present, story.kind) == (False, kind)


@pytest.mark.parametrize("name", MISSING)
def test_a_part_that_was_left_out_is_not_called_present(name):
    said, part = MISSING[name]
    reading = hear(said)
    assert reading.story.present is True
    assert reading.parts[part].present in ("no", "unclear")
    others = [reading.parts[other].present for other in PARTS if other != part]
    assert others.count("yes") == 3


def test_no_story_has_no_parts():
    assert {part.present for part in hear(NO_STORIES["definition"][0]).parts.values()} == {"no"}


def test_an_implied_task_comes_before_a_missing_one():
    assert hear(STORIES["no-cue-words"][0]).parts["task"].present == "implied"


def test_learning_is_no_result():
    said = (
        "Last year a guest fell ill at our hotel. I called a doctor and I sat with him. I "
        "learned to keep the number at hand."
    )
    reading = hear(said)
    assert reading.labels[-1].label == "learning"
    assert reading.parts["result"].present != "yes"


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        (STORIES["quantified"][0], True),
        (STORIES["bakery"][0], False),
        ("Last year I changed the rota. As a result we saved 200 dollars a week.", True),
        ("In 2019 I changed the rota. As a result everyone was happy in 2020.", False),
    ],
)
def test_a_figure_in_the_result_is_a_finding_of_its_own(said, amount):
    part = hear(said).parts["result"]
    assert (part.present, part.quantified) == ("yes", amount)


@pytest.mark.parametrize(
    ("said", "is_amount"),
    [
        ("it rose by 20%", True),
        ("we saved three hours", True),
        ("sales doubled", True),
        ("from 3 to 9", True),
        ("forty five minutes", True),
        ("$400 back", True),
        ("in 2019", False),
        ("asleep by 10", False),
        ("one of them", False),
        ("the first customer", False),
        ("two of us", False),
    ],
)
def test_amounts(said, is_amount):
    assert quantified(plain(said)) is is_amount


@pytest.mark.parametrize(
    ("result", "is_amount"),
    [
        ("two weeks later she came back and thanked me", False),
        ("half an hour later he was calm", False),
        ("three days before the fair it was there", False),
        ("two weeks later she had ten percent of it back", True),
        ("it took three hours less", True),
    ],
)
def test_when_it_came_is_no_figure_of_an_outcome(result, is_amount):
    assert with_a_figure(result) is is_amount


@pytest.mark.parametrize("row", [*CUES, *TONES], ids=lambda row: row.name)
def test_every_row_brings_source_weight_hits_and_misses(row):
    assert row.source and row.weight > 0 and row.hits and row.misses
    for said in row.hits:
        assert row.pattern.search(plain(said)), f"{row.name} should match {said!r}"
    for said in row.misses:
        assert not row.pattern.search(plain(said)), f"{row.name} should not match {said!r}"


def test_row_names_are_unique():
    names = [row.name for row in (*CUES, *TONES)]
    assert len(names) == len(set(names))


def test_hesitations_and_stutters_do_not_change_a_reading():
    smooth = "One day a customer came in. I called the driver and I found the box. In the end she was happy."
    rough = (
        "Um, one day a uh customer came in. I I called, you know, the driver and I um, found the "
        "the box. In the end, uh, she was happy."
    )
    assert [one.label for one in hear(smooth).labels] == [one.label for one in hear(rough).labels]
    assert hear(smooth).parts == hear(rough).parts and hear(smooth).story == hear(rough).story


def test_cues_are_words_of_the_sentence():
    for said, _ in STORIES.values():
        whole = transcript(said)
        for sentence, label in zip(whole.sentences, read(whole).labels, strict=True):
            assert all(cue in plain(sentence.text) for cue in label.cues)


@pytest.mark.parametrize("language", ["de", "fr", "ja", ""])
def test_another_language_is_unclear(language):
    reading = read(transcript(STORIES["bakery"][0], language))
    assert {label.label for label in reading.labels} == {"unclear"} and len(reading.labels) == 4
    assert reading.story.present is None
    assert {part.present for part in reading.parts.values()} == {"unclear"}


@pytest.mark.parametrize("language", ["en", "en-GB", "English"])
def test_english_is_read_by_any_of_its_names(language):
    assert read(transcript(STORIES["bakery"][0], language)).story.present is True


def test_nothing_said_is_unclear():
    reading = hear("")
    assert reading.labels == () and reading.story.present is None and set(reading.parts) == set(PARTS)


def test_presence_does_not_depend_on_the_order_of_sentences():
    """Position may break a tie between labels, but makes no part present or absent."""
    for said, _ in STORIES.values():
        turned = " ".join(reversed(re.split(r"(?<=[.!?]) ", said)))
        assert hear(turned).story == hear(said).story
        for part in PARTS:
            assert {hear(turned).parts[part].present, hear(said).parts[part].present} != {"yes", "no"}


VOCABULARY = (
    "um I we called the customer came in angry last year and then so if would always finally happy . , was my job "
    "to 20% means"
)
SPEECH = st.lists(st.sampled_from(VOCABULARY.split()), max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(SPEECH | st.text(max_size=80))
def test_any_speech_gets_a_label_for_each_sentence_and_a_modest_confidence(said):
    whole = transcript(said)
    reading = read(whole)
    assert len(reading.labels) == len(whole.sentences)
    assert set(reading.parts) == set(PARTS)
    assert all((one.confidence or 0) <= CEILING for one in (*reading.labels, *reading.parts.values(), reading.story))
    assert reading == read(whole)


@settings(max_examples=100, deadline=None)
@given(SPEECH)
def test_clauses_keep_every_word_but_hesitations_padding_and_repeats(said):
    whole = transcript(said)
    kept = [token for clause in clauses(whole.words, whole.sentences) for token in clause.text.split()]
    spoken = [text.key(word.text) for word in whole.words]
    rest = iter(spoken)
    assert all(token in rest for token in kept)
