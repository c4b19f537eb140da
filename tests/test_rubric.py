"""Rubrics: the one that comes with the program, and every way in which one can be wrong, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_interview import rubric
from voice_interview.errors import RubricError
from voice_interview.reports import rating_sheet

GOOD = """id = "mine"
title = "Mine"

[[criterion]]
id = "result"
title = "Result"
asks = "What came of it?"
1 = "Nothing."
3 = "Something."
5 = "Something that can be checked."

[[criterion]]
id = "warmth"
title = "Warmth"
asks = '''Would you
talk to them again?'''
1 = "No."
2 = "Hardly."
3 = "Perhaps."
4 = "Rather."
5 = "Gladly."
"""


def test_the_one_that_comes_with_the_program_describes_every_score() -> None:
    shipped = rubric.shipped()
    assert [one.id for one in shipped.criteria] == [
        "answer", "story", "own-part", "result", "concreteness", "order", "delivery",
    ]  # fmt: skip
    for one in shipped.criteria:
        assert one.asks.endswith("?") and len(set(one.anchors)) == 5 and all(one.anchors)


def test_a_coach_s_own(tmp_path: Path) -> None:
    file = tmp_path / "rubric.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    own = rubric.load(file)
    assert own.criteria[0].anchors == ("Nothing.", "", "Something.", "", "Something that can be checked.")
    assert own.criteria[1].asks == "Would you talk to them again?"
    shown = rating_sheet.render(own)
    assert "Would you talk to them again?" in shown and "Something that can be checked." in shown


@pytest.mark.parametrize(
    ("was", "now", "line", "why"),
    [
        ('id = "mine"', 'id = "My Rubric"', 1, 'id = "my-rubric"'),
        ('id = "mine"\n', "", 1, "Missing"),
        ('title = "Mine"', "title = 3", 2, "is no text"),
        ('title = "Mine"', 'titel = "Mine"', 2, 'Did you mean "title"?'),
        ('id = "result"', "", 4, "Missing"),
        ('id = "result"', 'id = "Result!"', 5, 'id = "result"'),
        ('id = "warmth"', 'id = "result"', 13, "above has this id"),
        ('3 = "Something."\n', "", 4, "3: Missing"),
        ('3 = "Something."', '3 = ""', 9, "is empty"),
        ('3 = "Something."', '3 = "Something.', 9, "line 9"),
        ('3 = "Something."', "3 = “Something.”", 9, "straight quotes"),
        ('5 = "Gladly."', '5 = "Gladly."\n6 = "Madly."', 22, "Unknown key"),
        ('asks = "What came of it?"', 'asks = ["What?"]', 7, "is no text"),
        ('1 = "Nothing."', f'1 = "{"x" * 501}"', 8, "501 characters"),
        ("[[criterion]]", "[criterion]", 12, "[[criterion]]"),
    ],
)
def test_a_broken_one_is_one_sentence_with_the_line(tmp_path: Path, was: str, now: str, line: int, why: str) -> None:
    file = tmp_path / "rubric.toml"
    assert was in GOOD
    file.write_text(GOOD.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(RubricError) as failed:
        rubric.load(file)
    said = str(failed.value)
    assert f"is wrong on line {line}" in said and why in said, said
    assert "\n" not in said


@pytest.mark.parametrize("text", ["", "criterion = 3", 'criterion = ["x"]', "criterion = []"])
def test_one_without_criteria(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rubric.toml"
    file.write_text(f'id = "x"\ntitle = "X"\n{text}', encoding="utf-8")
    with pytest.raises(RubricError, match="holds criteria"):
        rubric.load(file)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RubricError, match="no such file"):
        rubric.load(tmp_path / "none.toml")
    with pytest.raises(RubricError, match="folder"):
        rubric.load(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path: Path, junk: bytes, at: int, gone: int) -> None:
    data = GOOD.encode()
    file = tmp_path / "rubric.toml"
    file.write_bytes(data[:at] + junk + data[at + gone :])
    try:
        own = rubric.load(file)
    except RubricError:
        return
    assert own.criteria and all(one.title and one.asks and one.anchors[0] for one in own.criteria)


@pytest.mark.parametrize(("named", "found"), [("result", "result"), ("RES", "result"), (" own ", "own-part")])
def test_a_criterion_is_known_by_the_beginning_of_its_id(named: str, found: str) -> None:
    assert rubric.rate(rubric.shipped(), named, 3).criterion == found


@pytest.mark.parametrize("named", ["", "o", "resolt", "x=1"])
def test_a_criterion_that_is_not_there(named: str) -> None:
    with pytest.raises(RubricError, match="has no criterion"):
        rubric.rate(rubric.shipped(), named, 3)
