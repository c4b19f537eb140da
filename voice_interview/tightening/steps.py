"""What is proposed to go, in order: each step proposes one thing after the other, seeing what was taken before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from voice_interview import text
from voice_interview.metrics import repeats, shared
from voice_interview.tightening.draft import Draft, Proposal, tells_a_story

if TYPE_CHECKING:
    from voice_interview.model import Evidence, Measure


def strays(draft: Draft, _: Mapping[str, Measure]) -> Iterator[Proposal]:
    """Sentences of no part, then those of unclear part, the longest first. Only where a story is told: elsewhere these
    are the answer itself."""
    if not tells_a_story(draft.answer):
        return
    for place in draft.longest("other"):
        if draft.may_cut(place):
            yield Proposal(place, "other")
    for place in draft.longest("unclear"):
        if draft.may_cut(place):
            yield Proposal(place, "unclear")


def repeated(draft: Draft, _: Mapping[str, Measure]) -> Iterator[Proposal]:
    """Sentences that say again what one before them said, the later one going; one that adds something is merged with
    the earlier: its words that are new stay."""
    for place in range(1, len(draft.sentences)):
        stays = draft.stays
        if place not in stays or draft.labels[place] == "result" or len(draft.said[place].content) < repeats.FEWEST:
            continue
        found = repeats.nearest(draft.said[place], [(one, draft.said[one]) for one in stays if one < place])
        if found is None:
            continue
        like, share = found
        if share >= repeats.AGAIN:
            if draft.may_cut(place, like):
                yield Proposal(place, "repeat", like)
        elif merged := _merged(draft, place, like):
            yield merged


def _merged(draft: Draft, place: int, like: int) -> Proposal | None:
    """A sentence less the words at its ends that were said before; None where that spares nothing."""
    one, before = draft.sentences[place], draft.said[like].content
    new = [at for at in range(one.first, one.last) if repeats.said([draft.words[at].text]).content - before]
    proposed = Proposal(place, "repeat", like, new[0], new[-1] + 1)
    stays = draft.stay_of(proposed)
    return proposed if stays and round(draft.slots[place].seconds - stays.seconds, 3) > 0 else None


def trimmed(draft: Draft, measures: Mapping[str, Measure]) -> Iterator[Evidence]:
    """Fillers, and what was said twice at once or given up; lengthenings are no words to spare."""
    for name in ("fillers", "disfluencies"):
        for event in measures[name].evidence if name in measures else ():
            if event.start is None or event.label == "lengthening":
                continue
            yield _without_the_last(draft, event) if event.label == "repetition" else event


def _without_the_last(draft: Draft, event: Evidence) -> Evidence:
    """A repetition without its last time, which is the one that is meant: "I I I" less the last "I"."""
    spoken = [at for at in range(event.first, event.last) if shared.is_spoken_word(draft.words[at])]
    keys = [text.key(draft.words[at].text) for at in spoken]
    size = next((n for n in (1, 2, 3) if len(keys) > n and keys[n:] == keys[:-n]), len(keys))
    meant = spoken[-size] if 0 < size < len(keys) else event.last
    ends = [word.end for word in draft.words[event.first : meant] if word.end is not None]
    return replace(event, last=meant, end=max(ends, default=event.end))


def background(draft: Draft, _: Mapping[str, Measure]) -> Iterator[Proposal]:
    """The sentences of the Situation, the longest first."""
    if tells_a_story(draft.answer):
        for place in draft.longest("situation"):
            if draft.may_cut(place):
                yield Proposal(place, "situation")


STEPS: tuple[Callable[[Draft, Mapping[str, Measure]], Iterator[Proposal | Evidence]], ...] = (
    strays,
    repeated,
    trimmed,
    background,
)
"""What costs the listener least goes first."""


def why_not(draft: Draft) -> str:
    """What stands in the way once every step was taken, and what could be said in fewer words."""
    if not tells_a_story(draft.answer):
        told = "No story is told that could be cut by its parts: keep the points that matter most."
    elif draft.needs_unclear and any(draft.labels[place] == "unclear" for place in draft.stays):
        told = "Sentences whose part is not clear stay: one of them may be all that a part of the story has."
    else:
        told = "What stays is the story itself."
    longest = max(draft.stays, key=lambda place: (round(draft.kept(place), 3), -place))
    said = shared.shortened(draft.sentences[longest].text)
    return f"{told} The longest sentence that stays could be said in fewer words: “{said}”"
