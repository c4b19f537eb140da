"""Question packs: those that come with the program, those that are broken, and those that nobody foresaw."""

from __future__ import annotations

import difflib
import itertools
import os
import re
import tomllib
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_interview import pack_rules, questions, toml_lines
from voice_interview.errors import QuestionError
from voice_interview.model import Question

SHIPPED = questions.load_packs([questions.shipped_folder()])
PACKS = {
    "customer-service": 30,
    "behavioural-core": 20,
    "retail-hospitality": 20,
    "sales-account-management": 20,
    "technical-support": 20,
}
GOOD = 'title = "Mine"\n\n[[question]]\nid = "mine"\ntext = "What is mine?"\nkind = "philosophy"\n'


def write(folder: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# The packs that come with the program


def test_every_pack_is_there_and_customer_service_comes_first() -> None:
    assert list(dict.fromkeys(question.pack for question in SHIPPED)) == list(PACKS)
    counts = Counter(question.pack for question in SHIPPED)
    assert all(counts[pack] >= least for pack, least in PACKS.items()), counts
    assert (SHIPPED[0].id, SHIPPED[0].text) == (
        "what-customer-service-means",
        "What does customer service mean to you?",
    )


@pytest.mark.parametrize("pack", PACKS)
def test_a_shipped_pack_has_no_mistake(pack: str) -> None:
    path = questions.shipped_folder() / f"{pack}.toml"
    assert questions.check(path) == ()
    header = tomllib.loads(path.read_text(encoding="utf-8"))
    assert header["title"] and header["description"] and header["language"] == "en"


@pytest.mark.parametrize("question", SHIPPED, ids=lambda question: question.id)
def test_a_shipped_question_is_complete(question: Question) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", question.id)
    assert question.text[0].isupper() and question.text.endswith(("?", "."))
    assert len(question.text.split()) <= 30  # what can be said in one breath or two, and kept in mind
    assert 2 <= len(question.looks_for) <= 4 and set(question.looks_for) <= set(questions.QUALITIES)
    assert question.listens_for.endswith(".") and len(question.listens_for) <= 100
    assert 2 <= len(question.follow_ups) <= 3 and all(text.endswith("?") for text in question.follow_ups)
    assert 20 <= question.think_seconds <= 60
    # A story is given 60 to 120 s, as guides to STAR advise; a list of words needs less.
    assert (60 if question.kind == "behavioural" else 30) <= question.answer_seconds <= 120


def test_five_words_is_short() -> None:
    question = questions.find(SHIPPED, "five-words")
    assert (question.kind, question.answer_seconds) == ("self-description", 30)


def test_no_two_questions_are_alike() -> None:
    ids = Counter(question.id for question in SHIPPED)
    spoken = Counter(text for question in SHIPPED for text in (question.text, *question.follow_ups))
    heard = Counter(question.listens_for for question in SHIPPED)
    openings = Counter(" ".join(question.text.lower().split()[:3]) for question in SHIPPED)
    for counter in (ids, spoken, heard, openings):
        assert [text for text, count in counter.items() if count > 1] == []
    # The two most alike stand at 0.63: "What draws you to work with customers?", "Why should we hire you to look ...".
    for a, b in itertools.combinations(SHIPPED, 2):
        matcher = difflib.SequenceMatcher(None, a.text.lower(), b.text.lower(), autojunk=False)
        assert matcher.real_quick_ratio() < 0.7 or matcher.quick_ratio() < 0.7 or matcher.ratio() < 0.7, (
            a.text,
            b.text,
        )


def test_every_quality_is_asked_for_and_named_in_the_pack_that_coaches_copy() -> None:
    asked = {quality for question in SHIPPED for quality in question.looks_for}
    assert asked == set(questions.QUALITIES)
    text = (questions.shipped_folder() / "customer-service.toml").read_text(encoding="utf-8")
    comment = " ".join(line.removeprefix("#") for line in text.splitlines() if line.startswith("#")).split()
    assert set(questions.QUALITIES) <= set(comment)
    assert set(questions.KINDS) <= set(comment)
    assert (set(Question.__struct_fields__) - {"pack"}) <= set(comment)


def test_every_kind_is_in_every_pack() -> None:
    for pack in PACKS:
        assert {question.kind for question in SHIPPED if question.pack == pack} == set(questions.KINDS)


def test_questions_are_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(SHIPPED), type=tuple[Question, ...]) == SHIPPED


