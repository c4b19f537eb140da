"""What is remembered from one practice to the next: one small JSON file in the user's configuration folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from voice_interview.errors import VoiceInterviewError
from voice_interview.files import private_folder, write_whole

NAME = "settings.json"


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`device`: name of the microphone that was chosen last with --device; `star_shares` what --star-shares is where it
    is not given."""

    device: str | None = None
    star_shares: str | None = None


class SettingsError(VoiceInterviewError):
    code = "settings"


def load(folder: Path) -> Settings:
    """The settings in `folder`, or the defaults where there are none; raises SettingsError for a damaged file."""
    path = folder / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.", "Mend it, or delete it to begin anew.") from None


def save(folder: Path, settings: Settings) -> None:
    """Write the settings to `folder`, which is made where it is missing; raises SettingsError if the disk says no."""
    path = folder / NAME
    try:
        private_folder(folder)
        write_whole(path, msgspec.json.format(msgspec.json.encode(settings), indent=1) + b"\n")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.", "Check the folder's permissions.") from None
