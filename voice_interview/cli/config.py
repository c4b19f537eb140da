"""`config`: what is set for every call, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voice_interview.cli import settings
from voice_interview.cli.completion import setting_names
from voice_interview.cli.places import config_folder
from voice_interview.cli.plain import tell
from voice_interview.files import expanded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voice_interview.cli.settings import Setting

AS_DEFAULTS = ("recordings", "engine", "model", "voice", "star_shares", "profile", "plain")
"""Settings that are the default of every option of that name. The others are asked for where they are needed: a
microphone that is not there is no mistake, and `--device` of `takes play` is a loudspeaker."""


@click.group("config")
def config_group() -> None:
    """See and change what holds for every call: options before environment before project before user."""


@config_group.command("show")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(as_json: bool) -> None:
    """Show every setting, its value and where it comes from."""
    found = settings.current()
    files = {"project": Path(settings.PROJECT_FILE).absolute(), "user": config_folder() / settings.USER_FILE}
    if as_json:
        import msgspec

        rows = {name: {"value": found[name].value, "source": found[name].source} for name in settings.KEYS}
        click.echo(msgspec.json.encode({"settings": rows, "files": {who: str(path) for who, path in files.items()}}))
        return
    from voice_interview.reports.content import clean

    width = max(map(len, settings.KEYS))
    for name, key in settings.KEYS.items():
        value = found.text(name) or key.default
        tell(f"{name:{width}}  {clean(value)}  ({_where(found[name])})")
    click.echo("")
    for who, path in files.items():
        click.echo(clean(f"{who}: {path}{'' if path.is_file() else ' (not there)'}"))


def _where(setting: Setting) -> str:
    return f"{setting.source} {setting.place}" if setting.source == "environment" else setting.source


@config_group.command("set")
@click.argument("key", metavar="KEY", shell_complete=setting_names)
@click.argument("value", metavar="[VALUE]", required=False)
def set_(key: str, value: str | None) -> None:
    """Write a setting into your own file; without VALUE its default holds again.

    \b
    recordings   folder of the takes
    questions    folder of your own question packs
    device       microphone of practice
    voice        who speaks the question: hibari or system
    engine       faster-whisper or openai-whisper
    model        a name (see `models list`), or a folder with weights
    star_shares  15/10/60/15, or star, car, soar, starl
    profile      standard, or disfluency-aware: no judgement of fillers and pace
    plain        yes: plain lines, as for a screen reader
    keep_days    days after which takes are removed by themselves; off unless set
    """
    if value is not None:
        value = _meant(key, value)
    elif key not in settings.KEYS:
        settings.checked(key, value, "config set")
    path = settings.save(config_folder(), key, value)
    click.echo(f"Wrote {path}.", err=True)
    over = settings.current()[key]
    if over.source in ("environment", "project"):
        click.echo(f"Here {over.place} comes before it: {over.value}.", err=True)
    if key == "keep_days" and value is not None:
        click.echo(f"The next practice, progress or takes list removes takes older than {value} days.", err=True)


def _meant(key: str, value: str) -> str:
    """A folder as it is named from here; names of plug-ins are looked up."""
    if key in ("voice", "engine"):
        from voice_interview import plugins

        known_names = plugins.names("voices" if key == "voice" else "engines")
        if value not in known_names:
            raise click.UsageError(f"There is no {key} {value!r}. There are: {', '.join(known_names)}.")
    known = settings.KEYS.get(key)
    is_path = (known is not None and known.is_path) or (key == "model" and any(mark in value for mark in "/\\"))
    return str(expanded(Path(value)).resolve()) if is_path and value.strip() else value


def defaults(commands: Mapping[str, click.Command], found: settings.Settings) -> dict[str, Any]:
    """The settings as click takes defaults: for each command, by the names of its options. They come after the command
    line and the environment."""
    wanted = {name: value for name in AS_DEFAULTS if (value := found.text(name)) is not None}
    if not wanted:
        return {}
    made: dict[str, Any] = {}
    for name, command in commands.items():
        if isinstance(command, click.Group):
            made[name] = defaults(command.commands, found)
        else:
            taken = {option.name for option in command.params}
            made[name] = {option: value for option, value in wanted.items() if option in taken}
    return made
