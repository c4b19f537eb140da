"""What Hugging Face's tools leave on the disk: their cache of models, and the checksums they were served under.

Only looked at; nothing here opens a connection.
"""

from __future__ import annotations

import os
from pathlib import Path


def newest(model: str) -> Path | None:
    """The newest snapshot of a faster-whisper model in the Hugging Face cache; looked up on disk, never downloaded."""
    home = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    hub = Path(home) if home else Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface") / "hub"
    snapshots = hub.glob(f"models--{repository(model).replace('/', '--')}/snapshots/*/model.bin")
    return max((file.parent for file in snapshots), key=lambda folder: folder.stat().st_mtime, default=None)


def repository(model: str) -> str:
    """The repository at Hugging Face that holds a model in CTranslate2's form."""
    if model == "large-v3-turbo":
        return "mobiuslabsgmbh/faster-whisper-large-v3-turbo"
    kind, name = ("distil-", model.removeprefix("distil-")) if model.startswith("distil-") else ("", model)
    return f"Systran/faster-{kind}whisper-{name}"


def announced(file: Path) -> str | None:
    """The sha256 under which Hugging Face served a file: the name of its blob in their cache, the etag noted beside a
    download into a folder of ours; None where it lies otherwise."""
    note = file.parent / ".cache" / "huggingface" / "download" / f"{file.name}.metadata"
    told = file.resolve().name if file.is_symlink() else ""
    if not told and note.is_file():
        told = (note.read_text(encoding="utf-8").splitlines() + [""] * 2)[1].strip()
    return told if len(told) == 64 and all(letter in "0123456789abcdef" for letter in told) else None
