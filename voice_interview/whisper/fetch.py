"""Downloads Whisper weights: the only part of the program that uses the network, and only when it is told to."""

from __future__ import annotations

import os
from pathlib import Path

from voice_interview.errors import WeightsError
from voice_interview.files import private_folder
from voice_interview.whisper import hub, weights

FILES = ("model.bin", "config.json", "tokenizer.json", "preprocessor_config.json", "vocabulary.*")


def fetch(name: str, *, cache: Path) -> weights.Weights:
    """Download the weights called `name` into our folder within `cache` and verify them; raises WeightsError.

    Progress is shown on stderr by the downloader. What was downloaded in part is taken up again by the next call.
    """
    if name not in weights.NAMES:
        raise WeightsError(
            f"There are no Whisper weights named {name!r}.", f"Choose one of: {', '.join(weights.NAMES)}."
        )
    folder = weights.fetched(name, cache=cache)
    # Set by the user or by this program's own offline habit; read when huggingface_hub is imported.
    os.environ.pop("HF_HUB_OFFLINE", None)
    from huggingface_hub import snapshot_download

    try:
        private_folder(folder)
        repository = hub.repository(name)
        # Of no revision in particular: what comes is verified by its checksum below.
        snapshot_download(repository, local_dir=folder, allow_patterns=list(FILES))  # nosec B615 # see above
    except _network_errors() as error:
        _remove_if_empty(folder)
        raise WeightsError(
            f"The Whisper weights {name!r} could not be downloaded from huggingface.co.",
            "Check the network connection and try again; base and tiny.en come with the program and need no download.",
        ) from error
    found = weights.verify(weights.Place(name=name, folder=folder, source=weights.OWN))
    if not found.published:
        found.file.unlink(missing_ok=True)
        raise WeightsError(
            f"The Whisper weights {name!r} came without a checksum, so nobody can tell whether they are the real ones.",
            "Nothing of them was kept. Try again later, or choose another model: voice-interview models list",
        )
    return found


def _network_errors() -> tuple[type[Exception], ...]:
    """What a download may raise: the hub's own errors, and those of the HTTP library it uses (httpx since its 1.0,
    before that requests, whose errors are OSError)."""
    from importlib import import_module
    from importlib.util import find_spec

    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    library = (import_module("httpx").HTTPError,) if find_spec("httpx") else ()
    return (OSError, HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled, *library)


def _remove_if_empty(folder: Path) -> None:
    """Leave no empty folder behind that looks like weights; what was downloaded in part stays."""
    import shutil

    if folder.is_dir() and not any(path.suffix in (".bin", ".incomplete") for path in folder.rglob("*")):
        shutil.rmtree(folder, ignore_errors=True)
