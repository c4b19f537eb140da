"""What the user has set for every call: the environment before the project's file before the user's own file.

    VOICE_INTERVIEW_MODEL=tiny.en    in the environment
    model = "tiny.en"                in voice-interview.toml of the folder in which a command is called
    model = "tiny.en"                in config.toml of the user's configuration folder

An option on the command line comes before all three.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from voice_interview.cli.places import config_folder
from voice_interview.errors import HomeError, VoiceInterviewError
from voice_interview.files import expanded, private_folder, read_whole, write_whole
from voice_interview.model import Profile
from voice_interview.toml_lines import Document
from voice_interview.toml_lines import read as read_toml

USER_FILE = "config.toml"
PROJECT_FILE = "voice-interview.toml"
FORMER = "settings.json"
"""Where microphone and shares stood before there was `config.toml`; read until that is written."""

FOREVER = 36_500
"""Days; nobody keeps anything longer."""

Source = Literal["environment", "project", "user", "default"]


class SettingsError(VoiceInterviewError):
    code = "settings"


@dataclass(frozen=True)
class Key:
    """Something that can be set: what it is, its default in words, what is made of a value that was written (raises
    ValueError with what to write), and whether it may stand in a project's file: what removes takes may not, for a
    folder that somebody hands on must not delete what is not his."""

    about: str
    default: str
    check: Callable[[object], str | int]
    is_path: bool = False
    own_only: bool = False


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(f'Write text: "name", not {_shown(value)}.')
    return value


def _shares(value: object) -> str:
    from voice_interview.metrics.star_clock import parse

    written = _text(value)
    parse(written)
    return written


def _days(value: object) -> int:
    number = int(value) if isinstance(value, str) and value.strip().isdecimal() and len(value) < 9 else value
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= FOREVER:
        raise ValueError(f"Write a whole number of days from 1 to {FOREVER}, not {_shown(value)}.")
    return number


SWITCHES = {"yes": True, "on": True, "true": True, "1": True, "no": False, "off": False, "false": False, "0": False}


def _switch(value: object) -> bool:
    found = SWITCHES.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise ValueError(f"Write true or false, not {_shown(value)}.")
    return found


def _profile(value: object) -> str:
    written = _text(value)
    if written not in get_args(Profile):
        raise ValueError(f"There are {' and '.join(get_args(Profile))}, not {_shown(value)}.")
    return written


def _shown(value: object) -> str:
    return repr(value) if len(repr(value)) <= 40 else f"{repr(value)[:40]}..."


KEYS: dict[str, Key] = {
    "recordings": Key("folder of takes", "./recordings of this project, else your data folder", _text, is_path=True),
    "questions": Key("folder of your packs", "questions in your configuration folder", _text, is_path=True),
    "device": Key("microphone of practice", "the system's", _text),
    "voice": Key("who speaks the question", "hibari", _text),
    "engine": Key("transcription engine", "faster-whisper", _text),
    "model": Key("Whisper model: a name, or a folder with weights", "base", _text),
    "star_shares": Key("advised shares of a story's time, or a scheme", "20/10/60/10", _shares),
    "profile": Key("what is judged: standard, or disfluency-aware for people who stutter", "standard", _profile),
    "plain": Key("plain lines, as for a screen reader", "no, except on a dumb terminal", _switch),
    "keep_days": Key("days after which takes are removed by themselves", "for ever", _days, own_only=True),
}


@dataclass(frozen=True)
class Setting:
    """A value, None for the default; who set it; and where that stands: a file, or a variable's name."""

    value: str | int | None = None
    source: Source = "default"
    place: str = ""


@dataclass(frozen=True)
class Settings:
    """Every key with its value; `files` those that were looked for."""

    found: Mapping[str, Setting] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Setting:
        return self.found.get(name, Setting())

    def text(self, name: str) -> str | None:
        value = self[name].value
        if isinstance(value, bool):
            return "yes" if value else "no"
        return None if value is None else str(value)

    @property
    def keep_days(self) -> int | None:
        value = self["keep_days"].value
        return value if isinstance(value, int) else None


