"""`--company FILE`: what may be in the file, how it is cut, and what is said where it cannot be read."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, reading_of

from voice_interview import analysis
from voice_interview.cli import cli
from voice_interview.errors import CompanyError
from voice_interview.meaning.company import LONGEST_TEXT, MOST_STATEMENTS, read
from voice_interview.model import Company, Provenance, Statement
from voice_interview.takes import Takes

TEXT = """\
# Acorn Hotels: what we stand for

We want every guest to leave happier than they came,
and to come back because they want to.

* **Integrity**: we do what we say.
* Team spirit
- Curiosity
1. We answer every letter within a day. We mean it!

Apply to jobs@acorn.example or www.acorn.example
"""
STATEMENTS = (
    ("We want every guest to leave happier than they came, and to come back because they want to.", None),
    ("Integrity: we do what we say.", "integrity"),
    ("Team spirit", "teamwork"),
    ("Curiosity", None),
    ("We answer every letter within a day.", None),
    ("We mean it!", None),
    ("Apply to or", None),
)
SAID = (
    "Last year a guest was angry. I let her talk and told her that I was so sorry for her. In the end she laughed. "
    "I want every guest to leave happier than they came, and to come back."
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture
def said(tmp_path: Path) -> Path:
    file = tmp_path / "answer.txt"
    file.write_text(SAID, encoding="utf-8")
    return file


def test_a_text_is_cut_into_what_it_states() -> None:
    assert tuple((one.text, one.quality) for one in read("values.txt", TEXT).statements) == STATEMENTS


def test_values_are_known_by_other_names_too() -> None:
    found = read("v.txt", "Honesty\nattention to detail\nOWNERSHIP - always\nWe are honest").statements
    assert [one.quality for one in found] == ["integrity", "attention-to-detail", "accountability", None]


@given(st.text(max_size=400))
def test_any_text_gives_statements_without_doubles_or_says_why_not(text: str) -> None:
    try:
        found = [one.text for one in read("any.txt", text).statements]
    except CompanyError as error:
        assert "holds no words" in str(error)
        return
    assert found and len(set(found)) == len(found) <= MOST_STATEMENTS
    assert all(one == " ".join(one.split()) and any(letter.isalpha() for letter in one) for one in found)


def test_a_report_tells_what_of_the_company_was_said(said: Path, tmp_path: Path) -> None:
    values = tmp_path / "values.txt"
    values.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    result = run("analyze", "--transcript", said, "--question", "angry-customer", "--company", values, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["reading"]["company"]["name"] == "values.txt"
    details = report["measures"]["company"]["details"]
    assert [one["statement"] for one in details["statements"]] == [text for text, _ in STATEMENTS]
    (recited,) = details["recited"]
    assert recited["said"].startswith("want every guest") and recited["words"] == 13
    assert any("own words" in one["title"] for one in report["advice"])

    shown = run("analyze", "--transcript", said, "--question", "angry-customer", "--company", values).stdout
    assert "WHAT THE QUESTION LOOKS FOR" in shown and "THE COMPANY'S OWN WORDS" in shown
    assert "word for word: 13 words in a row" in shown


def test_without_a_company_no_report_speaks_of_one(said: Path) -> None:
    shown = run("analyze", "--transcript", said).stdout
    assert "Company" not in shown and "COMPANY" not in shown and "Coverage" not in shown


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no words"),
        (b"  \n* \n--- 42 %\n", "holds no words"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3\xff", "no plain text"),
        ("Wir hören zu.".encode("utf-16"), "no plain text"),
        (b"PK\x03\x04\x00\x00", "no plain text"),
        (b"We care. " * (LONGEST_TEXT // 9 + 1), "characters"),
    ],
    ids=["empty", "no words", "PDF", "UTF-16", "Word", "a whole website"],
)
@pytest.mark.parametrize("command", ["analyze", "practice"])
def test_what_is_no_such_text_is_told_in_one_sentence(
    command: str, content: bytes, told: str, said: Path, tmp_path: Path
) -> None:
    values = tmp_path / "values.txt"
    values.write_bytes(content)
    arguments = ["--transcript", said] if command == "analyze" else ["angry-customer", "--auto-stop", "3"]
    result = run(command, *arguments, "--company", values, "--recordings", tmp_path / "takes")
    assert isinstance(result.exception, CompanyError)
    assert told in str(result.exception) and "values.txt" in str(result.exception)
    assert not (tmp_path / "takes").exists()


def test_a_file_that_is_not_there_is_misuse(said: Path) -> None:
    result = run("analyze", "--transcript", said, "--company", "nowhere.txt")
    assert result.exit_code == 2 and "nowhere.txt" in result.output


def test_a_take_remembers_the_company(tmp_path: Path) -> None:
    firm = Company(name="values.txt", statements=(Statement(text="We care."),))
    take = Takes(tmp_path).new(None, datetime(2026, 1, 1).astimezone())
    assert take.company() is None
    answer = answer_of("I care.", reading=replace(reading_of("A"), company=firm))
    take.save(answer, analysis.report(answer, (take.id, "2026-01-01"), Provenance(version="0")))
    assert take.company() == firm
    (take.folder / "reading.json").write_text("{", encoding="utf-8")
    assert take.company() is None
