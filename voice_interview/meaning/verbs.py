"""Past-tense verbs as patterns: the regular ending, the irregular ones that stories use, and what to leave out.

Written for spoken English after `text.key` (small letters, no punctuation). Only the subject in front tells a past
tense from a participle ("I packed" against "it was packed"), so these patterns are used behind a subject.
"""

from __future__ import annotations

IRREGULAR_DEEDS = (
    "began bent bet bound bought broke brought built came caught chose cut dealt did dug "
    "drew drove fed flew fought found "
    "froze gave got grabbed held hid hung kept knelt laid led lent let lit made met offered "
    "paid put quit ran rang "
    "rebuilt redid rewrote rode said sang sat sent set shook shot showed shut slid sold "
    "sped spent split spoke spun "
    "stole stood stopped struck swam swapped swept swung taught threw told took undertook "
    "went withdrew woke won wrote"
)
"""Irregular past forms of things one does (with a few regular ones that the ending alone would find too)."""

IRREGULAR_HAPPENINGS = "became fell felt forgot grew heard knew left lost meant rose sank saw thought understood"
"""Irregular past forms of what happens to a person or a thing, or goes on in a head: an event, but no deed."""

STATES = (
    "wanted needed loved liked hated disliked believed worked lived used seemed hoped wished "
    "preferred enjoyed cared "
    "belonged consisted contained deserved existed lacked owned mattered depended tended "
    "happened experienced received "
    "learned realized realised worried struggled appeared required involved supposed noticed "
    "expected"
)
"""Regular past forms that tell a state, a feeling or a happening, not a deed."""

NOT_PAST = (
    "need indeed speed feed seed weed breed bleed exceed proceed succeed agreed hundred "
    "kindred red bed fed led shed sled "
    "naked wicked sacred rugged biased talented skilled experienced qualified interested "
    "excited motivated dedicated "
    "committed organized organised detailed oriented focused"
)
"""Words in -ed that are no past tense, or mostly adjectives of a person ("I'm organised")."""

CAREER = (
    "grew worked studied graduated joined moved majored trained qualified started studied "
    "interned volunteered managed led"
)
"""Past forms that list a career as often as they tell an event."""


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(set(words.split()), key=lambda word: (-len(word), word))) + ")"


_REGULAR = rf"(?!{_any(NOT_PAST)}\b|{_any(STATES)}\b)[a-z]{{2,}}ed"

ADVERBS = (
    r"(?:(?:also|then|just|first|even|personally|only|still|really|soon|both|all|kind of|"
    r"sort of|actually|[a-z]{3,}ly) )"
)

SAME_IN_PRESENT = "bet cut hit let put quit set shut split"
"""Past forms that are the present too: deeds in a story, but no proof that something happened ("I let them talk")."""

DEED = rf"(?:{_any(IRREGULAR_DEEDS)}|{_REGULAR}|agreed)"
"""One past form of something done."""

PAST_DEED = rf"(?!{_any(SAME_IN_PRESENT)}\b){DEED}"
"""One past form of something done that cannot be a present form."""

EVENT = (
    rf"(?!{_any(SAME_IN_PRESENT)}\b)(?:{_any(IRREGULAR_DEEDS)}|{_any(IRREGULAR_HAPPENINGS)}|"
    rf"{_any('received happened realized realised noticed appeared agreed learned')}|"
    rf"{_REGULAR})"
)
"""One past form of something that happened, deeds among it."""

CAREER_STEP = _any(CAREER)
