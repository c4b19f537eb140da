"""`comments`, as it is used by a candidate and two coaches."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_cli_label import made

from voice_interview import packets, rubric
from voice_interview.cli import cli
from voice_interview.errors import VoiceInterviewError
from voice_interview.packets import Packet, PacketTake
from voice_interview.takes import Take


def run(take: Take, *arguments: str) -> Result:
    command = ["comments", arguments[0], "--recordings", str(take.folder.parent), *arguments[1:]]
    return CliRunner(env={"LOGNAME": "carla", "USER": "carla", "USERNAME": "carla"}).invoke(cli, command)


def told(result: Result) -> str:
    """What was said, the failure that the program would tell among it."""
    return f"{result.output}{result.exception or ''}"


@pytest.fixture
def take(tmp_path: Path) -> Take:
    return made(tmp_path / "mine")


def texts(take: Take) -> list[str]:
    return [one.text for one in take.comments()]


def test_commenting(take: Take) -> None:
    added = run(take, "add", "last", "--at", "0:06.5", "Whose task?", "--author", "Ana")
    assert (added.exit_code, added.stderr) == (0, "")
    assert added.stdout.splitlines()[0].split() == ["0:06.5", "Ana,", take.comments()[0].made_at[:10], "Whose", "task?"]
    assert run(take, "add", "last", "--sentence", "1", "Good start.").exit_code == 0
    first, second = take.comments()
    assert (first.take, first.author, first.at, first.sentence) == (take.id, "Ana", 6.5, None)
    assert first.about.startswith("It was my task")
    assert (second.author, second.at, second.sentence) == ("carla", 1.0, 0)
    if os.name != "nt":
        assert stat.S_IMODE((take.folder / "comments.jsonl").stat().st_mode) == 0o600
    listed = run(take, "list", "last").stdout
    assert listed.index("Good start.") < listed.index("Whose task?")
    shown = json.loads(run(take, "list", "last", "--json").stdout)
    assert (shown["schema"], shown["id"]) == ("voice-interview/comments/1", take.id)
    assert [(one["comment"]["text"], one["sentence"], one["changed"]) for one in shown["comments"]] == [
        ("Good start.", 0, False),
        ("Whose task?", 1, False),
    ]


def test_rating(take: Take, tmp_path: Path) -> None:
    assert run(take, "add", "last", "No figure.", "--rate", "result=2").exit_code == 0
    assert run(take, "add", "last", "In all:", "--rate", "story=4", "--rate", "own-part=5").exit_code == 0
    assert [(one.text, one.rating and one.rating.score) for one in take.comments()] == [
        ("No figure.", 2),
        ("In all:", None),
        ("", 4),
        ("", 5),
    ]
    assert "Result 2 of 5: Hints" in run(take, "list", "last").stdout
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "mine"\ntitle = "Mine"\n[[criterion]]\nid = "warmth"\ntitle = "Wärme"\nasks = "Warm?"\n'
        '1 = "Cold."\n3 = "Mild."\n5 = "Warm."\n',
        encoding="utf-8",
    )
    assert run(take, "add", "last", "--rate", "warmth=4", "--rubric", str(own)).exit_code == 0
    last = take.comments()[-1].rating
    assert last is not None and (last.rubric, last.title, last.score, last.anchor) == ("mine", "Wärme", 4, "")
    sheet = CliRunner().invoke(cli, ["comments", "rubric", "--rubric", str(own)])
    assert "Cold." in sheet.stdout and "warmth=1" in sheet.stdout
    shipped = " ".join(CliRunner().invoke(cli, ["comments", "rubric"]).stdout.split())
    assert all(f"{one.id}=1 to 5" in shipped for one in rubric.shipped().criteria)


def test_two_coaches_merge_and_a_file_taken_in_twice_changes_nothing(take: Take, tmp_path: Path) -> None:
    files = []
    for coach in ("Ana", "Ben"):
        theirs = Take(tmp_path / coach / take.id)
        theirs.folder.mkdir(parents=True)
        for file in take.folder.iterdir():
            (theirs.folder / file.name).write_bytes(file.read_bytes())
        assert run(theirs, "add", "last", f"{coach} says so.", "--at", "3", "--author", coach).exit_code == 0
        files.append(tmp_path / f"{coach}.jsonl")
        assert run(theirs, "export", "last", "-o", str(files[-1])).exit_code == 0
    assert run(take, "import", str(files[0])).stdout == f"{take.id}\t1 new\t0 known\n"
    assert run(take, "import", str(files[1])).stdout == f"{take.id}\t1 new\t0 known\n"
    before = (take.folder / "comments.jsonl").read_bytes()
    for file in files:
        assert run(take, "import", str(file)).stdout == f"{take.id}\t0 new\t1 known\n"
    assert (take.folder / "comments.jsonl").read_bytes() == before
    assert sorted(texts(take)) == ["Ana says so.", "Ben says so."]
    forged = files[0].read_text(encoding="utf-8").replace("says so", "never said so")
    files[0].write_text(forged, encoding="utf-8")
    again = run(take, "import", str(files[0]))
    assert "1 of the known come with other words" in again.stderr
    assert (take.folder / "comments.jsonl").read_bytes() == before
    assert run(take, "export", "last").stdout_bytes == before


def test_comments_of_another_take_need_a_place(take: Take, tmp_path: Path) -> None:
    run(take, "add", "last", "Good.")
    file = tmp_path / "x.jsonl"
    run(take, "export", "last", "-o", str(file))
    other = made(tmp_path / "other")
    refused = run(other, "import", str(file))
    assert refused.exit_code == 1 and take.id in told(refused) and "--into ID" in told(refused)
    assert run(other, "import", str(file), "--into", "last").stdout == f"{other.id}\t1 new\t0 known\n"
    assert [one.take for one in other.comments()] == [other.id]
    assert run(other, "import", str(file), "--into", "last").stdout == f"{other.id}\t0 new\t1 known\n"
    both = tmp_path / "both.jsonl"
    both.write_bytes(file.read_bytes() + file.read_bytes().replace(take.id.encode(), b"elsewhere"))
    assert run(other, "import", str(both), "--into", "last").exit_code == 2
    some = run(take, "import", str(both))
    assert some.exit_code == 0 and "Left out: the comments on elsewhere" in some.stderr


def test_a_packet_brings_its_comments(take: Take, tmp_path: Path) -> None:
    run(take, "add", "last", "Good.", "--at", "3")
    file = tmp_path / "packet.zip"
    sent = PacketTake(id=take.id, report=take.report(), sound=None)
    file.write_bytes(packets.write(Packet(takes=(sent,), rubric=rubric.shipped_file().read_text(encoding="utf-8"))))
    take.keep_comments(())
    assert run(take, "import", str(file)).stdout == f"{take.id}\t1 new\t0 known\n"
    assert run(take, "import", str(file)).stdout == f"{take.id}\t0 new\t1 known\n"
    assert texts(take) == ["Good."]


def test_a_coach_with_an_empty_folder_takes_in_a_packet_and_comments_on_it(take: Take, tmp_path: Path) -> None:
    file = tmp_path / "packet.zip"
    sent = PacketTake(id=take.id, report=take.report(), sound=b"\xff\xfb sound")
    file.write_bytes(packets.write(Packet(takes=(sent,), rubric=rubric.shipped_file().read_text(encoding="utf-8"))))
    theirs = Take(tmp_path / "coach" / take.id)
    first = run(theirs, "import", str(file))
    assert first.stdout == f"{take.id}\t0 new\t0 known\n"
    assert f"A take that was not here: {take.id} is now in {theirs.folder.parent}." in first.stderr
    assert theirs.report().transcript == take.report().transcript and theirs.answer.read_bytes() == sent.sound
    assert run(theirs, "add", "last", "Good.", "--author", "Ana").exit_code == 0
    again = run(theirs, "import", str(file))
    assert (again.stdout, again.stderr) == (f"{take.id}\t0 new\t0 known\n", "")
    assert texts(theirs) == ["Good."]
    refused = run(theirs, "import", str(file), "--into", "last")
    assert refused.exit_code == 1 and "holds no comment" in told(refused)


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["add", "last"], 2, "Say something"),
        (["add", "last", "x", "--at", "3", "--sentence", "1"], 2, "Choose one of --at and --sentence"),
        (["add", "last", "x", "--rubric", "r.toml"], 2, "--rubric goes with --rate"),
        (["add", "last", "--rate", "result"], 2, "result=4"),
        (["add", "last", "--rate", "result=²"], 2, "result=4"),
        (["add", "last", "--rate", "result=4", "--rate", "result=3"], 2, "Two scores"),
        (["add", "last", "--rate", "result=9"], 1, "Give 1 to 5"),
        (["add", "last", "--rate", "resolt=4"], 1, "Did you mean result?"),
        (["add", "last", "--rate", "warp=4", "--rubric", "nowhere.toml"], 1, "no such file"),
        (["add", "last", "x", "--at", "99"], 1, "ends at 0:22.0"),
        (["add", "last", "x", "--sentence", "9"], 1, "the answer has 5"),
        (["add", "last", "x", "--author", " "], 1, "needs an author"),
        (["add", "nobody", "x"], 1, "There is no take"),
        (["export", "last"], 1, "no comments on"),
        (["import", __file__], 1, "is no comment"),
        (["import", "nowhere.jsonl"], 2, "does not exist"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_why(
    take: Take, arguments: list[str], code: int, why: str
) -> None:
    done = run(take, *arguments)
    assert (done.exit_code, why in told(done)) == (code, True), told(done)
    assert code == 2 or isinstance(done.exception, VoiceInterviewError)
    assert take.comments() == ()


def test_nothing_there(take: Take, tmp_path: Path) -> None:
    listed = run(take, "list", "last")
    assert (listed.exit_code, listed.stdout) == (0, "") and "comments add" in listed.stderr
    empty = tmp_path / "empty.jsonl"
    empty.write_bytes(b"\n")
    assert "holds no comment" in told(run(take, "import", str(empty)))
