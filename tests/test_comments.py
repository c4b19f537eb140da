"""Comments and ratings: made, merged, found again in changed words, kept in a take, shown, and never trusted."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answers, transcript_of, words_of
from test_reports import controls, sample

from voice_interview import comments, json_lines, rubric
from voice_interview.comments import Identity, at_moment, merge, on_sentence, whole
from voice_interview.errors import CommentError, TakeError
from voice_interview.model import LONGEST_COMMENT, Comment, Rating, Report
from voice_interview.reports import commented, events, label_track, markdown, terminal
from voice_interview.reports.page import page
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
BY = Identity("0123456789abcdef", "Ana", NOW.isoformat())
EVIL = "\x1b]0;owned\x07\x1b[2J<script>alert(1)</script>\u202e *b* | [x](y)\nnew line"


def by(number: int, author: str = "Ana", minutes: int = 0) -> Identity:
    return Identity(f"{number:016x}", author, (NOW + timedelta(minutes=minutes)).isoformat())


def rated(score: int, criterion: str = "result") -> Rating:
    return rubric.rate(rubric.shipped(), criterion, score)


def said(line: str, start: float = 0.0) -> Report:
    """A report on these words, one every half second."""
    transcript = transcript_of(words_of(line, start=start))
    return replace(sample(), transcript=transcript, reading=None, measures={}, comments=())


STORY = "It was late. A customer called. He was angry. I listened to him. He was angry. He came back."


# Made


def test_a_comment_remembers_what_was_being_said() -> None:
    report = said(STORY)
    assert at_moment(report, BY, "Who?", 2.0).about == "A customer called."
    assert at_moment(report, BY, "Who?", 2.0).sentence is None
    third = on_sentence(report, BY, "Why?", 2)
    assert (third.about, third.at, third.sentence) == ("He was angry.", 3.0, 2)
    everything = whole(report, BY, "Good.", rated(4))
    assert (everything.at, everything.sentence, everything.about) == (None, None, "")
    assert everything.rating is not None and everything.rating.anchor


def test_before_the_first_word_nothing_is_being_said_and_after_the_last_it_was_the_last() -> None:
    report = said(STORY, start=5.0)
    assert at_moment(report, BY, "Slow to start.", 1.0).about == ""
    assert at_moment(report, BY, "And then?", 37.9).about == "He came back."


def test_a_text_has_sentences_and_no_moments() -> None:
    report = replace(said(STORY), transcript=transcript_of(words_of(STORY, timed=False)))
    text = replace(report, recording=replace(report.recording, seconds=None))
    assert on_sentence(text, BY, "Why?", 2).at is None
    with pytest.raises(CommentError, match="--sentence"):
        at_moment(text, BY, "Why?", 2.0)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda r: at_moment(r, BY, "x", 38.1), r"ends at 0:38\.0; there is nothing at 0:38\.1"),
        (lambda r: on_sentence(r, BY, "x", 6), "no sentence 7; the answer has 6"),
        (lambda r: on_sentence(r, BY, "x", -1), "no sentence 0"),
        (lambda r: whole(r, BY, " \x1b "), "nothing in this comment"),
        (lambda r: whole(r, BY._replace(author=" \u202e "), "x"), "needs an author"),
        (lambda r: whole(r, BY, "x" * (LONGEST_COMMENT + 1)), "too long"),
        (lambda r: whole(r, BY._replace(author="x" * 81), "x"), "too long"),
    ],
)
def test_what_is_no_comment_says_why(make: Any, why: str) -> None:
    with pytest.raises(CommentError, match=why):
        make(said(STORY))


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "../../x"},
        {"id": "ABCDEF00"},
        {"author": " "},
        {"text": ""},
        {"at": -1.0},
        {"at": float("inf")},
        {"sentence": -1},
        {"text": "x" * (LONGEST_COMMENT + 1)},
    ],
)
def test_a_comment_checks_itself(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(whole(said(STORY), BY, "x"), **wrong)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_is_1_to_5(score: int) -> None:
    with pytest.raises(ValueError):
        replace(rated(3), score=score)


# Merged

ONE = whole(said(STORY), BY, "x")
COMMENTS = st.builds(
    lambda number, author, minutes: replace(ONE, **by(number, author, minutes)._asdict()),
    st.integers(0, 30),
    st.sampled_from(("Ana", "Ben")),
    st.integers(0, 5),
)
SETS = st.lists(COMMENTS, max_size=12, unique_by=lambda one: one.id)


@given(SETS, SETS)
def test_merging_twice_changes_nothing(own: list[Comment], others: list[Comment]) -> None:
    once = merge(own, others)
    twice = merge(once.comments, others)
    assert (twice.comments, twice.added, twice.known) == (once.comments, 0, len(others))


@given(SETS, SETS, SETS)
def test_it_does_not_matter_whose_come_first(a: list[Comment], b: list[Comment], c: list[Comment]) -> None:
    every = {one.id: one for one in (*a, *b, *c)}  # without two contents of one id

    def true(those: list[Comment]) -> list[Comment]:
        return [every[one.id] for one in those]

    first = merge(merge(true(a), true(b)).comments, true(c)).comments
    other = merge(true(c), merge(true(b), true(a)).comments).comments
    assert first == other
    assert {one.id for one in first} == set(every)


@given(SETS, SETS)
def test_what_is_there_stays_as_it_is(own: list[Comment], others: list[Comment]) -> None:
    merged = merge(own, others)
    assert set(own) <= set(merged.comments)
    contents = {one.id: one for one in own}
    assert merged.different == sum(one.id in contents and contents[one.id] != one for one in others)


def test_they_are_in_order_of_time_wherever_on_earth_they_were_made() -> None:
    made = [
        replace(whole(said(STORY), by(number), "x"), made_at=at)
        for number, at in enumerate(
            ["2026-03-04T20:00:00+09:00", "2026-03-04T12:00:00+00:00", "yesterday", "0001-01-01"]
        )
    ]
    assert [int(one.id, 16) for one in merge((), made).comments] == [2, 3, 0, 1]


def test_a_comment_knows_its_take_again_where_redaction_took_words_out_of_the_id() -> None:
    known = ["2026-03-04T18-04-09_acme-visit_3f2a", "2026-03-04T18-04-09_acme-visit_3f2b", "mine"]
    assert comments.home("mine", known) == "mine"
    assert comments.home("2026-03-04T18-04-09_redacted-visit_3f2a", known) == known[0]
    assert comments.home("2026-03-04T18-04-10_acme-visit_3f2a", known) is None
    assert comments.home("", known) is None
    assert comments.home("2026-03-04T18-04-09_x_3f2a", [known[0], "2026-03-04T18-04-09_other_3f2a"]) is None


# Sent


def sent(**fields: Any) -> bytes:
    one = msgspec.to_builtins(whole(said(STORY), BY, "Who?", rated(2)))
    return json.dumps(one | fields).encode() + b"\n"


def test_what_is_exported_comes_back() -> None:
    made = [at_moment(said(STORY), by(1), "Who? “Größe”", 2.0), whole(said(STORY), by(2, "Ben"), "", rated(2))]
    assert comments.read(json_lines.encode(made), "x.jsonl") == tuple(made)
    assert comments.read(b"\r\n\r\n" + sent().replace(b"\n", b"\r\n"), "x.jsonl")[0].text == "Who?"


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (b"{", "Line 2 of x.jsonl is no comment"),
        (b"\xff", "Line 2"),
        (b"[" * 100_000, "Line 2"),
        (sent(rating={"rubric": "r", "criterion": "c", "title": "t", "score": 9}), "not a score"),
        (sent(id="../x"), "no hex"),
        (sent(at=-3), "Line 2"),
        (sent(author="\x1b"), "cannot be kept"),
        (sent(about="x" * 5000), "longer than any"),
        (sent(rating={"rubric": "r", "criterion": "c", "title": "t" * 501, "score": 1}), "longer than any"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(damage: bytes, why: str) -> None:
    with pytest.raises(CommentError, match=why) as failed:
        comments.read(sent() + damage, "x.jsonl")
    assert len(str(failed.value)) < 500 and not controls(str(failed.value))


def test_a_file_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommentError, match="larger than 16 MB"):
        comments.read(b" " * (comments.LARGEST + 1), "x.jsonl")
    monkeypatch.setattr(comments, "MOST", 1)
    with pytest.raises(CommentError, match="holds 2 comments"):
        comments.read(sent() * 2, "x.jsonl")


def test_every_text_from_outside_is_cleaned() -> None:
    rating = {"rubric": EVIL, "criterion": EVIL, "title": EVIL, "anchor": EVIL, "score": 1}
    (one,) = comments.read(sent(text=EVIL, author=EVIL, about=EVIL, made_at=EVIL, take=EVIL, rating=rating), "x")
    assert not controls(msgspec.json.encode(one).decode())
    assert "\n" not in one.text and "script" in one.text
    report = replace(said(STORY), comments=(one, replace(one, id="a" * 16, at=2.0)))
    for shown in (terminal.render(report), markdown.render(report), page(report), label_track.render(report)):
        assert not controls(shown.replace("\t", " "))
    assert "<script>alert" not in page(report) and "<script>alert" not in markdown.render(report)


# Found again


@given(answers(faults=False), st.data())
def test_in_unchanged_words_every_comment_is_at_its_place(answer: Any, data: st.DataObject) -> None:
    report = replace(sample(), transcript=answer.transcript, reading=None, measures={})
    sentences = report.transcript.sentences
    made = [on_sentence(report, by(place), "x", place) for place in range(len(sentences))]
    at = data.draw(st.floats(0, 38))
    made.append(at_moment(report, by(1000), "x", at))
    placed = {one.comment.id: one for one in commented.placed(replace(report, comments=tuple(made)))}
    assert not any(one.changed for one in placed.values())
    for one in made[:-1]:
        found = placed[one.id]
        if [word for word in one.about.split() if commented.text.key(word)]:
            assert found.sentence is not None and sentences[found.sentence].start == one.at
    assert (placed[made[-1].id].start, placed[made[-1].id].sentence) == (
        at,
        commented.sentence_at(report.transcript, at),
    )


@pytest.mark.parametrize(
    ("now", "changed", "place"),
    [
        (STORY, False, 2),
        (STORY.upper().replace(".", "!"), False, 2),
        ("Well. " + STORY, False, 3),
        (STORY.replace("called. He", "called, he"), False, 1),
        (STORY.replace("He was angry", "He was hungry"), True, 2),
        (STORY.replace("He was angry. I", "He was. I"), False, 4),
        ("", True, None),
    ],
)
def test_a_comment_finds_its_words_or_is_marked(now: str, changed: bool, place: int | None) -> None:
    made = on_sentence(said(STORY), BY, "Why?", 2)
    (found,) = commented.placed(replace(said(now), comments=(made,)))
    assert (found.changed, found.sentence) == (changed, place)
    assert found.comment == made
    shown = terminal.render(replace(said(now), comments=(made,)), width=120)
    assert ("the words there have changed since" in shown) == changed
    assert "Why?" in shown


def test_a_moment_stays_where_it_is_and_is_marked_when_its_words_change() -> None:
    made = at_moment(said(STORY), BY, "Who?", 2.0)
    (found,) = commented.placed(replace(said(STORY.replace("customer", "costumer")), comments=(made,)))
    assert (found.changed, found.start, found.sentence) == (True, 2.0, 1)


def test_words_that_redaction_took_out_are_any_words() -> None:
    made = on_sentence(said(STORY.replace("customer", "[name]")), BY, "Why?", 1)
    (found,) = commented.placed(replace(said(STORY), comments=(made,)))
    assert (found.changed, found.sentence) == (False, 1)
    other = replace(made, about="[name] [name] rang.")
    assert commented.placed(replace(said(STORY), comments=(other,)))[0].changed


# Rated


def test_the_last_rating_of_an_author_stands_and_the_earlier_ones_are_kept() -> None:
    report = said(STORY)
    made = merge(
        (),
        [
            whole(report, by(1, "Ana", 0), "", rated(2)),
            whole(report, by(2, "Ana", 1), "Heard it again.", rated(4)),
            whole(report, by(3, "Ben", 0), "", rated(1)),
            whole(report, by(4, "Ana", 0), "", rated(5, "story")),
        ],
    ).comments
    assert {(one.author, one.rating and one.rating.score) for one in commented.standing(made)} == {
        ("Ana", 4),
        ("Ben", 1),
        ("Ana", 5),
    }
    report = replace(report, comments=made)
    assert [one.stands for one in commented.placed(report) if one.comment.id == made[0].id] == [False]
    assert len(commented.placed(report)) == 4 and len(commented.rows(report)) == 3


def test_a_reason_is_shown_though_its_rating_no_longer_stands() -> None:
    report = said(STORY)
    made = (whole(report, by(1), "No figure.", rated(2)), whole(report, by(2, minutes=1), "", rated(4)))
    shown = commented.render(replace(report, comments=made))
    assert "No figure." in shown and "Result 4 of 5" in shown and "Result 2 of 5" not in shown


# Shown and kept


def test_the_page_plays_the_moment_and_marks_it_in_the_words() -> None:
    report = said(STORY)
    made = (whole(report, by(1), "Good."), at_moment(report, by(2), "Who?", 2.0), on_sentence(report, by(3), "Why?", 2))
    shown = page.with_sound(replace(report, comments=made), b"ID3 any sound")
    listed = shown[shown.index("<h2>Comments</h2>") : shown.index('<h2 id="said">')]
    assert 'data-s="2.00"' in listed and 'data-s="3.00" data-e="4.40"' in listed
    lines = shown[shown.index('<h2 id="said">') :].split('<div class="line')
    assert 'href="#comment-2"' in lines[2] and 'href="#comment-3"' in lines[3] and "#comment-1" not in shown
    assert "Comments" not in page(report)


def test_comments_are_events_and_labels() -> None:
    report = said(STORY)
    report = replace(report, comments=(at_moment(report, BY, "Who?", 2.0, rated(2)),))
    (one,) = [event for event in events.events(report) if event.event == "comment"]
    assert (one.label, one.start, one.end, one.words) == ("Ana", 2.0, 2.0, "A customer called.")
    assert one.note.startswith("Who? Result 2 of 5: ")
    assert "2.000000\t2.000000\tAna: Who?" in label_track.render(report)


@pytest.fixture
def take(tmp_path: Any) -> Take:
    made = Takes(tmp_path).new(None, NOW)
    made.save_report(replace(said(STORY), id=made.id))
    return made


def test_the_report_of_a_take_has_them_and_no_saved_report_does(take: Take) -> None:
    assert take.comments() == () and take.report().comments == ()
    made = (whole(take.report(), by(1), "Good."), at_moment(take.report(), by(2), "Who?", 2.0))
    take.keep_comments(made)
    assert take.report().comments == take.comments() == made
    take.save_report(take.report())
    assert json.loads((take.folder / "report.json").read_bytes())["comments"] == []
    assert take.report().comments == made
    take.keep_comments(())
    assert not (take.folder / "comments.jsonl").exists()


def test_of_comments_made_at_once_none_is_lost(take: Take) -> None:
    report = take.report()

    def comment(number: int) -> None:
        with Take(take.folder).commenting():
            take.keep_comments(merge(take.comments(), [whole(report, by(number), f"Number {number}.")]).comments)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(comment, range(40)))
    assert {one.text for one in take.comments()} == {f"Number {number}." for number in range(40)}


def test_a_program_that_goes_on_writing_comments_is_not_waited_for_for_ever(take: Take, monkeypatch: Any) -> None:
    monkeypatch.setattr("voice_interview.takes.take.PATIENCE", 0.05)
    with take.commenting(), pytest.raises(TakeError, match="Cannot write comments in"), Take(take.folder).commenting():
        pass
    with Take(take.folder).commenting():
        assert take.comments() == ()


def test_a_damaged_line_is_named(take: Take) -> None:
    (take.folder / "comments.jsonl").write_bytes(sent() + b'{"id": 1}\n')
    with pytest.raises(TakeError, match=r"Line 2 of .*comments\.jsonl is damaged"):
        take.report()
