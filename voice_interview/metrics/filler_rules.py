"""When a word fills time and when it means something: rules about what stands around it.

Commas are used where a recogniser wrote them and never needed: Whisper often writes none. The rules lean to leaving
out, for a filler that was never said costs more trust than one that was missed. How often they are right is measured on
sentences that they were not made from (`tests/filler_sentences.tsv`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.metrics.expressions import MARKS, PAUSES, any_of, ends_with
from voice_interview.metrics.surroundings import (
    asks,
    clause_follows,
    is_amount,
    is_judgement,
    is_number,
    is_past,
    is_plural,
    mark_before,
    trails,
)
from voice_interview.metrics.word_classes import (
    AUXILIARIES,
    BE,
    BEGIN_CLAUSES,
    CONTRACTED,
    DETERMINERS,
    FEELINGS,
    JOINING,
    KNOWING,
    KNOWN,
    MEANT,
    MODALS,
    OBJECTS,
    OPENERS,
    PREPOSITIONS,
    SENSES,
    SUBJECTS,
    WISHING,
)

if TYPE_CHECKING:
    from voice_interview.metrics.expressions import Place

NEARBY = 10
"""Words back in which a "but" or a "not" still bears on a place, where no full stop says that it does not."""


def you_know(place: Place) -> bool:
    before, after = place.before(), place.after()
    joined = before in JOINING and (place.opens_after(OPENERS) or before != "so")
    if before in ("think", "guess", "believe", "feel") and after in BEGIN_CLAUSES:
        return True
    if before == "to" or (before in MODALS and place.before(2) in SUBJECTS - {"you", "that", "who"}):
        return True
    if before in KNOWING and not joined and not mark_before(place):
        return False
    if place.set_off_before and after == "what" and place.after(2) in ("i", "i'm"):
        return True
    if place.set_off or (place.set_off_after and joined) or (place.set_off_before and place.ends):
        return True
    if place.set_off_before or joined or place.opens_after(OPENERS):
        return clause_follows(place) or (joined and after in ("if", "when", "sometimes", "not", "just", "like"))
    if before in AUXILIARIES | any_of("a an my our very for with in at from just like"):
        return bool(after) and (after not in KNOWN or (before in BE and after in DETERMINERS))
    if place.ends:
        return len(place.earlier) > 2 and not place.ends_question
    joins = after in JOINING and place.after(2) not in any_of("like love trust use want need respect understand care")
    return clause_follows(place) or (joins and not place.ends)


def like(place: Place) -> bool:
    before = place.before()
    if place.set_off and before not in SENSES:
        return _no_speech_follows(place) if before in BE else mark_before(place) or before not in SUBJECTS
    if not place.after() or place.ends or before in SENSES | WISHING or place.after() == "that":
        return False
    if before in PREPOSITIONS:  # "for like three hours", "with like moving boxes"
        return True
    if before in AUXILIARIES | {"just"}:
        return _like_after_be(place)
    if before in SUBJECTS or before == "to":
        return _like_between_subject_and_verb(place)
    return _like_between_phrases(place)


def _like_after_be(place: Place) -> bool:
    if place.before() == "there's" or place.before(2) == "there":
        return True
    if ends_with(place.words[place.last - 1], PAUSES) and place.before() in BE:
        return _no_speech_follows(place)
    return _unlikened(place)


def _like_between_phrases(place: Place) -> bool:
    before, after = place.before(), place.after()
    if place.opens:
        return _like_opens(place)
    if before in JOINING and not mark_before(place):
        return after not in OBJECTS | {"to", "most"}
    if place.set_off_before:
        return after in ("just", "only", "maybe")
    if is_plural(before):  # "guests like two things", but "guests like started to leave"
        return _like_between_subject_and_verb(place)
    return is_amount(place) or is_past(after)


def _no_speech_follows(place: Place) -> bool:
    """Of "was like,": whether what follows is no speech: "that's like, normal"; not "she was like, where is it"."""
    after = place.after()
    if place.before() in ("it's", "that's", "there's") or place.before(2) in ("it", "that", "this", "there"):
        return after not in any_of("i we he she they you no oh what okay hey yes yeah why where who how well please")
    return after in ("a", "an", "the", "my", "not") or after in FEELINGS or is_amount(place)


def _unlikened(place: Place) -> bool:
    """Whether what follows "was like" can be no comparison and no speech: "really late", "the hardest thing"."""
    after = place.after()
    if after in ("the", "my", "our"):
        return place.after(2).endswith("est") or place.after(2) in ("only", "first", "last", "most", "worst", "main")
    if after.endswith("ing") and place.before(2) in any_of("i we he she they you") and after != "being":
        return True
    return after in FEELINGS or after.endswith("ly") or is_amount(place) or is_past(after)


def _like_between_subject_and_verb(place: Place) -> bool:
    before, after, following = place.before(), place.after(), place.after(2)
    if before == "to":
        wished = place.before(2) in any_of("have has had need needed got going trying tried used able supposed wanted")
        return wished and after not in DETERMINERS | OBJECTS | {"to", "when"} and not after.endswith(("ing", "s"))
    if place.before(2) in BE and before in ("it", "that", "this"):
        return _unlikened(place)
    if place.before(2) in AUXILIARIES | any_of("didn't don't doesn't wouldn't make") or after in OBJECTS:
        return False
    if before in ("he", "she", "everybody", "everyone", "nobody"):
        return after not in DETERMINERS or before in ("he", "she")
    closed = DETERMINERS | OBJECTS | any_of("to in on at up out off down over back away into from with for about")
    return is_past(after) and (following in closed or following.endswith("ing"))


def _like_opens(place: Place) -> bool:
    if place.after(2) in any_of("said say mentioned told explained always do did") or place.after(3) == "saying":
        return False
    return place.after() in BEGIN_CLAUSES and place.after(2) in AUXILIARIES | any_of("didn't don't can't never just")


def i_mean(place: Place) -> bool:
    before, after = place.before(), place.after()
    if before in KNOWING - JOINING and not place.set_off_before:
        return False
    if place.set_off or (place.set_off_after and before in JOINING):
        return True
    if place.set_off_before or before in JOINING or place.opens_after(OPENERS):
        return bool(after) and (after not in MEANT or (after in ("it", "that") and place.after(2) in AUXILIARIES))
    explains = set(place.earlier[-NEARBY:]) & any_of("by say says said saying call called word when if")
    return not explains and clause_follows(place)


def kind_of(place: Place) -> bool:
    before, after = place.before(), place.after()
    if not after or after in any_of("you him her them me us thing person") or place.ends:
        return False
    if before in any_of("the this that these those what which some any no one other another same every each all many"):
        return mark_before(place)
    softens = before in AUXILIARIES | SUBJECTS | SENSES | JOINING or before in any_of(
        "to just also still really always even it them all being getting get gets going feeling"
    )
    return softens or place.set_off_before or is_past(before) or (is_past(after) and before not in DETERMINERS)


def basically(place: Place) -> bool:
    before, after = place.before(), place.after()
    if not after or place.ends or asks(place) or trails(place):
        return False
    if place.set_off or place.opens_after(OPENERS) or before in JOINING:
        return True
    if before in BE:
        return not (is_judgement(after) or is_judgement(place.after(2)) or is_number(after))
    return before in (SUBJECTS | AUXILIARIES | {"to"}) - {"has"} and not is_amount(place) and place.after(2) != "same"


def actually(place: Place) -> bool:
    """Not where it sets right what was thought or said: after "but", a "not" or a question word."""
    before = place.before()
    if not place.after() or place.ends or asks(place) or trails(place):
        return False
    if place.opens_after(OPENERS) or before in any_of("and so") or place.set_off:
        return True
    contrast = any_of(
        "but though although however not never nobody none no whether if what who how why which where instead rather"
        " looks looked seems seemed sounds sounded supposed promised expected claimed thought said says only until"
    )
    if any(word in contrast or word.endswith("n't") for word in place.earlier[-NEARBY:]):
        return False
    return before in SUBJECTS | AUXILIARIES or before in CONTRACTED


def literally(place: Place) -> bool:
    """Not where it is about a word, a distance or a number."""
    before, after = place.before(), place.after()
    if not after or place.ends or asks(place) or trails(place):
        return False
    exact = any_of("means mean meant translates translated every everything one next across opposite around two beside")
    if after in exact or is_number(after):
        return False
    if place.opens_after(OPENERS) or before in JOINING:
        return True
    if place.set_off_before and mark_before(place):
        return place.set_off_after and before in AUXILIARIES
    return before in SUBJECTS | AUXILIARIES or before in CONTRACTED | {"just"}


def tag_right(place: Place) -> bool:
    before, after = place.before(), place.after()
    if place.opens:
        return place.ends_question
    if ends_with(place.words[place.first - 1], ","):
        return place.ends_question or place.set_off_after or after in JOINING
    meant = (
        AUXILIARIES
        | SENSES
        | DETERMINERS
        | any_of(
            "not quite exactly just turn turned turning straight hard go going went come came done doing did do get got"
            " left about if which is how from to"
        )
    )
    treated = before in OBJECTS and place.before(2) in any_of(
        "treat treated treating do did done doing serve served get got getting set put make made making prove proved"
    )
    if before in meant or treated or (ends_with(place.words[place.last - 1], MARKS) and not place.ends_question):
        return False
    goes_on = place.after(2) in SUBJECTS | DETERMINERS | CONTRACTED | any_of("one when if then now every after")
    return place.ends_question or (after in any_of("and so but because") and goes_on)


def so(place: Place) -> bool:
    """At the very start it only opens; later on "so" often draws a conclusion, and counts where a pause or another
    filler follows."""
    after = place.after()
    if not place.opens_after(OPENERS - {"and", "but"}) or (place.ends and not place.opens):
        return False
    if place.set_off_after:
        return True
    going_on = after in any_of("far many much long that as few little") or not after or place.ends
    inverted = after in AUXILIARIES and place.after(2) in SUBJECTS
    if going_on or inverted:
        return False
    taken_up = after in any_of("yeah yes anyway basically overall okay well no") or after in ("let", "let's")
    return place.opens_answer or taken_up


def well(place: Place) -> bool:
    joined = any_of(
        "done trained known into before over paid meaning enough aware behaved dressed organised organized made beyond"
        " above past after run written spoken chosen planned prepared over established designed"
    )
    if not place.opens_after(OPENERS - {"and", "but"}) or place.ends:
        return False
    return place.set_off_after or (bool(place.after()) and place.after() not in joined)


def okay(place: Place) -> bool:
    """Not where it is somebody's reply: "Okay, I said"."""
    if not place.opens_after(OPENERS - {"and", "but"}) or place.ends:
        return False
    said = any_of("said says say told replied answered thought asked")
    if place.after() in SUBJECTS and place.after(2) in said:
        return False
    begins = BEGIN_CLAUSES | any_of("so let let's my our the first one for in then well now yeah a this that what when")
    return place.set_off_after or place.after() in begins
