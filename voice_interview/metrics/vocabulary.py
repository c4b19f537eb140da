"""How varied the words are, and which come back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from voice_interview import text
from voice_interview.metrics import shared
from voice_interview.metrics.filler_events import filler_places
from voice_interview.model import Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer

SOURCE = "More unique words went with better ratings in 138 mock interviews (Naim et al. 2015, 10.1109/FG.2015.7163127)"
LENGTH_MATTERS = "Falls as an answer grows: compare answers of the same length, or the moving average."
WINDOW = 50
"""Words of the moving average, which does not depend on length (Covington & McFall 2010, 10.1080/09296171003643098)."""

MOST_USED = 8

_FUNCTION_WORDS = """
    a about above across after again against all almost along already also although always am an and another any anyone
    anything are aren't around as at away back be became because been before being below between both but by came can
    can't cannot come could couldn't did didn't do does doesn't doing don't done down during each either else even ever
    every everyone everything few for from further get gets getting go goes going gone gonna got had hadn't has hasn't
    have haven't having he he'd he'll he's her here here's hers herself him himself his how how's however i i'd i'll i'm
    i've if in into is isn't it it'd it'll it's its itself just kind know let let's like lot made make makes many may
    maybe me mean might more most much must mustn't my myself need neither never no nobody none nor not nothing now of
    off often okay on once one only onto or other others our ours ourselves out over own perhaps put quite rather really
    right said same say says see she she'd she'll she's should shouldn't since so some someone something sometimes soon
    sort still such take than that that'd that's the their theirs them themselves then there there's these they they'd
    they'll they're they've thing things think this those though through to together too took toward towards under until
    up upon us use used very want wanna wanted was wasn't way we we'd we'll we're we've well went were weren't what
    what's when when's where where's whether which while who who's whole whom whose why will with within without won't
    would wouldn't yeah yes yet you you'd you'll you're you've your yours yourself yourselves
"""

FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that carry grammar or no content of their own: never among the most used words that are shown."""


def vocabulary(answer: Answer) -> Measure:
    """Unique words by all words, fillers left out (0 to 1). Details: words, unique, the same ratio as a moving average
    over 50 words (None in shorter answers), and the most used content words. Never judged."""
    if not shared.is_english(answer.transcript):
        return Measure(value=None, unit="ratio", caveat=shared.ENGLISH_ONLY, source=SOURCE)
    words = answer.transcript.words
    left_out = filler_places(answer)
    keys = [key for place, word in enumerate(words) if place not in left_out and (key := text.key(word.text))]
    content = Counter(key for key in keys if key not in FUNCTION_WORDS and not key.isdigit())
    top = sorted(content.items(), key=lambda item: (-item[1], item[0]))[:MOST_USED]
    details: dict[str, Any] = {
        "words": len(keys),
        "unique": len(set(keys)),
        "moving_average": moving_average(keys),
        "most_used": [{"word": word, "count": count} for word, count in top if count > 1],
    }
    if len(keys) < shared.ENOUGH_WORDS:
        return Measure(value=None, unit="ratio", caveat=shared.FEW_WORDS, source=SOURCE, details=details)
    value = len(set(keys)) / len(keys)
    return Measure(value=value, unit="ratio", caveat=LENGTH_MATTERS, source=SOURCE, details=details)


def moving_average(keys: Sequence[str], window: int = WINDOW) -> float | None:
    """Mean ratio of unique words over every run of `window` words; None where there are fewer."""
    runs = len(keys) - window + 1
    if runs < 1:
        return None
    return sum(len(set(keys[at : at + window])) for at in range(runs)) / (window * runs)
