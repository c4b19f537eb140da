"""The fenced blocks of the README and of docs/, by their language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

_FENCE = re.compile(r"^```(\w*)[ ]?(.*?)\n(.*?)^```$", re.M | re.S)


class Block(NamedTuple):
    """`language` and `name` are what stands behind the fence, `line` where it begins."""

    page: str
    line: int
    language: str
    name: str
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(page.name, text.count("\n", 0, found.start()) + 1, *found.groups()) for found in _FENCE.finditer(text)
    ]


BLOCKS = tuple(block for page in PAGES for block in blocks(page))


def commands(block: Block) -> list[str]:
    """The calls in a block for a shell: without remarks, lines that end in a backslash joined."""
    lines = block.text.replace("\\\n", " ").splitlines()
    return [call for line in lines if (call := re.sub(r"(^|\s\s+)#.*$", "", line).strip())]


def python_files(page: str) -> dict[str, str]:
    """The Python blocks of a page, those of one name put together to a file."""
    files: dict[str, str] = {}
    for block in BLOCKS:
        if block.page == page and block.language == "python":
            files[block.name] = f"{files[block.name]}\n\n{block.text}" if block.name in files else block.text
    return files
