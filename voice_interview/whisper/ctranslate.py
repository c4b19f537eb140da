"""The default engine: Whisper on CTranslate2 (int8), by way of faster-whisper's model, features and tokenizer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import TYPE_CHECKING, Any

from voice_interview.errors import EngineError
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard
from voice_interview.processors import cores
from voice_interview.whisper import words
from voice_interview.whisper.words import FULL_WINDOW, Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples, States
    from voice_interview.whisper.weights import Weights

WINDOW = 12.0
"""Shortest window in seconds: sound is padded with silence to this. Unpadded, word error rate rose to .51 by loops; at
12 s it is that of 30 s, at a quarter of the encoder's work."""

TAIL = 2.0
"""Seconds of silence after the sound at least: without, the decoder runs on past the end and loops."""

KEPT_READY = 16
"""Operations that oneDNN, by which CTranslate2 computes, keeps ready for the next window of the same length. It would
keep 1,024, but hardly two chunks are of one length: 60 MB more after 32 of them, and no faster."""

WINDOWS = (WINDOW, FULL_WINDOW)
"""Shortest windows that a sound is decoded in, in turn, while what comes of it is a loop. No sampling after them: it
says something else each time, and of noise that two windows heard nothing in it made sentences (docs/listening.md)."""

SIDE_BY_SIDE = 2
"""Prompts that one window is decoded with at once, where there are cores for it: the plain decode and that which asks
for fillers."""


class CTranslateEngine:
    """Whisper weights in CTranslate2's form; holds the model, decodes `at_once` times at once, on one core each. More
    cores for one decode make it slower: its steps are too small to share (docs/listening.md)."""

    name = "faster-whisper"

    def __init__(self, weights: Weights, *, at_once: int | None = None) -> None:
        self.model = weights.name
        self.model_sha256 = weights.sha256
        if weights.folder.suffix == ".pt":
            raise EngineError(
                f"{weights.folder.name} is a checkpoint of openai-whisper, which faster-whisper cannot read.",
                "Choose --engine openai-whisper for it.",
            )
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(KEPT_READY))
        try:
            from ctranslate2 import get_cuda_device_count
            from faster_whisper import WhisperModel

            on_cores = SIDE_BY_SIDE if cores() >= SIDE_BY_SIDE and not get_cuda_device_count() else 1
            self.whisper = WhisperModel(
                str(weights.folder),
                device="auto",
                compute_type="int8",
                cpu_threads=1,
                num_workers=at_once or on_cores,
                local_files_only=True,
            )
        except Exception as error:  # CTranslate2 and tokenizers raise what they like for a bad file
            raise words.not_loaded(weights.name, error) from error
        self.multilingual = bool(self.whisper.model.is_multilingual)
        self._last: _Window | None = None
        both = at_once is None and on_cores > 1
        self._decoders = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="decoding") if both else None

    @classmethod
    def several(cls, weights: Weights, number: int) -> tuple[CTranslateEngine, ...]:
        """So many engines over the same weights in memory, each for a thread of its own, on one core each."""
        first = cls(weights, at_once=number)
        return (first, *(copy(first) for _ in range(number - 1)))

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """The language of the first 30 s of `samples` and its probability."""
        if not self.multilingual:
            return "en", 1.0
        with words.failures():
            token, probability = self.whisper.model.detect_language(self.encode(samples, WINDOW))[0][0]
        return str(token[2:-2]), float(probability)

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        """One decode per prompt, from one encoding, which is kept for the next call with the same array; loops are
        decoded again in a longer window. The states are a copy of that encoding."""
        seconds = len(samples) / SAMPLE_RATE
        if seconds > FULL_WINDOW:
            raise ValueError(f"{seconds:.1f} s is more than Whisper hears at once")
        if not len(samples):
            return Heard(tuple(() for _ in prompts))
        with words.failures():
            window = self._window(samples, language)
            window.encoding(WINDOW)  # before two decoders want it at once
            decoded = (self._decoders.map if self._decoders and len(prompts) > 1 else map)(window.words, prompts)
            return Heard(tuple(decoded), window.states() if states else None)

    def _window(self, samples: Samples, language: str) -> _Window:
        """The window of the call before, if it was of the same array, else a new one."""
        from faster_whisper.tokenizer import Tokenizer

        last = self._last
        if last is None or last.samples is not samples or last.language != language:
            tokenizer = Tokenizer(self.whisper.hf_tokenizer, self.multilingual, "transcribe", language)
            last = self._last = _Window(self, samples, language, tokenizer)
        return last

    def encode(self, samples: Samples, at_least: float) -> Any:
        """Encoder states of `samples` (30 s at most), padded with silence to `at_least` seconds."""
        return self.whisper.encode(self._features(samples[: int(FULL_WINDOW * SAMPLE_RATE)], at_least))

    def _features(self, samples: Samples, at_least: float) -> NDArray[np.float32]:
        import numpy as np

        length = min(FULL_WINDOW, max(at_least, len(samples) / SAMPLE_RATE + TAIL))
        frames = int(length * 50 + 0.5) * 2  # of 10 ms; the encoder halves them
        padded = np.zeros(frames * 160, np.float32)
        padded[: len(samples)] = samples[: len(padded)]
        features: NDArray[np.float32] = self.whisper.feature_extractor(padded, padding=160)[:, :frames]
        return np.ascontiguousarray(features, dtype=np.float32)