def current() -> Settings:
    """The settings of this call. Raises SettingsError with the place of the first mistake."""
    return load(config_folder(), Path(), os.environ)


def load(user: Path, project: Path, environ: Mapping[str, str]) -> Settings:
    """The settings by the user's folder, the project's folder and the environment. Raises SettingsError."""
    found: dict[str, Setting] = {}
    for name, value in _of_user(user).items():
        found[name] = Setting(value, "user", str(user / (USER_FILE if (user / USER_FILE).exists() else FORMER)))
    for name, value in _of_file(project / PROJECT_FILE, own=False).items():
        found[name] = Setting(value, "project", str(project / PROJECT_FILE))
    for name, key in KEYS.items():
        if written := environ.get(variable(name)):
            try:
                found[name] = Setting(key.check(written), "environment", variable(name))
            except ValueError as error:
                raise SettingsError(f"{variable(name)} in the environment: {error}", "") from None
    return Settings(found)


def variable(name: str) -> str:
    return f"VOICE_INTERVIEW_{name.upper()}"


def _of_user(folder: Path) -> dict[str, str | int]:
    found = _of_file(folder / USER_FILE, own=True)
    former = folder / FORMER
    if found or (folder / USER_FILE).exists() or not former.exists():
        return found
    try:
        written = msgspec.json.decode(read_whole(former), type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OSError) as error:
        raise SettingsError(f"{former} cannot be read: {error}.", "Mend it, or delete it to begin anew.") from None
    return {name: checked(name, written[name], former) for name in ("device", "star_shares") if written.get(name)}


def _of_file(path: Path, own: bool) -> dict[str, str | int]:
    if not path.is_file():
        return {}
    document = read_toml(path, "")
    if not isinstance(document, Document) or document.mistakes:
        first = document.mistakes[0] if isinstance(document, Document) else document[0]
        fix = 'Write each setting once: key = "text".' if "[" in first.fix or "pack" in first.fix else first.fix
        raise SettingsError(f"{path}, line {first.line}: {first.problem}", fix)
    found = {}
    for name, value in document.tables.items():
        place = f"{path}, line {document.line(-1, name)}"
        if name in KEYS and KEYS[name].own_only and not own:
            raise SettingsError(
                f"{place}: {name} belongs to your own settings, not to a project's.",
                f"Take it out, and write: voice-interview config set {name} {value}",
            )
        found[name] = checked(name, value, place)
        if KEYS[name].is_path or (name == "model" and any(mark in str(value) for mark in "/\\")):
            try:
                found[name] = str(path.parent / expanded(Path(str(value))))
            except HomeError as error:
                raise SettingsError(f"{place}: {name}: {error.message}", error.fix) from None
    return found


def checked(name: str, value: object, place: object) -> str | int:
    """What is made of a value that was written for this key. Raises SettingsError that names the place."""
    if name not in KEYS:
        near = get_close_matches(name, KEYS, 1)
        fix = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(KEYS)}."
        raise SettingsError(f"{place}: {_shown(name)} is not known.", fix)
    try:
        return KEYS[name].check(value)
    except ValueError as error:
        raise SettingsError(f"{place}: {name}: {error}", "") from None


def save(folder: Path, name: str, value: object) -> Path:
    """Write one setting into the user's file, whose comments stay; None takes it out. Returns the file. Raises
    SettingsError for what cannot be meant or written."""
    import tomlkit

    path = folder / USER_FILE
    kept = _of_user(folder)
    value = value if value is None else checked(name, value, "config set")
    try:
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        document = tomlkit.parse(text)
        for key, old in ({} if text else kept).items():
            document[key] = old
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
        private_folder(folder)
        write_whole(path, tomlkit.dumps(document).encode())
        (folder / FORMER).unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.", "Check the folder's permissions.") from None
    return path
