"""`schema`: the shape of the JSON, from the types themselves."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of a report."""
    import msgspec

    from voice_interview.model import Report

    click.echo(msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Report)), indent=2))
