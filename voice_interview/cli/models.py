"""`models`: the Whisper weights on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voice_interview.cli.completion import fetchable, model_names
from voice_interview.cli.places import cache_folder
from voice_interview.cli.plain import tell
from voice_interview.errors import WeightsError

if TYPE_CHECKING:
    from voice_interview.whisper.weights import Place


@click.group("models")
def models_group() -> None:
    """The Whisper models on this machine: list them, verify their checksums, fetch another one."""


@models_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
def list_models(as_json: bool) -> None:
    """List the models that can be used now, and the names of those that can be fetched."""
    from voice_interview.whisper import weights

    places = weights.installed(cache=cache_folder())
    if as_json:
        import msgspec

        rows = [{"name": place.name, "source": place.source, "folder": str(place.folder)} for place in places]
        click.echo(msgspec.json.encode(rows))
        return
    for place in places:
        tell(f"{place.name:15}  {place.source}")
    if not places:
        click.echo("There are no Whisper models on this machine.", err=True)
    others = [name for name in weights.NAMES if name not in {place.name for place in places}]
    click.echo(f"To be had with `voice-interview models fetch NAME`: {', '.join(others)}", err=True)


@models_group.command()
@click.argument("name", required=False, shell_complete=model_names)
def verify(name: str | None) -> None:
    """Compare checksums with the published ones, of NAME or of every model here. Exit code 1 if one is damaged."""
    from voice_interview.whisper import weights

    places = weights.locate(name, cache=cache_folder()) if name else weights.installed(cache=cache_folder())
    if not places:
        raise weights.missing(name or "base")
    failed = [place for place in places if not _verified(place)]
    if failed:
        raise click.exceptions.Exit(1)


@models_group.command()
@click.argument("name", shell_complete=fetchable)
def fetch(name: str) -> None:
    """Download the model NAME into the cache folder. Nothing else in this program uses the network."""
    from voice_interview.whisper import fetch as fetching
    from voice_interview.whisper import weights

    here = weights.locate(name, cache=cache_folder())
    if here and _verified(here[0]):
        click.echo(f"{name} is here already.", err=True)
        return
    click.echo(f"Fetching {name} from huggingface.co", err=True)
    found = fetching.fetch(name, cache=cache_folder())
    click.echo(f"{found.name} is ready. Use it with: --model {found.name}")


def _verified(place: Place) -> bool:
    """Verify one place and say how it went."""
    from voice_interview.whisper import weights

    try:
        found = weights.verify(place)
    except WeightsError as error:
        click.echo(f"voice-interview: {error}", err=True)
        return False
    proof = "matches the published checksum" if found.published else "readable; no checksum is published for it"
    tell(f"{found.name:15}  {proof} ({found.sha256[:12]}...)")
    return True
