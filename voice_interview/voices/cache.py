"""What a voice has said once is not rendered again."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voice_interview.errors import VoiceError
from voice_interview.files import private_folder, write_whole
from voice_interview.voices import pcm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voice_interview.plugins import Voice

FOLDER = "spoken"
"""Its name within the cache folder."""

_WITHOUT_VERSION = re.compile(r"-[0-9a-f]{32}$")
"""How the names of files ended whose text could not be told from their voice."""


def rendered(voice: Voice, text: str, folder: Path) -> Path:
    """The WAV file (mono, 16-bit) in which `voice` says `text`, with little silence around it; rendered on first use.

    The name holds the voice, a hash of the text, and one of the voice with its version where it has one; a file beside
    it holds the checksum of the sound, and what does not match is rendered again. Raises VoiceError.
    """
    try:
        private_folder(folder)
    except OSError as error:
        raise VoiceError(f"{folder} could not be made ({error.strerror}).", "Check the disk, or use --mute.") from error
    speaker = f"{voice.name}\0{getattr(voice, 'version', '')}"
    name = f"{voice.name}-{_key(text)}-{_key(speaker)[:8]}"
    sound, proof = folder / f"{name}.wav", folder / f"{name}.sha256"
    if not _whole(sound, proof):
        _render(voice, text, sound, proof)
    return sound


def forget(texts: Iterable[str], folder: Path) -> None:
    """Remove what any voice has said of these texts; what cannot be removed stays."""
    keys = {_key(text) for text in texts}
    for file in folder.glob("*-*") if keys else ():
        if _WITHOUT_VERSION.search(file.stem) or file.stem.split("-")[-2] in keys:
            with suppress(OSError):
                file.unlink()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _whole(sound: Path, proof: Path) -> bool:
    try:
        return proof.read_bytes() == _checksum(sound)
    except OSError:
        return False


def _checksum(sound: Path) -> bytes:
    return hashlib.sha256(sound.read_bytes()).hexdigest().encode()


def _render(voice: Voice, text: str, sound: Path, proof: Path) -> None:
    """Beside its final place first, so that nobody finds half a sentence; two programs at once do not disturb each
    other."""
    try:
        handle, name = tempfile.mkstemp(dir=sound.parent, prefix=".", suffix=".wav")
        os.close(handle)
        temporary = Path(name)
        try:
            samples, rate = pcm.read(voice.speak(text, temporary))
            pcm.write(pcm.trimmed(samples, rate), rate, sound)
            write_whole(proof, _checksum(sound))
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        message = f"{sound.parent} could not be written ({error.strerror})."
        raise VoiceError(message, "Free some space, or use --mute.") from error
