"""The English words and phrases that make what is said less certain: a table of rows, each with examples both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.metrics import filler_rules
from voice_interview.metrics.expressions import Expression, always, any_of

if TYPE_CHECKING:
    from voice_interview.metrics.expressions import Place

_PERSONS = any_of("i we you they he she it")
_AUXILIARIES = any_of(
    "i'm we're you're they're he's she's it's that's am is are was were would could can can't to i'd we'd they'd let's"
    " i'll we'll will should might did didn't don't"
)
_AFTER_JUST = any_of(
    "now then as like before after about under over past below above one two three four five six seven eight nine ten"
    " once arrived left finished started begun opened closed been had turned joined moved the a an in by how what when"
    " where because for enough"
)


def _just(place: Place) -> bool:
    """Where it makes a deed or a state small; not where it means a moment ago, exactly or only so many."""
    before, after = place.before(), place.after()
    if not after or place.ends or after in _AFTER_JUST or after[:1].isdigit():
        return False
    return before in _PERSONS | _AUXILIARIES or (place.opens and after not in ("to", "and"))


def _an_amount_less(place: Place) -> bool:
    """Of "a bit": not a piece of something."""
    return place.after() != "of" and place.before() not in ("every", "quite")


def _guess(place: Place) -> bool:
    asked = place.before() in ("can", "could", "did", "must", "let", "do", "should")
    return not asked and place.after() not in ("right", "wrong", "what")


def _or_something(place: Place) -> bool:
    """At the end of what it leaves open; not "or something else", "or something to drink"."""
    return place.ends or place.set_off_after or (place.after(), place.after(2)) == ("like", "that")


def _not_sure(place: Place) -> bool:
    return place.before() not in ("if", "that", "when", "because")


def _in_a_way(place: Place) -> bool:
    """Not "in a way that pleased her"."""
    return place.ends or place.set_off_after


HEDGES: tuple[Expression, ...] = (
    Expression(
        words=("i", "think", "maybe"),
        rule=always,
        hits=("I think maybe we waited too long.", "So I think maybe it was me.", "i think maybe next time"),
        misses=("I think so.", "I think we waited.", "Maybe I think too much."),
    ),
    Expression(
        words=("i", "think", "probably"),
        rule=always,
        hits=("I think probably the price.", "And I think probably she knew.", "I think probably not."),
        misses=("I think the price.", "It is probably right, I think.", "We think it is probable."),
    ),
    Expression(
        words=("maybe",),
        rule=always,
        hits=("Maybe it was me.", "It took maybe ten minutes.", "I could maybe call."),
        misses=("It may be me.", "May I be honest?", "It might be late."),
    ),
    Expression(
        words=("perhaps",),
        rule=always,
        hits=("Perhaps it was me.", "It was perhaps late.", "Or perhaps not."),
        misses=("It may be so.", "It happens.", "We met by chance."),
    ),
    Expression(
        words=("probably",),
        rule=always,
        hits=("It was probably me.", "Probably the best day.", "I would probably call."),
        misses=("It is probable.", "A likely story.", "I will surely call."),
    ),
    Expression(
        words=("possibly",),
        rule=always,
        hits=("It was possibly late.", "Possibly two.", "I could possibly help."),
        misses=("It is possible.", "If possible, call.", "It was impossible."),
    ),
    Expression(
        words=("i", "guess"),
        rule=_guess,
        hits=("I guess it was me.", "It worked, I guess.", "So I guess we waited."),
        misses=("How could I guess?", "I guess right most of the time.", "They guess, I know.", "Did I guess that?"),
    ),
    Expression(
        words=("i", "suppose"),
        rule=always,
        hits=("I suppose it was me.", "It worked, I suppose.", "And I suppose he knew."),
        misses=("I was supposed to call.", "Suppose I call.", "They suppose a lot."),
    ),
    Expression(
        words=("not", "sure"),
        rule=_not_sure,
        hits=("I'm not sure it was me.", "I was not sure, but I called.", "Not sure about that."),
        misses=("Ask if not sure.", "I am sure.", "Make sure you call.", "When not sure, we asked."),
    ),
    Expression(
        words=("just",),
        rule=_just,
        hits=("I just wanted to help.", "It's just my opinion.", "I was just thinking.", "We just tried."),
        misses=(
            "I had just arrived.",
            "Just now.",
            "It was just like home.",
            "He came just in time.",
            "A just cause.",
            "There were just two of us.",
            "It was not just the price.",
            "It was just before noon.",
        ),
    ),
    Expression(
        words=("a", "little", "bit"),
        rule=_an_amount_less,
        hits=("It was a little bit late.", "I helped a little bit.", "A little bit nervous, yes."),
        misses=("A little bit of sugar.", "A little bite.", "A bit little."),
    ),
    Expression(
        words=("a", "bit"),
        rule=_an_amount_less,
        hits=("It was a bit late.", "I helped a bit.", "She waited a bit longer."),
        misses=("A bit of sugar.", "It was quite a bit.", "The drill needs a new bit."),
    ),
    Expression(
        words=("somewhat",),
        rule=always,
        hits=("It was somewhat late.", "We were somewhat lost.", "Somewhat later he called."),
        misses=("Something was late.", "Somehow it worked.", "Some of what he said."),
    ),
    Expression(
        words=("more", "or", "less"),
        rule=always,
        hits=("It was more or less over.", "We more or less agreed.", "That is it, more or less."),
        misses=("More of it, or less?", "It costs more, or less.", "Less is more."),
    ),
    Expression(
        words=("or", "something"),
        rule=_or_something,
        hits=(
            "It was a refund or something.",
            "A call or something like that helped.",
            "A cake or something, I forget.",
        ),
        misses=("He wanted tea or something else.", "Bring bread or something to drink.", "Something was wrong."),
    ),
    Expression(
        words=("in", "a", "way"),
        rule=_in_a_way,
        hits=("In a way, she was right.", "It was my fault in a way.", "We won, in a way."),
        misses=("I said it in a way that helped.", "He stood in the way.", "It went a long way."),
    ),
    Expression(
        words=("sort", "of"),
        rule=filler_rules.kind_of,
        hits=("I sort of took over.", "It was sort of late.", "We sort of agreed."),
        misses=("It is a sort of cheese.", "What sort of help?", "This sort of work."),
    ),
    Expression(
        words=("kind", "of"),
        rule=filler_rules.kind_of,
        hits=("It was kind of hard.", "I kind of knew.", "We kind of agreed."),
        misses=("That was kind of you.", "What kind of customer?", "It is a kind of promise."),
    ),
)
"""Also "sort of" and "kind of", for where a user does not count them as fillers."""
