"""What is set for every call: which place comes before which, and what is said of mistakes."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest
from click.testing import CliRunner, Result

from voice_interview.cli import cli, settings
from voice_interview.cli.config import AS_DEFAULTS, defaults
from voice_interview.cli.settings import KEYS, SettingsError, load
from voice_interview.cli.wiring import Against
from voice_interview.errors import HomeError, TakeError
from voice_interview.model import Recording
from voice_interview.takes import Takes

GOOD: dict[str, Any] = {
    "recordings": "my takes",
    "questions": "packs",
    "device": "Blau, größer",
    "voice": "system",
    "engine": "openai-whisper",
    "model": "tiny.en",
    "star_shares": "15/10/60/15",
    "profile": "disfluency-aware",
    "plain": True,
    "keep_days": 90,
}
BAD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(GOOD, ('""', "3", "true", '["a"]', '"  "', "2026-01-01", "{}")),
    "star_shares": ('"1/2/3/4"', '"tsar"', '""'),
    "profile": ('"kind"', "true", '""'),
    "plain": ('""', "3", '"maybe"', '["a"]', "2026-01-01", "{}"),
    "keep_days": ("0", "-1", "1.5", "true", '"ninety"', '""', "36501", f'"{"9" * 5000}"'),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing set: `user` for the user's file, `project` where commands are called."""
    for name in KEYS:
        monkeypatch.delenv(settings.variable(name), raising=False)
    for name in ("user", "project"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "user")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), env=environ)


def user(home: Path, text: str) -> None:
    (home / "user" / settings.USER_FILE).write_text(text, encoding="utf-8")


def project(home: Path, text: str) -> None:
    (home / "project" / settings.PROJECT_FILE).write_text(text, encoding="utf-8")


def test_every_key_is_shown_with_its_default(home: Path) -> None:
    shown = run("config", "show").stdout.splitlines()
    assert [line.split()[0] for line in shown[: len(KEYS)]] == list(KEYS)
    assert all(line.endswith("(default)") for line in shown[: len(KEYS)])
    assert "user: " + str(home / "user" / "config.toml") + " (not there)" in shown
    told = json.loads(run("config", "show", "--json").stdout)
    assert told["settings"]["model"] == {"value": None, "source": "default"}


