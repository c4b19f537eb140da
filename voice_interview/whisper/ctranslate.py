"""The default engine: Whisper on CTranslate2 (int8), by way of faster-whisper's model, features and tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.errors import EngineError
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.whisper import loops

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples
    from voice_interview.whisper.weights import Weights

WINDOW = 12.0
"""Shortest window in seconds: sound is padded with silence to this. Unpadded, word error rate rose to .51 by loops; 12 s
gives what 30 s gives at a quarter of the encoder's work."""

FULL_WINDOW = 30.0
"""Whisper's own window, and the longest sound that can be heard at once."""

TAIL = 2.0
"""Seconds of silence after the sound at least: without, the decoder runs on past the end and loops."""

BEAM = 5
TEMPERATURES = (0.4, 0.8)
"""Tried in turn for a loop that is one at full padding too; sampling from 5 candidates each, the best is kept."""

UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that Whisper writes without spaces between words."""

NO_SPEECH = 0.6
WEAK = -1.0
"""`no_speech_threshold` and `logprob_threshold` of openai-whisper: above the one and below the other there is no
speech."""


class CTranslateEngine:
    """Whisper weights in CTranslate2's form; holds the model, decodes on `threads` (0: CTranslate2's own choice)."""

    name = "faster-whisper"

    def __init__(self, weights: Weights, *, threads: int = 0) -> None:
        from faster_whisper import WhisperModel

        self.model = weights.name
        self.model_sha256 = weights.sha256
        self.multilingual = weights.multilingual
        if weights.folder.suffix == ".pt":
            raise EngineError(
                f"{weights.folder.name} is a checkpoint of openai-whisper, which faster-whisper cannot read.",
                "Choose --engine openai-whisper for it.",
            )
        try:
            self._whisper = WhisperModel(
                str(weights.folder), device="auto", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except Exception as error:  # CTranslate2 and tokenizers raise what they like for a bad file
            raise EngineError(
                f"The Whisper model {weights.name!r} could not be loaded: {_first_line(error)}",
                "Check the weights with: voice-interview models verify",
            ) from error

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """The language of the first 30 s of `samples` and its probability."""
        if not self._whisper.model.is_multilingual:
            return "en", 1.0
        with _failures():
            encoded = self._encode(samples, WINDOW)
            token, probability = self._whisper.model.detect_language(encoded)[0][0]
        return str(token[2:-2]), float(probability)

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str) -> tuple[tuple[Word, ...], ...]:
        """One beam-5 decode at temperature 0 per prompt, from one encoding; loops are decoded again another way."""
        from faster_whisper.tokenizer import Tokenizer

        seconds = len(samples) / SAMPLE_RATE
        if seconds > FULL_WINDOW:
            raise ValueError(f"{seconds:.1f} s is more than Whisper hears at once")
        if not len(samples):
            return tuple(() for _ in prompts)
        multilingual = self._whisper.model.is_multilingual
        tokenizer = Tokenizer(
            self._whisper.hf_tokenizer, multilingual, "transcribe", language if multilingual else "en"
        )
        with _failures():
            window = _Window(self, samples, tokenizer)
            return tuple(window.words(prompt) for prompt in prompts)

    def _encode(self, samples: Samples, at_least: float) -> Any:
        return self._whisper.encode(self._features(samples, at_least))

    def _features(self, samples: Samples, at_least: float) -> NDArray[np.float32]:
        """Log-mel spectrogram, padded with silence to `at_least` seconds."""
        import numpy as np

        samples = samples[: int(FULL_WINDOW * SAMPLE_RATE)]
        length = min(FULL_WINDOW, max(at_least, len(samples) / SAMPLE_RATE + TAIL))
        frames = int(length * 50 + 0.5) * 2  # the encoder halves them
        padded = np.zeros(frames * 160, np.float32)
        padded[: len(samples)] = samples[: len(padded)]
        features: NDArray[np.float32] = self._whisper.feature_extractor(padded, padding=160)[:, :frames]
        return np.ascontiguousarray(features, dtype=np.float32)


class _Window:
    """One stretch of sound while it is decoded: its encodings, made when they are first needed."""

    def __init__(self, engine: CTranslateEngine, samples: Samples, tokenizer: Any) -> None:
        self._engine = engine
        self._samples = samples
        self._tokenizer = tokenizer
        self._seconds = len(samples) / SAMPLE_RATE
        self._encoded: dict[float, Any] = {}

    def words(self, prompt: str | None) -> tuple[Word, ...]:
        """The words heard with this prompt; where every way of decoding runs in circles, what came before the circle."""
        words: tuple[Word, ...] = ()
        for at_least, temperature in ((WINDOW, 0.0), *((FULL_WINDOW, t) for t in (0.0, *TEMPERATURES))):
            tokens = self._decode(prompt, at_least, temperature)
            words = self._align(tokens, at_least) if tokens else ()
            heard = self._tokenizer.decode(tokens)
            if not loops.is_loop(_keys(words), heard, self._seconds):
                return words
        return words[: loops.unrolled(_keys(words))]

    def _encoding(self, at_least: float) -> Any:
        if at_least not in self._encoded:
            self._encoded[at_least] = self._engine._encode(self._samples, at_least)
        return self._encoded[at_least]

    def _decode(self, prompt: str | None, at_least: float, temperature: float) -> list[int]:
        """Text tokens; none where Whisper itself says that there is no speech."""
        from faster_whisper.transcribe import get_suppressed_tokens

        tokenizer = self._tokenizer
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + prompt.strip())] if prompt else []
        start = [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]
        how = {"beam_size": BEAM} if not temperature else {"sampling_temperature": temperature, "sampling_topk": 0}
        # 448 is all that Whisper's decoder holds; 12 tokens a second are twice what the fastest speech needs.
        longest = min(448, len(start) + 24 + int(12 * self._seconds))
        result = self._engine._whisper.model.generate(
            self._encoding(at_least),
            [start],
            max_length=longest,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=list(get_suppressed_tokens(tokenizer, [-1])),
            **({"beam_size": 1, "num_hypotheses": 5} | how if temperature else how),
        )[0]
        if not prompt and result.no_speech_prob > NO_SPEECH and result.scores[0] < WEAK:
            return []
        return [token for token in result.sequences_ids[0] if token < tokenizer.eot]

    def _align(self, tokens: list[int], at_least: float) -> tuple[Word, ...]:
        frames = min(int(self._seconds * 100), int(FULL_WINDOW * 100))
        whisper = self._engine._whisper
        from faster_whisper.transcribe import merge_punctuations

        timed = whisper.find_alignment(self._tokenizer, [tokens], self._encoding(at_least), frames)[0]
        # A mark is given the pause that follows it, so the word it is merged into keeps its own end.
        merge_punctuations(timed, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
        written = [word for word in timed if word["word"].strip()]
        if self._tokenizer.language_code not in UNSPACED:
            written = _joined(written)
        return tuple(_word(word, self._seconds) for word in written)


def _joined(timed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces that belong to the word before them (" a" + ".m.", " bye" + "-bye"): a new word begins with a space."""
    words: list[dict[str, Any]] = []
    for piece in timed:
        if words and not piece["word"].startswith(" "):
            before = words[-1]
            words[-1] = before | {
                "word": before["word"] + piece["word"],
                "end": piece["end"],
                "probability": min(before["probability"], piece["probability"]),
            }
        else:
            words.append(piece)
    return words


def _word(timed: dict[str, Any], seconds: float) -> Word:
    start = min(max(0.0, float(timed["start"])), seconds)
    end = min(max(start, float(timed["end"])), seconds)
    confidence = min(1.0, max(0.0, float(timed["probability"])))
    return Word(text=timed["word"].strip(), start=round(start, 3), end=round(end, 3), confidence=round(confidence, 4))


def _keys(words: Sequence[Word]) -> list[str]:
    return [text.key(word.text) for word in words]


class _failures:  # noqa: N801  (reads as a statement: with _failures())
    """Turns what CTranslate2 raises (memory, damaged weights) into an EngineError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (RuntimeError, MemoryError)):
            raise EngineError(
                f"The Whisper model failed: {_first_line(error)}", "Close other programs, or choose --model tiny.en."
            ) from error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".") + "."
