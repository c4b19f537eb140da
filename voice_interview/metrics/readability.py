"""How easy the words are to follow, as far as a formula made for written text can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.model import Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer

SOURCE = "Flesch 1948, 10.1037/h0057532; Kincaid et al. 1975"
LOW_CONFIDENCE = (
    "Low confidence: the formula was made for written text, and on speech it depends on where the recogniser put full"
    " stops."
)


def readability(answer: Answer) -> Measure:
    """Flesch reading ease of the words without fillers: about 0 (hard) to 100 (easy), and beyond at both ends; details:
    Flesch-Kincaid grade, words, sentences, words a sentence. Never judged."""
    if not shared.is_english(answer.transcript):
        return Measure(value=None, unit="Flesch", caveat=shared.ENGLISH_ONLY, source=SOURCE)
    plain = plain_sentences(answer)
    words = sum(len(sentence) for sentence in plain)
    details: dict[str, Any] = {
        "grade": None,
        "words_per_sentence": words / len(plain) if plain else None,
        "sentences": len(plain),
        "words": words,
    }
    if words < shared.ENOUGH_WORDS:
        return Measure(value=None, unit="Flesch", caveat=shared.FEW_WORDS, source=SOURCE, details=details)
    import textstat

    prose = " ".join(f"{' '.join(sentence)}." for sentence in plain)
    details["grade"] = float(textstat.flesch_kincaid_grade(prose))
    value = float(textstat.flesch_reading_ease(prose))
    return Measure(value=value, unit="Flesch", caveat=LOW_CONFIDENCE, source=SOURCE, details=details)


def lighten() -> None:
    """Make the dictionary of sounds small that textstat counts syllables by: lists of sounds for 126,000 words take 50
    MB more than this. It counts the sounds that end in a digit, of the first way to say a word: words with as many of
    them share one list. Call it while nothing else is being measured."""
    from textstat.backend.utils import get_cmudict

    sounds = get_cmudict("en_US")
    words = "\n".join(sounds)
    syllables = bytes(sum(sound[-1].isdigit() for sound in ways[0]) for ways in sounds.values())
    said = {number: [["0"] * number] for number in set(syllables)}
    sounds.clear()  # before the words are made anew: memory goes back to the system where nothing of it is left
    sounds.update(zip(words.split("\n"), (said[number] for number in syllables), strict=True))


def plain_sentences(answer: Answer) -> list[list[str]]:
    """The words of each sentence without fillers and without any mark inside, so that the formula finds the same
    sentences as the program; sentences that held nothing else are gone."""
    words = answer.transcript.words
    left_out = filler_places(answer)
    plain = [
        [text.key(words[place].text).replace(".", "") for place in range(one.first, one.last) if place not in left_out]
        for one in shared.sentences_of(answer.transcript)
    ]
    kept = [[word for word in sentence if word] for sentence in plain]
    return [sentence for sentence in kept if sentence]