class _Window:
    """One stretch of sound while it is decoded: its encodings, made when they are first needed."""

    def __init__(self, engine: CTranslateEngine, samples: Samples, language: str, tokenizer: Any) -> None:
        self._engine = engine
        self.samples = samples
        self.language = language
        self._tokenizer = tokenizer
        self._seconds = len(samples) / SAMPLE_RATE
        self._encoded: dict[float, Any] = {}

    def words(self, prompt: str | None) -> tuple[Word, ...]:
        def decode(at_least: float) -> tuple[tuple[Word, ...], str]:
            tokens = self._decode(prompt, at_least)
            heard = self._align(tokens, at_least) if tokens else ()
            return heard, self._tokenizer.decode(tokens)

        return words.best(WINDOWS, decode, self._seconds)

    def states(self) -> States:
        """The states that the first window was decoded from, as far as the sound goes."""
        import numpy as np
        from ctranslate2 import DataType, Device

        encoding = self.encoding(WINDOW)
        if encoding.device != "cpu":
            encoding = encoding.to_device(Device.cpu)
        if encoding.dtype != DataType.float32:
            encoding = encoding.to(DataType.float32)
        frames = words.state_frames(self._seconds)
        return np.array(encoding, dtype=np.float32)[0, :frames]

    def encoding(self, at_least: float) -> Any:
        """Encoder states of the sound, padded with silence to so many seconds; made once."""
        if at_least not in self._encoded:
            self._encoded[at_least] = self._engine.encode(self.samples, at_least)
        return self._encoded[at_least]

    def _decode(self, prompt: str | None, at_least: float) -> list[int]:
        """Text tokens; none where Whisper itself says that there is no speech."""
        from faster_whisper.transcribe import get_suppressed_tokens

        tokenizer = self._tokenizer
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + prompt.strip())] if prompt else []
        start = [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]
        # 448 is all that Whisper's decoder holds; 12 tokens a second are twice what the fastest speech needs, and end a
        # loop early.
        longest = min(448, len(start) + 24 + int(12 * self._seconds))
        result = self._engine.whisper.model.generate(
            self.encoding(at_least),
            [start],
            beam_size=words.beam(prompt),
            max_length=longest,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=list(get_suppressed_tokens(tokenizer, [-1])),
        )[0]
        if not prompt and result.no_speech_prob > words.NO_SPEECH and result.scores[0] < words.WEAK:
            return []
        return [token for token in result.sequences_ids[0] if token < tokenizer.eot]

    def _align(self, tokens: list[int], at_least: float) -> tuple[Word, ...]:
        from faster_whisper.transcribe import merge_punctuations

        frames = min(int(self._seconds * 100), int(FULL_WINDOW * 100))
        encoding = self.encoding(at_least)
        timed = self._engine.whisper.find_alignment(self._tokenizer, [tokens], encoding, frames)[0]
        # A mark is given the pause that follows it, so the word it is merged into keeps its own end.
        merge_punctuations(timed, words.PREPENDED, words.APPENDED)
        pieces = [
            Piece(text=t["word"], start=float(t["start"]), end=float(t["end"]), probability=float(t["probability"]))
            for t in timed
        ]
        return words.to_words(pieces, self._tokenizer.language_code, self._seconds)
