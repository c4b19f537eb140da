"""Words that tell what a capital letter means. English: in other languages the capitals decide alone."""

from __future__ import annotations

from functools import lru_cache

from voice_interview.likeness.telling_words import COMMON, GRAMMAR, stem
from voice_interview.text import is_hesitation, key


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_GRAMMAR = _set(GRAMMAR)

STARTERS = _set(
    """additionally furthermore moreover initially originally recently currently previously personally overall
    hopefully thankfully luckily unfortunately fortunately ultimately importantly consequently meanwhile
    whereas despite regarding considering being having believe basically thereafter afterwards nowadays
    everyday unlike dear cool wow huh hey ladies thirdly secondly firstly lastly generally typically
    normally naturally clearly gladly sadly frankly whoever although besides"""
)
"""Words that open a sentence, besides the commonest of all."""

NEVER = _set(
    """i i'm i've i'd i'll ok okay god christmas easter internet english monday tuesday wednesday thursday friday
    saturday sunday january february march july september october november december mr mrs ms miss dr prof
    sir madam mister doctor professor star ceo cfo cto coo hr it pr qa vip faq pdf crm kpi kpis roi tv pc
    usb id gps diy asap atm pos sms url api am pm ad bc bye hello hi"""
)
"""Words with a capital that name nobody, and titles, which stay while the name after them goes."""

TITLES = _set("mr mrs ms miss dr prof sir madam mister doctor professor uncle aunt aunty captain")

MONTHS_AND_NAMES = _set("may april june august")
BEFORE_A_MONTH = _set("in of last next this since until till by early late mid around from to every")

NAMES_AND_WORDS = MONTHS_AND_NAMES | _set("will hope mark grace rose bill frank summer autumn rich")
"""Ordinary words that people are called by: taken for a name at the start of a sentence only before a verb."""

JOINERS = _set("of the & de da di del della der den van von la le el al bin ibn y e")
"""Small words inside a name: Bank of America, Ludwig van Beethoven."""

SPEECH = _set(
    """said says told asked called replied answered agreed came went wanted needed had was is thought knew gave
    took helped worked found got left made wrote emailed phoned laughed smiled explained"""
)
"""Verbs after a person's name."""

NUMBER_WORDS = _set(
    """zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety hundred hundreds thousand
    thousands million millions billion billions dozen dozens"""
)
"""Words that are a number by themselves; "one" is mostly a pronoun, and a number only beside these."""

BETWEEN_NUMBERS = _set("and point oh o one a")

SUFFIXES = {
    "employer": _set(
        """inc ltd limited llc plc corp corporation company group bank airlines airways hotel hotels logistics systems
        solutions technologies technology services university college school hospital clinic restaurant cafe
        café store stores media labs software partners consulting insurance holdings industries foundation
        association agency supermarket pharmacy bakery institute academy council"""
    ),
    "place": _set(
        """street road avenue lane boulevard square city county island islands airport park beach valley river lake
        station bridge heights village district"""
    ),
}
"""What a company or a place is called by at its end."""

BEFORE_EMPLOYERS = _set("at for with joined join by via")
BEFORE_PLACES = _set("in from to near outside around across visiting visited")
WENT = _set("moved went flew travelled traveled drove came relocated going moving get got")
AFTER_WORK = _set("work worked working works job jobs employed hired career interned volunteered")


@lru_cache(maxsize=8192)
def is_ordinary(word: str) -> bool:
    """Whether a word is one that any answer may hold, or a sound, so that a capital at the start of a sentence tells
    nothing."""
    found = key(word)
    return found in STARTERS or found in NEVER or stem(found) in COMMON or len(found) < 2 or is_hesitation(found)


def is_grammar(word: str) -> bool:
    """Whether a word is one that a capital in the middle of a sentence is given to by mistake only."""
    return key(word) in _GRAMMAR or key(word) in STARTERS
