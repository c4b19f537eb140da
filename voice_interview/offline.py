"""Switches that keep dependencies from the network. They are read when a library is imported, so the package sets them
before any: importing `voice_interview` is enough, in every process that it starts too."""

from __future__ import annotations

from collections.abc import MutableMapping

SWITCHES = {
    # ONNX Runtime, which runs the voice and the sentence model: from 1.29 its builds for Linux and macOS send events to
    # mobile.events.data.microsoft.com and keep an identifier of the device, unless this is set before it is loaded (its
    # Privacy.md; pull requests 27379 and 29843, where the other name comes from).
    "ORT_DISABLE_TELEMETRY": "1",
    "ORT_TELEMETRY_DISABLED": "1",
    # huggingface_hub, which `models fetch` alone may use: that takes the first one back.
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    # What several libraries go by (consoledonottrack.com).
    "DO_NOT_TRACK": "1",
}
"""NLTK has no switch: textstat is held at releases that bring their dictionary and never import it."""


def switch_off(environ: MutableMapping[str, str]) -> None:
    """Set every switch, whatever the user's environment says: nothing here works better with a network."""
    environ.update(SWITCHES)
