"""Makes the pictures of the README anew, from the program itself: `make pictures` (Chromium is needed).

The bundled demo is analysed by this checkout; its report is drawn as the terminal shows it (docs/pictures/terminal.svg)
and as its page looks in a browser (docs/pictures/page.png). Nothing of it is drawn by hand.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

from voice_interview.model import Report

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLUMNS = 80
LAST = "STAR"
"""The section before which the picture of the terminal ends: all of it would be three times as long."""

WIDTH, HEIGHT = 1000, 1040
SMALL = 200_000
"""Bytes that a picture may have, so that a clone stays small."""

FONTS = "Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        report, page = demonstrated(Path(name))
        (PICTURES / "terminal.svg").write_text(terminal(report), encoding="utf-8", newline="\n")
        (PICTURES / "page.png").write_bytes(photograph(page))
    for picture in sorted(PICTURES.iterdir()):
        size = picture.stat().st_size
        print(f"{picture.name}: {size / 1000:.0f} kB")
        if size > SMALL:
            sys.exit(f"{picture.name} is larger than {SMALL:,} bytes.")


def demonstrated(folder: Path) -> tuple[Report, Path]:
    """The report of the bundled demo, and its page."""
    from click.testing import CliRunner

    from voice_interview.cli import cli
    from voice_interview.takes import Takes

    takes, page = folder / "takes", folder / "answer.html"
    for words in (["demo", "--mute"], ["takes", "report", "last", "--format", "html", "-o", str(page)]):
        done = CliRunner().invoke(cli, [*words, "--recordings", str(takes)], catch_exceptions=False)
        if done.exit_code:
            sys.exit(done.output)
    return Takes(takes).all()[-1].report(), page


def terminal(report: Report) -> str:
    """The first sections of the report as a terminal shows them, as SVG that fetches nothing."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    from voice_interview.reports import terminal as rendering

    shown = Text.from_ansi(rendering.render(report, width=COLUMNS, color=True))
    lines = shown.split("\n")
    end = next(place for place, line in enumerate(lines) if line.plain.rstrip() == LAST)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), highlight=False)
    for line in lines[:end]:
        console.print(line)
    drawn = console.export_svg(title="voice-interview demo", theme=MONOKAI, unique_id="report")
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.S)
    return re.sub(r"font-family: (Fira Code, monospace|arial);", f"font-family: {FONTS};", drawn)


def photograph(page: Path) -> bytes:
    """The upper part of a page as a PNG with few colours."""
    from PIL import Image
    from playwright.sync_api import ViewportSize, sync_playwright

    chromium = shutil.which("chromium") or sys.exit("Chromium is needed: sudo apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
        window = browser.new_context(viewport=size, offline=True, color_scheme="light").new_page()
        window.goto(page.as_uri())
        taken = window.screenshot()
        browser.close()
    small = io.BytesIO()
    Image.open(io.BytesIO(taken)).convert("RGB").quantize(96).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main()
