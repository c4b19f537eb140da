"""What `--help` shows under the options: for each command, calls as people make them."""

from __future__ import annotations

from collections.abc import Mapping

import click

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "practice": ("practice", "practice angry-customer --follow-ups 2", 'practice --ask "Why this company?"'),
    "demo": ("demo", "demo --mute --model tiny.en"),
    "analyze": (
        "analyze answer.m4a --question angry-customer",
        "analyze --transcript answer.txt",
        "analyze --again last --model tiny.en",
    ),
    "questions list": ("questions list", "questions list --pack customer-service --kind behavioural"),
    "questions show": ("questions show angry-customer",),
    "questions check": ("questions check my-questions.toml",),
    "takes list": ("takes list", 'takes list --text "wrong size" --over length 60 --sort pace'),
    "takes show": ("takes show last", "takes show last --fillers"),
    "takes report": ("takes report last --format html -o answer.html", "takes report last --format csv"),
    "takes play": ("takes play last", "takes play last --at 0:12.4", "takes play last --fillers"),
    "takes compare": (
        "takes compare 3f2a last",
        "takes compare 3f2a last --format html -o both.html",
    ),
    "takes correct": ("takes correct last --strike 0:16.2", "takes correct last --add 0:05 um --mend 0:02 service"),
    "takes label": ("takes label last", "takes label last --sentence 4 situation --part task implied"),
    "takes reuse": ("takes reuse",),
    "takes delete": ("takes delete 3f2a",),
    "takes purge": ("takes purge --older-than 90d",),
    "takes recover": ("takes recover",),
    "progress": (
        "progress",
        "progress --question angry-customer --since 2026-03-01",
        "progress --format html -o p.html",
    ),
    "share": ("share last -o packet.zip --redact", 'share last -o packet.zip --redact --redact-term "Blue Heron"'),
    "comments add": (
        'comments add last --at 0:12 "Who was the customer?"',
        'comments add last --rate result=2 "No figure."',
    ),
    "comments list": ("comments list last",),
    "comments export": ("comments export last -o comments.jsonl",),
    "comments import": ("comments import comments.jsonl", "comments import packet.zip"),
    "comments rubric": ("comments rubric",),
    "cohort analyze": ("cohort analyze course", "cohort analyze course --kind behavioural --workers 2"),
    "cohort report": ("cohort report course", "cohort report course -o cohort.html"),
    "serve": ("serve", "serve --port 8765 --no-browser"),
    "models list": ("models list",),
    "models verify": ("models verify", "models verify base"),
    "models fetch": ("models fetch small.en",),
    "config show": ("config show",),
    "config set": ("config set model tiny.en", "config set keep_days 90", "config set model"),
    "schema": ("schema",),
    "doctor": ("doctor", "doctor --offline"),
}
"""By the words that name the command; a test parses each of them."""


def add_help(command: click.Command, name: str) -> None:
    """Put the examples of a command, and of those within it, under its help; in a list of commands the first sentence
    stands whole, where click would cut it short."""
    if isinstance(command, click.Group):
        for word, one in command.commands.items():
            add_help(one, f"{name} {word}")
    if command.help:
        command.short_help = first_sentence(command.help)
    if name in EXAMPLES:
        lines = (f"  voice-interview {example}" for example in EXAMPLES[name])
        command.epilog = "\b\nExamples:\n" + "\n".join(lines)


def first_sentence(text: str) -> str:
    """The first paragraph of a help text up to its first full stop, on one line."""
    paragraph = " ".join(text.strip().split("\n\n")[0].split())
    sentence, dot, _ = paragraph.partition(". ")
    return sentence + dot.strip()