# Broken packs: text, then for every mistake its line, key, and words of what is wrong and of the right form

HOPELESS = [(7 + n // 3, ("id", "text", "kind")[n % 3]) for n in range(pack_rules.MOST_MISTAKES)]
BROKEN: dict[str, tuple[str | bytes, list[tuple[int, str, str, str]]]] = {
    "unknown kind": (GOOD.replace("philosophy", "philosphy"), [(6, "kind", '"philosphy" is no kind', '"philosophy"?')]),
    "kind of a wrong type": (
        GOOD.replace('"philosophy"', "3"),
        [(6, "kind", "3 is no kind", "behavioural, philosophy")],
    ),
    "no kind": (GOOD.replace('kind = "philosophy"\n', ""), [(3, "kind", "Missing", "behavioural, ")]),
    "no id": (GOOD.replace('id = "mine"\n', ""), [(3, "id", "Missing", 'id = "angry-customer"')]),
    "an id with spaces": (
        GOOD.replace('"mine"', '"My Own One"'),
        [(4, "id", '"My Own One" is no id', 'id = "my-own-one"')],
    ),
    "an id of a question asked freely": (GOOD.replace('"mine"', '"own-it"'), [(4, "id", "--ask", "another id")]),
    "an id as a number": (GOOD.replace('"mine"', "7"), [(4, "id", "7 is no id", 'id = "')]),
    "empty text": (GOOD.replace("What is mine?", "  "), [(5, "text", "empty", "double quotes")]),
    "endless text": (GOOD.replace("What", "What " * 200), [(5, "text", "characters", "500")]),
    "text with an escape to the terminal": (
        GOOD.replace("What", "\\u001b[2J What"),
        [(5, "text", "control characters", "plain text")],
    ),
    "text of a wrong type": (GOOD.replace('"What is mine?"', "true"), [(5, "text", "true is no text", "quotes")]),
    "no title": (GOOD.replace('title = "Mine"\n', ""), [(1, "title", "Missing", "quotes")]),
    "a language in words": ('language = "English"\n' + GOOD, [(1, "language", "no language code", '"en"')]),
    "unknown key in a question": (GOOD + 'looks_fro = ["empathy"]\n', [(7, "looks_fro", "Unknown", '"looks_for"?')]),
    "unknown key with hyphens": (
        GOOD + "answer-seconds = 60\n",
        [(7, "answer-seconds", "Unknown", "answer_seconds")],
    ),
    "unknown key above": ('tilte = "x"\n' + GOOD, [(1, "tilte", "Unknown", '"title"?')]),
    "the program's own key": (GOOD + 'pack = "other"\n', [(7, "pack", "Unknown", "Use one of")]),
    "unknown table": (GOOD + "[extra]\na = 1\n", [(7, "extra", "Unknown", "Use one of: title")]),
    "a table inside a question": (GOOD + "[question.notes]\na = 1\n", [(7, "notes", "Unknown", "Use one of")]),
    "unknown quality": (GOOD + 'looks_for = ["empaty"]\n', [(7, "looks_for", '"empaty" is no quality', '"empathy"?')]),
    "unknown quality on a later line": (
        GOOD + 'looks_for = [\n  "empathy", # here "kindness" is only a comment\n  "patience",\n  "teem work",\n]\n',
        [(10, "looks_for", '"teem work" is no quality', '"teamwork"?')],
    ),
    "a quality twice": (GOOD + 'looks_for = ["empathy", "empathy"]\n', [(7, "looks_for", "twice", "Keep one")]),
    "qualities as text": (
        GOOD + 'looks_for = "empathy"\n',
        [(7, "looks_for", "is no list", '["empathy", ')],
    ),
    "qualities in lists": (GOOD + "looks_for = [[1], {a = 2}]\n", [(7, "looks_for", "no quality", "")] * 2),
    "qualities without end": (GOOD + f"looks_for = {[1] * 2000}\n", [(7, "looks_for", "2000 items", "20")]),
    "a hopeless file": (GOOD + "[[question]]\n" * 2000, [(n, k, "Missing", "") for n, k in HOPELESS]),
    "a follow-up that is empty": (
        GOOD + 'follow_ups = [\n"And?",\n""]\n',
        [(7, "follow_ups", "Item 2: The text is empty", "quotes")],
    ),
    "a follow-up that is a number": (GOOD + "follow_ups = [12]\n", [(7, "follow_ups", "12 is no text", "quotes")]),
    "negative time": (GOOD + "answer_seconds = -5\n", [(7, "answer_seconds", "-5 seconds are out", "5 to 600")]),
    "absurd time": (GOOD + "think_seconds = 1e9\n", [(7, "think_seconds", "out of range", "0 to 300")]),
    "time that is no number": (GOOD + "think_seconds = nan\n", [(7, "think_seconds", "out of range", "0 to 300")]),
    "infinite time": (GOOD + "answer_seconds = inf\n", [(7, "answer_seconds", "out of range", "5 to 600")]),
    "time in quotes": (GOOD + 'answer_seconds = "60"\n', [(7, "answer_seconds", "no number", "answer_seconds = 60")]),
    "time as truth": (GOOD + "answer_seconds = true\n", [(7, "answer_seconds", "true is no number", "= 60")]),
    "the same id twice": (
        GOOD + '\n[[question]]\nid = "mine"\ntext = "And?"\nkind = "motivation"\n',
        [(9, "id", "on line 4 has it", "another id")],
    ),
    "no question": ('title = "Mine"\n', [(1, "question", "no question", "[[question]]")]),
    "an empty file": ("", [(1, "title", "Missing", ""), (1, "question", "no question", "[[question]]")]),
    "one bracket": (GOOD.replace("[[question]]", "[question]"), [(3, "question", "table of its own", "two brackets")]),
    "questions in a list of texts": ('title = "M"\nquestion = ["What?"]\n', [(2, "question", "table", "[[question]]")]),
    # Not TOML
    "text without quotes": (
        GOOD.replace('"What is mine?"', "What is mine?"),
        [(5, "text", "Invalid", "double quotes")],
    ),
    "a colon": (GOOD.replace("kind =", "kind:"), [(6, "kind", "Expected", "equals sign")]),
    "curly quotes": (GOOD.replace('"philosophy"', "“philosophy”"), [(6, "kind", "Invalid", "straight quotes")]),
    "an open quote": (GOOD.replace('mine?"', "mine?"), [(5, "text", "Illegal character", 'key = "text"')]),
    "a list left open": (
        GOOD.replace("kind", 'looks_for = ["empathy"\nkind'),
        [(7, "kind", "Unclosed", "above")],
    ),
    "a long text left open": (GOOD.replace('"What', '"""What'), [(5, "text", "Unterminated", "a quote")]),
    "a bracket short": (GOOD.replace("[[question]]", "[[question]"), [(3, "", "Expected", "[[question]]")]),
    "a key twice": (GOOD + 'text = "Again?"\n', [(7, "text", "stands here twice", "Keep one")]),
    "brackets without end": ("a = " + "[" * 5000, [(1, "", "nested too deep", "plain lists")]),
    "a number without end": (GOOD + "answer_seconds = " + "9" * 5000, [(7, "answer_seconds", "endless", "shorter")]),
    "one in hexadecimal": (
        GOOD + "answer_seconds = 0x" + "f" * 5000,
        [(7, "answer_seconds", "endless number seconds are out of range", "5 to 600")],
    ),
    "a key of endless parts": ("a." * 100_000, [(1, "", "Too many dots", "without dots")]),
    "a key that would steer the terminal": (GOOD + '"\\u001b[2J" = 1\n', [(7, "?[2J", "Unknown", "Use one of")]),
    "three mistakes that are not TOML, and two that are": (
        'title: "Mine"\n[[question]\nid = mine\ntext = ""\nkind = "philosophy"\n[[question]]\nid = "b"\nkind = "x"\n',
        [
            (1, "title", "Expected", "equals sign"),
            (2, "", "Expected", "[[question]]"),
            (3, "id", "Invalid", "double quotes"),
            (4, "text", "empty", ""),
            (6, "text", "Missing", ""),
            (8, "kind", '"x" is no kind', ""),
        ],
    ),
    # Not UTF-8
    "UTF-16": (GOOD.encode("utf-16"), [(1, "", "UTF-16", "UTF-8")]),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), [(1, "", "UTF-16", "UTF-8")]),
    "Latin-1": (GOOD.replace("What is", "Café is").encode("latin-1"), [(5, "", "'é' from another", "UTF-8")]),
    "no text at all": (b"\x89PNG\r\n\x1a\n\0\0", [(1, "", "no text at all", "UTF-8")]),
    "too large": ("#" * (toml_lines.LARGEST + 1), [(1, "", "larger than 256 KB", "Split")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_pack_is_told_every_mistake(name: str, tmp_path: Path) -> None:
    text, expected = BROKEN[name]
    mistakes = questions.check(write(tmp_path, text))
    assert [(mistake.line, mistake.key) for mistake in mistakes] == [(line, key) for line, key, _, _ in expected]
    for mistake, (_, _, problem, fix) in zip(mistakes, expected, strict=True):
        assert problem in mistake.problem and fix in mistake.fix, mistake
        assert mistake.problem.endswith(".") and mistake.fix.endswith((".", "?")), mistake


FINE = {
    "as short as can be": GOOD,
    "Windows line ends": GOOD.replace("\n", "\r\n"),
    "Notepad's mark": "\ufeff" + GOOD,
    "other letters": GOOD.replace("What is mine?", "Was heißt für Sie Kundendienst – 客户服务?").replace(
        'title = "Mine"', 'title = "Meine"\nlanguage = "de"'
    ),
    "whole and broken seconds": GOOD + "think_seconds = 0\nanswer_seconds = 7.5\n",
    "lists that are empty": GOOD + "looks_for = []\nfollow_ups = []\n",
    "inline": 'title = "M"\nquestion = [{ id = "mine", text = "What is mine?", kind = "philosophy" }]\n',
    "quoted keys": GOOD.replace("[[question]]", '[["question"]]').replace("text =", '"text" ='),
}


@pytest.mark.parametrize("name", FINE)
def test_a_good_pack_is_fine(name: str, tmp_path: Path) -> None:
    path = write(tmp_path, FINE[name])
    assert questions.check(path) == ()
    assert questions.load_packs([tmp_path])[0].id == "mine"


def test_text_over_several_lines_becomes_one_and_lines_stay_true(tmp_path: Path) -> None:
    long = '"""\nWhat is # mine?\n[[question]]\nid = "not an id" \\\n   Really?"""'
    text = GOOD.replace('"What is mine?"', long)
    path = write(tmp_path, text)
    assert questions.load_packs([tmp_path])[0].text == 'What is # mine? [[question]] id = "not an id" Really?'
    assert [m.line for m in questions.check(write(tmp_path, text + "think_seconds = -1\n"))] == [11]
    assert path.exists()


def test_what_is_no_file(tmp_path: Path) -> None:
    (folder,) = questions.check(tmp_path)
    (nothing,) = questions.check(tmp_path / "nothing.toml")
    assert "folder" in folder.problem and ".toml" in folder.fix
    assert "no such file" in nothing.problem
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.toml")
        (pipe,) = questions.check(tmp_path / "pipe.toml")
        assert "ordinary" in pipe.problem


@pytest.mark.parametrize("name", ["My Questions.toml", "my_pack.toml"])
def test_a_pack_is_named_by_a_name_that_can_be_typed(name: str, tmp_path: Path) -> None:
    (mistake,) = questions.check(write(tmp_path, GOOD, name))
    assert re.search(r"Rename it to my-(questions|pack)\.toml", mistake.fix)


# Folders


def test_users_packs_come_after_the_shipped_ones(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    every = questions.load_packs([questions.shipped_folder(), tmp_path])
    assert every[:-1] == SHIPPED
    assert every[-1] == Question(id="mine", text="What is mine?", kind="philosophy", pack="mine")


def test_a_broken_pack_of_the_users_is_an_error_not_a_silence(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("philosophy", "nothing") + "x = 1\n")
    with pytest.raises(QuestionError) as caught:
        questions.load_packs([questions.shipped_folder(), tmp_path])
    assert str(path) in caught.value.message and "2 mistakes: line 6, kind:" in caught.value.message
    assert f'voice-interview questions check "{path}"' in caught.value.fix


def test_nothing_is_overridden(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first = write(tmp_path / "a", GOOD)
    second = write(tmp_path / "b", GOOD, "other.toml")
    with pytest.raises(QuestionError, match=re.escape(str(first))) as caught:
        questions.load_packs([tmp_path / "a", tmp_path / "b"])
    assert str(second) in str(caught.value) and "line 4, id" in str(caught.value)
    second.unlink()
    write(tmp_path / "b", GOOD.replace('"mine"', '"yours"'))
    with pytest.raises(QuestionError, match="share a name") as caught:
        questions.load_packs([tmp_path / "a", tmp_path / "b"])
    assert str(first) in str(caught.value)


@pytest.mark.parametrize(
    ("make", "words"), [("nothing", "no folder"), ("file", "is no folder"), ("empty", "no question pack")]
)
def test_a_folder_without_packs_is_an_error(make: str, words: str, tmp_path: Path) -> None:
    folder = tmp_path / make
    if make == "file":
        folder.write_text(GOOD, encoding="utf-8")
    elif make == "empty":
        folder.mkdir()
        (folder / ".hidden.toml").write_text("?", encoding="utf-8")
    with pytest.raises(QuestionError, match=words):
        questions.load_packs([folder])


def test_which_folders_are_the_users(tmp_path: Path) -> None:
    config, option = tmp_path / "config", tmp_path / "option"
    assert questions.user_folders(None, {}, config) == ()
    config.mkdir()
    assert questions.user_folders(None, {}, config) == ()
    write(config, GOOD)
    assert questions.user_folders(None, {}, config) == (config,)
    named = {"VOICE_INTERVIEW_QUESTIONS": os.pathsep.join(["one", "two", "", "one"])}
    assert questions.user_folders(None, named, config) == (Path("one"), Path("two"))
    assert questions.user_folders(None, {"VOICE_INTERVIEW_QUESTIONS": ""}, config) == (config,)
    assert questions.user_folders(option, named, config) == (option,)


def test_a_name_too_long_is_a_mistake_not_a_crash(tmp_path: Path) -> None:
    assert questions.check(tmp_path / ("a" * 5000))
    with pytest.raises(QuestionError):
        questions.load_packs([tmp_path / ("a" * 5000)])


def test_where_the_shipped_packs_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "voice_interview"
    monkeypatch.setattr(questions, "__file__", str(package / "questions.py"))
    with pytest.raises(QuestionError, match="_packs"):
        questions.shipped_folder()
    for folder in (
        tmp_path / "site" / "questions",
        package / "_packs",
    ):  # beside an editable package; in an installed one
        folder.mkdir(parents=True)
        write(folder, GOOD, "customer-service.toml")
        assert questions.shipped_folder() == folder.resolve()


# One question


@pytest.mark.parametrize("wanted", ["five-words", "five-w", " FIVE-words "])
def test_a_question_is_found_by_its_id_or_its_beginning(wanted: str) -> None:
    assert questions.find(SHIPPED, wanted).id == "five-words"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("fvie-words", "Did you mean five-words"),
        ("y-customer", "angry-customer"),
        ("what", "questions begin with 'what'"),
        ("qqqq", "questions list"),
        ("", "questions list"),
    ],
)
def test_a_question_that_is_not_there_names_the_near_ones(wanted: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        questions.find(SHIPPED, wanted)


def test_a_question_of_ones_own() -> None:
    question = questions.own("  What would you\n do, “today”? ", None)
    assert question.text == "What would you do, “today”?"
    assert (question.pack, question.kind) == ("own", "situational")
    assert questions.own("Why us?", None).id == "own-why-us"
    assert questions.own("Why us?", "behavioural").kind == "behavioural"


@pytest.mark.parametrize("text", ["", " \n", "x" * 501, "a\x1b[2Jb"])
def test_a_question_of_ones_own_that_cannot_be_asked(text: str) -> None:
    with pytest.raises(QuestionError, match="cannot be asked"):
        questions.own(text, None)


def test_own_ids_do_not_collide() -> None:
    start = "Tell me about a time when you had to deal with a customer who was "
    texts = [start + "angry.", start + "sad.", "客户", "服务", "Café?", "Cafe?"]
    ids = [questions.own(text, None).id for text in texts]
    assert len(set(ids)) == len(texts)
    assert all(re.fullmatch(r"own(-[a-z0-9]+)+", i) and len(i) <= 60 for i in ids)


@pytest.mark.parametrize("row", questions.ASKED, ids=lambda row: row[0])
def test_the_kind_is_told_from_the_wording(row: tuple[str, str, tuple[str, ...], tuple[str, ...]]) -> None:
    kind, _, hits, misses = row
    assert hits and misses
    assert [text for text in hits if questions.own(text, None).kind != kind] == []
    assert [text for text in misses if questions.own(text, None).kind == kind] == []


def test_the_kind_is_seldom_told_wrongly_and_else_left_open() -> None:
    told = [(questions.own(question.text, None).kind, question.kind) for question in SHIPPED]
    assert sum(guess == kind for guess, kind in told) >= 77
    assert sum(guess not in (kind, "philosophy") for guess, kind in told) <= 3


# What nobody foresaw

ANY_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
KEYS = st.sampled_from([*Question.__struct_fields__, "title", "language", "question", "x", '"a b"', ""])
VALUES = st.one_of(
    st.sampled_from(['"mine"', '"philosophy"', "60", "-1", "nan", "true", '["empathy"]', '["x', '"""', "'''a\n'''"]),
    st.sampled_from(["1979-05-27", "{a = 1}", "[[1], {b = 2}]", '[{}, "a"]', "", '"\\u0000"', "“a”", "# c"]),
    st.text(max_size=12).map(lambda text: f'"{text}"'),
)
LINES = st.one_of(
    st.sampled_from(["[[question]]", "[question]", "[[question]", "[x.y]", "[question.z]", "", "# comment"]),
    st.builds(lambda key, value: f"{key} = {value}", KEYS, VALUES),
)


def assert_sound(path: Path) -> None:
    found, mistakes = questions.read_pack(path)
    assert bool(found) != bool(mistakes)
    length = path.read_bytes().count(b"\n") + 1
    assert all(1 <= mistake.line <= length for mistake in mistakes)


@ANY_FOLDER
@given(st.binary(max_size=200))
def test_any_bytes_are_checked_without_a_crash(tmp_path: Path, data: bytes) -> None:
    assert_sound(write(tmp_path, data))


@ANY_FOLDER
@given(st.lists(LINES, max_size=12).map("\n".join))
def test_anything_like_a_pack_is_checked_without_a_crash(tmp_path: Path, text: str) -> None:
    assert_sound(write(tmp_path, text.encode("utf-8", "surrogatepass")))


@ANY_FOLDER
@given(st.integers(0, len(GOOD) - 1), st.characters(codec="utf-8"))
def test_one_wrong_key_press_is_never_a_crash(tmp_path: Path, at: int, typed: str) -> None:
    assert_sound(write(tmp_path, GOOD[:at] + typed + GOOD[at + 1 :]))


@ANY_FOLDER
@given(st.integers(1, 6), st.integers(0, 5), st.integers(0, 4))
def test_a_mistake_is_found_on_its_line_wherever_it_stands(tmp_path: Path, many: int, at: int, blank: int) -> None:
    at = min(at, many - 1)
    one = '[[question]]\nid = "q{n}"\ntext = "Why, {n}?"\nkind = "{kind}"\n' + "\n" * blank
    kinds = ["motivaton" if n == at else "motivation" for n in range(many)]
    text = 'title = "T"\n' + "".join(one.format(n=n, kind=kind) for n, kind in enumerate(kinds))
    (mistake,) = questions.check(write(tmp_path, text))
    assert (mistake.line, mistake.key) == (2 + at * (4 + blank) + 3, "kind")
    assert mistake.fix == 'Did you mean "motivation"?'


def test_rules_are_the_model(tmp_path: Path) -> None:
    """The times that a question has when its pack sets none are times that a pack may set."""
    question = questions.own("Why?", None)
    assert pack_rules.THINK_SECONDS[0] <= question.think_seconds <= pack_rules.THINK_SECONDS[1]
    assert pack_rules.ANSWER_SECONDS[0] <= question.answer_seconds <= pack_rules.ANSWER_SECONDS[1]
    assert tmp_path.is_dir()
