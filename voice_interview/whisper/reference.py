"""The reference engine: openai-whisper on PyTorch (extra `openai`), on the same weights or on any checkpoint of its
own."""

from __future__ import annotations

from collections.abc import Sequence
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any

from voice_interview.errors import EngineError
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard
from voice_interview.whisper import convert, words
from voice_interview.whisper.words import FULL_WINDOW, Piece

if TYPE_CHECKING:
    from pathlib import Path

    from voice_interview.plugins import Samples
    from voice_interview.whisper.weights import Weights

TEMPERATURES = (0.0, 0.4, 0.8)
"""It always pads to 30 s, so a loop is decoded again by temperature alone, above 0 the best of five samples."""

CHANCE = 1
"""Seed of each decode: the same sound has the same words every time, whatever was heard before."""


UNLOADABLE = (
    *(OSError, EOFError, MemoryError, UnpicklingError, RuntimeError),
    *(ValueError, LookupError, TypeError, AttributeError),
)
"""What damaged weights, or a damaged config.json beside them, raise while they are loaded."""


class ReferenceEngine:
    """openai-whisper; takes CTranslate2 weights (converted in memory) or a `.pt`, which is loaded as data, not as
    code."""

    name = "openai-whisper"

    def __init__(self, weights: Weights) -> None:
        _libraries()
        self.model = weights.name
        self.model_sha256 = weights.sha256
        try:
            self.whisper = _own(weights.folder) if weights.folder.suffix == ".pt" else _converted(weights.folder)
        except UNLOADABLE as error:
            raise words.not_loaded(weights.name, error) from error
        self.multilingual = bool(self.whisper.is_multilingual)
        self._last: tuple[Samples, Any, Any] | None = None

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """The language of the first 30 s of `samples` and its probability."""
        if not self.multilingual:
            return "en", 1.0
        torch, _ = _libraries()
        with words.failures(), torch.no_grad():
            _, probabilities = self.whisper.detect_language(self._mel(samples))
        language = max(probabilities, key=lambda code: float(probabilities[code]))
        return str(language), float(probabilities[language])

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        """One decode per prompt, from one encoding, which is kept for the next call with the same array; loops are
        decoded again, sampled. The states are that encoding."""
        torch, _ = _libraries()
        seconds = len(samples) / SAMPLE_RATE
        if seconds > FULL_WINDOW:
            raise ValueError(f"{seconds:.1f} s is more than Whisper hears at once")
        if not len(samples):
            return Heard(tuple(() for _ in prompts))
        language = language if self.multilingual else "en"
        with words.failures(), torch.no_grad():
            mel, encoded = self._encoded(samples)
            heard = tuple(self._words(mel, encoded, prompt, language, seconds) for prompt in prompts)
            frames = words.state_frames(seconds)
            return Heard(heard, encoded[:frames].float().cpu().numpy().copy() if states else None)

    def _words(self, mel: Any, encoded: Any, prompt: str | None, language: str, seconds: float) -> tuple[Word, ...]:
        torch, whisper = _libraries()

        def decode(temperature: float) -> tuple[tuple[Word, ...], str]:
            how = {"temperature": temperature, "best_of": 5} if temperature else {"beam_size": words.beam(prompt)}
            options = whisper.DecodingOptions(
                language=language, prompt=prompt, without_timestamps=True, fp16=False, **how
            )
            torch.manual_seed(CHANCE)
            result = whisper.decode(self.whisper, encoded, options)
            silent = result.no_speech_prob > words.NO_SPEECH and result.avg_logprob < words.WEAK
            if not result.tokens or (not prompt and silent):
                return (), ""
            return self._align(mel, result.tokens, language, seconds), result.text

        return words.best(TEMPERATURES, decode, seconds)

    def _encoded(self, samples: Samples) -> tuple[Any, Any]:
        """The spectrogram and its encoding: of the call before, if it was of the same array."""
        if self._last is None or self._last[0] is not samples:
            mel = self._mel(samples)
            self._last = samples, mel, self.whisper.encoder(mel[None])[0]
        return self._last[1:]

    def _mel(self, samples: Samples) -> Any:
        _, whisper = _libraries()
        padded = whisper.pad_or_trim(samples)
        return whisper.log_mel_spectrogram(padded, n_mels=self.whisper.dims.n_mels).to(self.whisper.device)

    def _align(self, mel: Any, tokens: list[int], language: str, seconds: float) -> tuple[Word, ...]:
        from whisper.timing import find_alignment, merge_punctuations
        from whisper.tokenizer import get_tokenizer

        tokenizer = get_tokenizer(
            self.multilingual, num_languages=self.whisper.num_languages, language=language, task="transcribe"
        )
        written = [token for token in tokens if token < tokenizer.eot]
        timed = find_alignment(self.whisper, tokenizer, written, mel, min(3000, int(seconds * 100)))
        merge_punctuations(timed, words.PREPENDED, words.APPENDED)
        pieces = [
            Piece(text=t.word, start=float(t.start), end=float(t.end), probability=float(t.probability)) for t in timed
        ]
        return words.to_words(pieces, language, seconds)


def _libraries() -> tuple[Any, Any]:
    try:
        import torch
        import whisper
    except ImportError as error:
        raise EngineError(
            f"The engine openai-whisper is not installed ({error}).",
            'Install it with: pip install "voice-interview[openai]"',
        ) from error
    return torch, whisper


def _converted(folder: Path) -> Any:
    """An openai-whisper model with the weights of a CTranslate2 folder."""
    torch, whisper = _libraries()
    sizes, tensors, heads = convert.checkpoint(folder)
    model = whisper.model.Whisper(whisper.model.ModelDimensions(**sizes))
    model.load_state_dict({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})
    if heads:
        mask = torch.zeros(sizes["n_text_layer"], sizes["n_text_head"], dtype=torch.bool)
        for layer, head in heads:
            mask[layer, head] = True
        model.register_buffer("alignment_heads", mask.to_sparse(), persistent=False)
    return model.eval()


def _own(file: Path) -> Any:
    """A checkpoint of openai-whisper's own; `weights_only`, because a pickle could run code."""
    torch, whisper = _libraries()
    saved = torch.load(file, map_location="cpu", weights_only=True)
    model = whisper.model.Whisper(whisper.model.ModelDimensions(**saved["dims"]))
    model.load_state_dict(saved["model_state_dict"])
    heads = whisper._ALIGNMENT_HEADS.get(file.stem)
    if heads:
        model.set_alignment_heads(heads)
    return model.eval()