@pytest.mark.parametrize("name", KEYS)
def test_environment_before_project_before_user(home: Path, name: str) -> None:
    def line(value: Any) -> str:
        return f"{name} = {json.dumps(value)}\n"

    value = GOOD[name]
    user(home, line(value))
    found = settings.current()[name]
    assert (found.source, str(found.value).endswith(str(value))) == ("user", True)
    if not KEYS[name].own_only:
        project(home, line(value))
        assert settings.current()[name].source == "project"
    found = load(home / "user", home / "project", {settings.variable(name): str(value)})[name]
    assert (found.value, found.source) == (value, "environment")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_a_value_that_cannot_be_meant_is_named_with_its_line(home: Path, name: str, value: str) -> None:
    user(home, f"# mine\n\n{name} = {value}\n")
    done = run("takes", "list")
    assert isinstance(done.exception, SettingsError)
    assert str(done.exception).startswith(f"{home / 'user' / 'config.toml'}, line 3: {name}: ")
    assert len(str(done.exception)) < 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('recording = "x"', "line 1: 'recording' is not known. Did you mean recordings?"),
        ("zzz = 1", "There are: recordings, questions"),
        ("[model]\nname = 1", "line 1: model: Write text"),
        ("model = base", "line 1: "),
        ("model: base", "Write an equals sign"),
        ('model = "a"\nmodel = "b"', "line 2: "),
        ("a." * 4000 + "a = 1", "Too many dots"),
        ("model = " + "[" * 5000, "line 1"),
        ("\0", "not UTF-8"),
        ("#" * 300_000, "larger than"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(home: Path, text: str, said: str) -> None:
    project(home, text)
    with pytest.raises(SettingsError) as error:
        settings.current()
    assert said in str(error.value) and "[[" not in str(error.value) and "pack" not in error.value.fix
    assert str(error.value).startswith("voice-interview.toml")


def test_a_broken_file_can_be_shown_and_mended_by_hand_only(home: Path) -> None:
    user(home, "model = ")
    for command in (("takes", "list"), ("config", "show"), ("config", "set", "model", "base")):
        assert isinstance(run(*command).exception, SettingsError)
    assert run("--help").exit_code == run("config", "--help").exit_code == 0
    assert (home / "user" / "config.toml").read_text() == "model = "


def test_settings_are_the_defaults_of_options_and_options_come_first(home: Path) -> None:
    here, there = home / "here", home / "there"
    Takes(here).new(None, datetime(2026, 1, 2, tzinfo=UTC)).record(Recording(path="answer.wav", seconds=1.0))
    user(home, f'recordings = "{there.as_posix()}"')
    assert "There are no takes in" in run("takes", "list").stderr
    assert str(there) in run("takes", "list").stderr
    assert run("takes", "list", "--recordings", str(here)).stdout.count("\n") == 1
    project(home, 'recordings = "../here"')
    assert run("takes", "list").stdout.count("\n") == 1, "as seen from the file"
    assert run("takes", "list", VOICE_INTERVIEW_RECORDINGS=str(there)).stdout == ""
    assert run("takes", "list", "--recordings", str(here), VOICE_INTERVIEW_RECORDINGS=str(there)).stdout


def test_a_model_of_the_settings_is_looked_for(home: Path) -> None:
    said = home / "answer.wav"
    said.write_bytes((Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac").read_bytes())
    user(home, 'model = "no-such-model"')
    assert "no-such-model" in run("analyze", str(said)).stderr
    assert "tinier" in run("analyze", str(said), VOICE_INTERVIEW_MODEL="tinier").stderr


def test_shares_of_the_settings_are_those_of_the_report(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used = []

    def of_text(_: Path, against: Against) -> NoReturn:
        used.append(against.star_shares.scheme)
        raise TakeError("Enough.", "")

    monkeypatch.setattr(import_module("voice_interview.cli.analyze"), "of_text", of_text)
    user(home, 'star_shares = "car"')
    for arguments in ((), ("--star-shares", "starl")):
        run("analyze", "--transcript", "answer.txt", *arguments)
    run("analyze", "--transcript", "answer.txt", VOICE_INTERVIEW_STAR_SHARES="soar")
    assert used == ["CAR", "STARL", "SOAR"]


def test_questions_of_the_settings_add_to_the_shipped_ones(home: Path) -> None:
    packs = home / "project" / "packs"
    packs.mkdir()
    pack = (Path(__file__).parent.parent / "questions" / "behavioural-core.toml").read_text(encoding="utf-8")
    (packs / "mine.toml").write_text(re.sub('(?m)^id = "', 'id = "my-own-', pack), encoding="utf-8")
    project(home, 'questions = "packs"')
    listed = run("questions", "list")
    assert "my-own-" in listed.stdout, listed.exception


def test_only_options_of_that_meaning_take_a_setting(home: Path) -> None:
    user(home, 'device = "Blue"\nvoice = "system"\nmodel = "tiny.en"')
    commands = {name: cli.get_command(click.Context(cli), name) for name in ("practice", "takes")}
    made = defaults({name: one for name, one in commands.items() if one}, settings.current())
    assert made["practice"] == {"model": "tiny.en", "voice": "system"}
    assert made["takes"]["play"] == {}
    assert set(AS_DEFAULTS) <= set(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_set_and_show_and_unset(home: Path, name: str) -> None:
    done = run("config", "set", name, str(GOOD[name]))
    assert done.exit_code == 0, done.stderr
    shown = json.loads(run("config", "show", "--json").stdout)["settings"][name]
    assert shown["source"] == "user" and str(shown["value"]).endswith(str(GOOD[name]))
    if KEYS[name].is_path:
        assert Path(shown["value"]) == (home / "project" / GOOD[name]).resolve(), (
            "as seen from here, whoever calls from where"
        )
    assert run("config", "set", name).exit_code == 0
    assert json.loads(run("config", "show", "--json").stdout)["settings"][name] == {"value": None, "source": "default"}


def test_set_keeps_what_was_written_by_hand(home: Path) -> None:
    user(home, '# my own words\nmodel = "base" # for now\n')
    run("config", "set", "model", "tiny.en")
    run("config", "set", "keep_days", "90")
    text = (home / "user" / "config.toml").read_text()
    assert text == '# my own words\nmodel = "tiny.en" # for now\nkeep_days = 90\n'
    if os.name != "nt":
        assert (home / "user" / "config.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("keep_days", "ninety"), "a whole number of days"),
        (("keep_days", "0"), "a whole number of days"),
        (("keepdays", "9"), "Did you mean keep_days?"),
        (("zzz",), "There are: recordings"),
        (("voice", "nobody"), "There are: hibari, system"),
        (("engine", "nothing"), "There are: faster-whisper, openai-whisper"),
        (("star_shares", "tsar"), "star_shares: "),
        (("device", " "), "Write text"),
    ],
)
def test_what_cannot_be_set_is_not_written(home: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("config", "set", *arguments)
    assert done.exit_code != 0 and said in f"{done.stderr} {done.exception}"
    assert not list((home / "user").iterdir())


NOBODYS = "~nobody-at-all/x"


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [
        (("takes", "list", "--recordings", NOBODYS), {}),
        (("questions", "list", "--questions", NOBODYS), {}),
        (("config", "set", "recordings", NOBODYS), {}),
        (("models", "list"), {"VOICE_INTERVIEW_CACHE": NOBODYS}),
    ],
)
def test_a_home_folder_of_nobody_is_one_sentence(
    home: Path, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    done = run(*arguments, **environ)
    assert isinstance(done.exception, HomeError) and NOBODYS in done.exception.message
    assert not list((home / "user").iterdir())


def test_a_home_folder_of_nobody_in_a_file_is_named_with_its_line(home: Path) -> None:
    user(home, f'# mine\nmodel = "{NOBODYS}"')
    with pytest.raises(SettingsError, match=r"config\.toml, line 2: model: ~nobody-at-all/x cannot be found"):
        settings.current()


def test_what_stands_before_it_is_told(home: Path) -> None:
    project(home, 'model = "tiny.en"')
    assert "voice-interview.toml comes before it: tiny.en" in run("config", "set", "model", "base").stderr
    done = run("config", "set", "voice", "hibari", VOICE_INTERVIEW_VOICE="system")
    assert "VOICE_INTERVIEW_VOICE comes before it: system" in done.stderr


def test_a_folder_that_cannot_be_written_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: home / "file" / "below")
    assert "cannot be written" in str(run("config", "set", "model", "base").exception)


def test_the_settings_of_before_are_read_and_moved(home: Path) -> None:
    former = home / "user" / "settings.json"
    former.write_text('{"device": "Blue, ALSA", "star_shares": "car"}')
    assert settings.current().text("device") == "Blue, ALSA"
    run("config", "set", "model", "tiny.en")
    assert not former.exists()
    found = settings.current()
    assert [found.text(name) for name in ("device", "star_shares", "model")] == ["Blue, ALSA", "car", "tiny.en"]


@pytest.mark.parametrize("content", [b"{", b'{"device": 3}', b"\xff\xfe", b"[]", b'{"star_shares": "tsar"}'])
def test_damaged_settings_of_before_say_where_they_are(home: Path, content: bytes) -> None:
    (home / "user" / "settings.json").write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        settings.current()


def test_a_working_folder_that_is_gone_has_no_project_file(home: Path) -> None:
    gone = home / "gone"
    gone.mkdir()
    os.chdir(gone)
    try:
        gone.rmdir()
        assert settings.current()["model"].source == "default"
    except OSError:  # Windows keeps a folder that somebody works in
        assert os.name == "nt"
    finally:
        os.chdir(home)


# --- keep_days ----------------------------------------------------------------------------------------------------


def two_takes(home: Path) -> Takes:
    takes, now = Takes(home / "data" / "recordings"), datetime.now(UTC)
    for days in (100, 1):
        takes.new(None, now - timedelta(days=days)).record(Recording(path="answer.wav", seconds=1.0))
    return takes


def test_nothing_is_removed_unless_the_user_says_so(home: Path) -> None:
    takes = two_takes(home)
    assert run("takes", "list").stderr == "" and len(takes.all()) == 2
    user(home, "keep_days = 365")
    assert run("takes", "list").stderr == "" and len(takes.all()) == 2


@pytest.mark.parametrize("by", ["user", "environment"])
def test_what_is_older_is_removed_and_named(home: Path, by: str) -> None:
    takes = two_takes(home)
    old = takes.all()[0].id
    if by == "user":
        user(home, "keep_days = 90")
    environ = {"VOICE_INTERVIEW_KEEP_DAYS": "90"} if by == "environment" else {}
    listed = run("takes", "list", "--json", **environ)
    assert listed.stderr == f"Removed a take older than 90 days (keep_days): {old}.\n"
    assert [row["id"] for row in json.loads(listed.stdout)] == [take.id for take in takes.all()]
    assert len(takes.all()) == 1 and run("takes", "list", **environ).stderr == ""


@pytest.mark.parametrize("command", [("takes", "show"), ("analyze", "--again")])
def test_a_take_that_is_asked_for_by_name_is_not_removed_first(home: Path, command: tuple[str, ...]) -> None:
    takes = two_takes(home)
    user(home, "keep_days = 90")
    done = run(*command, takes.all()[0].id)
    assert done.exit_code != 0 and "Removed" not in done.stderr, "there is nothing in it"
    assert len(takes.all()) == 2


def test_a_project_cannot_have_takes_removed(home: Path) -> None:
    takes = two_takes(home)
    project(home, "keep_days = 1")
    done = run("takes", "list")
    assert isinstance(done.exception, SettingsError) and "belongs to your own settings" in str(done.exception)
    assert len(takes.all()) == 2


def test_a_take_that_is_being_recorded_is_kept(home: Path) -> None:
    takes = Takes(home / "data" / "recordings")
    take = takes.new(None, datetime.now(UTC) - timedelta(days=100))
    user(home, "keep_days = 90")
    assert run("takes", "list").stderr == "" and take.folder.exists()
    assert "removes takes older than 90 days" in run("config", "set", "keep_days", "90").stderr
