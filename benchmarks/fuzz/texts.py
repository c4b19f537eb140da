"""Targets that people write by hand: packs, rubrics, settings, lists of fillers, a company's text, transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.fuzz import mutations
from benchmarks.fuzz.bounds import Step
from benchmarks.fuzz.target import ROOT, Target, examples

PACK = b"""title = "Mine"
language = "en"

[[question]]
id = "late-parcel"
text = "Tell me about a time when you were late."
kind = "behavioural"
looks_for = ["empathy", "patience"]
listens_for = "An apology."
think_seconds = 20
answer_seconds = 90.5
follow_ups = ["What did you learn?", '''And
then?''']

[[question]]
"id" = "second" # a remark
text = "What is good service?"
kind = "philosophy"
"""
FILLERS = b"""[en]
count = ["at the end of the day", "to be fair"]   # often
never = ["basically"]
"""
CONFIG = b"""# mine
recordings = "takes"
device = "USB"
star_shares = "15/10/60/15"
model = "tiny.en"
keep_days = 90
"""
FORMER = b'{"device": "USB", "star_shares": "car"}'
COMPANY = """Our values

* Integrity: we do what we say
* We listen before we speak — and we mean it.

Who we look for: somebody who stays calm when a customer is angry, finds
out what went wrong, and puts it right. www.example.org
""".encode()
VTT = b"""WEBVTT

1
00:00:00.000 --> 00:00:02.500 align:start
<v Ana>So, <i>one day</i> a customer called.

NOTE a remark

2
00:00:02.500 --> 00:00:05.000
I listened &amp; I apologised.
"""
SRT = b"""1
00:00:00,000 --> 00:00:02,500
So, one day a customer called.

2
00:00:02,500 --> 00:00:05,000
I listened, um, and I {\\i1}apologised{\\i0}.
"""
OTHER_CAPTIONS = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
    b"Format: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:02.00,Default,So one day\n",
    b"{0}{25}So one day|a customer called.\n{30}{60}I listened.\n",
    b"[0][25]So one day\n[30][60]I listened.\n",
    b"00:00:00:So one day\n00:00:03:I listened.\n",
    b'<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="2s">So one day</p></div></body></tt>',
    b"<SAMI><BODY><SYNC Start=0><P>So one day</P></SYNC><SYNC Start=2000><P>&nbsp;</P></SYNC></BODY></SAMI>",
    b'<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]><tt xmlns="http://www.w3.org/ns/ttml"><body>'
    b'<div><p begin="0s" end="2s">&b;</p></div></body></tt>',
)
TXT = "So, one day a customer called. I listened – and, um, I apologised… She was happy.".encode()


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _pack(folder: Path, draw: Random) -> None:
    shipped = sorted((ROOT / "questions").glob("*.toml"))
    data = PACK if draw.random() < 0.7 else draw.choice(shipped).read_bytes()
    put(folder / draw.choice(("mine.toml",) * 9 + ("M\u202e ine.toml",)), mutations.text_file(data, draw))


def _packs_read(folder: Path) -> Iterator[Step]:
    from voice_interview import questions

    for path in folder.iterdir():
        yield lambda path=path: [str(one) for one in questions.check(path)]  # type: ignore[misc]
    yield lambda: questions.load_packs([folder])


def _rubric(folder: Path, draw: Random) -> None:
    from voice_interview import rubric

    put(folder / "mine.toml", mutations.text_file(rubric.shipped_file().read_bytes(), draw))


def _rubric_read(folder: Path) -> Iterator[Step]:
    from voice_interview import rubric
    from voice_interview.reports import rating_sheet

    yield lambda: rating_sheet.render(rubric.load(folder / "mine.toml"))


def _settings(folder: Path, draw: Random) -> None:
    files = {
        "fillers.toml": FILLERS,
        "user/config.toml": CONFIG,
        "voice-interview.toml": CONFIG.replace(b"keep", b"# "),
    }
    for name in draw.sample(sorted(files), draw.choice((1, 2, 3))):
        put(folder / name, mutations.text_file(files[name], draw))
    if draw.random() < 0.3:
        (folder / "user/config.toml").unlink(missing_ok=True)
        put(folder / "user/settings.json", mutations.json_file(FORMER, draw))
    (folder / "user").mkdir(exist_ok=True)


def _settings_read(folder: Path) -> Iterator[Step]:
    from voice_interview.cli import filler_lists, settings

    yield partial(filler_lists.load, folder)
    yield partial(settings.load, folder / "user", folder, {})
    yield partial(settings.load, folder / "user", folder / "none", {})
    yield partial(settings.load, folder / "none", folder, {})
    yield partial(settings.save, folder / "user", "model", "base")


def _company(folder: Path, draw: Random) -> None:
    put(folder / "values.txt", mutations.text_file(COMPANY, draw))


def _company_read(folder: Path) -> Iterator[Step]:
    from voice_interview.cli import company

    yield partial(company.load, folder / "values.txt")


def _transcript(folder: Path, draw: Random) -> None:
    ending = draw.choice(("txt", "vtt", "srt", "vtt", "srt", "json"))
    whole = {"txt": (TXT,), "vtt": (VTT, *OTHER_CAPTIONS), "srt": (SRT, *OTHER_CAPTIONS)}
    if ending == "json":
        data = mutations.json_file(draw.choice(examples("transcript.json", "report.json")), draw)
    else:
        data = mutations.text_file(draw.choice(whole[ending]), draw)
    put(folder / f"said.{ending}", data)


def _transcript_read(folder: Path) -> Iterator[Step]:
    from voice_interview.cli.wiring import Against, of_text
    from voice_interview.reports import markdown, terminal

    def analysed(path: Path) -> None:
        report = of_text(path, Against())
        terminal.render(report)
        markdown.render(report)

    for path in folder.iterdir():
        yield partial(analysed, path)


TARGETS = (
    Target("packs", "question packs (TOML)", _pack, _packs_read),
    Target("rubric", "rubrics (TOML)", _rubric, _rubric_read),
    Target("settings", "config.toml, voice-interview.toml, settings.json, fillers.toml", _settings, _settings_read),
    Target("company", "a company's text", _company, _company_read),
    Target("transcripts", "texts and captions given to `analyze --transcript`", _transcript, _transcript_read),
)
