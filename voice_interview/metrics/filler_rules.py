"""When a word fills time and when it means something: rules about what stands around it.

Commas are used where a recogniser wrote them and never needed: Whisper often writes none. The rules lean to leaving
out, for a filler that was never said costs more trust than one that was missed. How often they are right is measured on
sentences that they were not made from (`tests/filler_sentences.tsv`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.metrics.expressions import MARKS, PAUSES, ends_with

if TYPE_CHECKING:
    from voice_interview.metrics.expressions import Place


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BE = _keys(
    "was were is are am be been being wasn't weren't isn't aren't i'm we're you're they're he's she's it's that's"
    " there's here's what's who's"
)
_AUXILIARIES = _BE | _keys(
    "have has had do does did will would can could should might must i've we've you've they've i'd we'd you'd they'd"
    " he'd she'd i'll we'll you'll they'll he'll she'll"
)
_SUBJECTS = _keys("i we he she they it you who that this there everybody everyone nobody somebody someone people")
_CONTRACTED = _keys(
    "i'm i've i'd i'll we're we've we'd we'll he's he'd he'll she's she'd she'll they're they've they'd they'll it's"
    " it'd it'll that's there's"
)
_BEGIN_CLAUSES = _keys("i we he she they it there") | _CONTRACTED
_DETERMINERS = _keys("the a an my our your his her its their this that these those some any no every each all")
_OBJECTS = _keys("me us him her them it you this that these those what which myself people everyone everybody")
_JOINING = _keys("and but or because 'cause cause cuz so then")
_OPENERS = _keys("okay well so yeah yes yep no right oh alright sure now") | _keys("and but")
_DEGREES = _keys(
    "really very super totally completely extremely pretty quite too absolutely literally actually basically so all"
    " always never half around about over almost nearly maybe probably every several"
)
_NUMBERS = _keys(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands dozens"
)
_MEASURES = _keys(
    "hour day week weekend month year minute second lot bunch ton couple few million thousand hundred dozen half"
    " quarter third huge big whole total complete really very super pretty"
)
_FEELINGS = _keys(
    "angry mad upset happy sad scared shocked stressed tired exhausted confused nervous excited worried annoyed bad"
    " good great nice weird strange crazy insane funny cool awful horrible terrible amazing awesome huge big small old"
    " young late early busy full empty broken gone ready sick hot cold stuck lost hard easy difficult impossible super"
)
_PAST = _keys(
    "went said told came left took got gave made found felt ran saw kept thought sat stood knew began lost brought"
    " bought became broke chose did drove fell flew forgot froze grew heard held hid hit hung led let lit meant met"
    " paid put quit read rode rang sent set shook shut slept spoke spent stole stuck taught threw woke won wore wrote"
    " had understood"
)
_SENSES = _keys(
    "look looks looked looking feel feels felt feeling sound sounds sounded seem seems seemed taste tastes tasted smell"
    " smells smelled act acts acted"
)
_WISHING = _keys("would i'd we'd you'd they'd he'd she'd do does did don't doesn't didn't wouldn't should")
_KNOWING = _keys(
    "do does did don't doesn't didn't if as would could should can can't to let make makes when once before until"
    " because what that how who whom why where whether everything all anything people well say says said think"
    " thinks thought feel feels believe hope guess see shows show tell told wish rather sure glad things thing"
    " something person place friend friends man woman one only somebody someone anybody anyone those nothing more"
    " soon whatever so than everybody everyone"
)
_KNOWN = _keys(
    "that what how who where why when whether if which about the a an my your his their our it him her them me us"
    " nothing something everything of better more this each enough exactly well one"
)
_MEANT = _keys("it to by that what this everything every well no both")


def you_know(place: Place) -> bool:
    before, after = place.before(), place.after()
    joined = before in _JOINING and (place.opens_after(_OPENERS) or before != "so")
    if before in ("think", "guess", "believe", "feel") and after in _BEGIN_CLAUSES:
        return True
    if before in _KNOWING and not joined and not _mark_before(place):
        return False
    if place.set_off_before and after == "what" and place.after(2) in ("i", "i'm"):
        return True
    if place.set_off or (place.set_off_after and joined) or (place.set_off_before and place.ends):
        return True
    if place.set_off_before or joined or place.opens_after(_OPENERS):
        return _clause_follows(place) or (joined and after in ("if", "when", "sometimes", "not", "just", "like"))
    if before in _AUXILIARIES | _keys("a an my our very for with in at from just like"):
        return bool(after) and (after not in _KNOWN or (before in _BE and after in _DETERMINERS))
    if place.ends:
        return len(place.earlier) > 2 and not place.ends_question
    joins = after in _JOINING and place.after(2) not in _keys("like love trust use want need respect understand care")
    return _clause_follows(place) or (joins and not place.ends)


def like(place: Place) -> bool:
    before, after = place.before(), place.after()
    if place.set_off and before not in _SENSES:
        if before in _BE:
            quotes = after in _keys("i no oh what okay hey yes yeah why where who how you well")
            return not quotes or before in ("it's", "that's") or place.before(2) in ("it", "that", "there")
        return _mark_before(place) or before not in _SUBJECTS
    if not after or place.ends or before in _SENSES | _WISHING or after == "that":
        return False
    if before in _AUXILIARIES | _keys("just"):
        return place.before(2) == "there" or before == "there's" or _unlikened(place)
    if before in _SUBJECTS or before == "to":
        return _like_between_subject_and_verb(place)
    if place.opens:
        return _like_opens(place)
    if before in _JOINING and not _mark_before(place):
        return after not in _OBJECTS | {"to", "most"}
    return not place.set_off_before and (_is_amount(place) or _is_past(after))


def _unlikened(place: Place) -> bool:
    """Whether what follows "was like" can be no comparison and no speech: "really late", "the hardest thing"."""
    after = place.after()
    if after in ("the", "my", "our"):
        return place.after(2).endswith("est") or place.after(2) in ("only", "first", "last", "most", "worst", "main")
    if after.endswith("ing") and place.before(2) in _keys("i we he she they you") and after != "being":
        return True
    return after in _FEELINGS or after.endswith("ly") or _is_amount(place) or _is_past(after)


def _like_between_subject_and_verb(place: Place) -> bool:
    before, after, following = place.before(), place.after(), place.after(2)
    if before == "to":
        wished = place.before(2) in _keys("have has had need needed got going trying tried used able supposed wanted")
        return wished and after not in _DETERMINERS | _OBJECTS | {"to", "when"} and not after.endswith(("ing", "s"))
    if place.before(2) in _AUXILIARIES | _keys("didn't don't doesn't wouldn't make") or after in _OBJECTS:
        return False
    if before in ("he", "she", "everybody", "everyone", "nobody"):
        return after not in _DETERMINERS or before in ("he", "she")
    closed = _DETERMINERS | _OBJECTS | _keys("to in on at up out off down over back away into from with for about")
    return _is_past(after) and (following in closed or following.endswith("ing"))


def _like_opens(place: Place) -> bool:
    if place.after(2) in _keys("said say mentioned told explained always do did") or place.after(3) == "saying":
        return False
    return place.after() in _BEGIN_CLAUSES and place.after(2) in _AUXILIARIES | _keys("didn't don't can't never just")


def i_mean(place: Place) -> bool:
    before, after = place.before(), place.after()
    if before in _KNOWING - _JOINING and not place.set_off_before:
        return False
    if place.set_off or (place.set_off_after and before in _JOINING):
        return True
    if place.set_off_before or before in _JOINING or place.opens_after(_OPENERS):
        return bool(after) and (after not in _MEANT or (after in ("it", "that") and place.after(2) in _AUXILIARIES))
    explains = set(place.earlier) & _keys("by say says said saying call called word when if")
    return not explains and _clause_follows(place)


def kind_of(place: Place) -> bool:
    before, after = place.before(), place.after()
    if not after or after in _keys("you him her them me us thing person") or place.ends:
        return False
    if before in _keys("the this that these those what which some any no one other another same every each all many"):
        return _mark_before(place)
    softens = before in _AUXILIARIES | _SUBJECTS | _SENSES | _JOINING or before in _keys(
        "to just also still really always even it them all being getting get gets going feeling"
    )
    return softens or place.set_off_before or _is_past(before) or (_is_past(after) and before not in _DETERMINERS)


def basically(place: Place) -> bool:
    before, after = place.before(), place.after()
    if not after or place.ends or _asks(place) or _trails(place):
        return False
    if place.set_off or place.opens_after(_OPENERS) or before in _JOINING:
        return True
    if before in _BE:
        return not (_is_judgement(after) or _is_judgement(place.after(2)) or _is_number(after))
    return (
        before in (_SUBJECTS | _AUXILIARIES | {"to"}) - {"has"} and not _is_amount(place) and place.after(2) != "same"
    )


def actually(place: Place) -> bool:
    """Not where it sets right what was thought or said: after "but", a "not" or a question word."""
    before = place.before()
    if not place.after() or place.ends or _asks(place) or _trails(place):
        return False
    if place.opens_after(_OPENERS) or before in _keys("and so") or place.set_off:
        return True
    contrast = _keys(
        "but though although however not never nobody none no whether if what who how why which where instead rather"
        " looks looked seems seemed sounds sounded supposed promised expected claimed thought said says only until"
    )
    if any(word in contrast or word.endswith("n't") for word in place.earlier):
        return False
    return before in _SUBJECTS | _AUXILIARIES or before in _CONTRACTED


def literally(place: Place) -> bool:
    """Not where it is about a word, a distance or a number."""
    before, after = place.before(), place.after()
    if not after or place.ends or _asks(place) or _trails(place):
        return False
    exact = _keys("means mean meant translates translated every everything one next across opposite around two beside")
    if after in exact or _is_number(after):
        return False
    if place.opens_after(_OPENERS) or before in _JOINING:
        return True
    if place.set_off_before and _mark_before(place):
        return place.set_off_after and before in _AUXILIARIES
    return before in _SUBJECTS | _AUXILIARIES or before in _CONTRACTED | {"just"}


def tag_right(place: Place) -> bool:
    before, after = place.before(), place.after()
    if place.opens:
        return place.ends_question
    if ends_with(place.words[place.first - 1], ","):
        return place.ends_question or place.set_off_after or after in _JOINING
    meant = (
        _AUXILIARIES
        | _SENSES
        | _DETERMINERS
        | _keys(
            "not quite exactly just turn turned turning straight hard go going went come came done doing did do get got"
            " left about if which is how from to"
        )
    )
    treated = before in _OBJECTS and place.before(2) in _keys(
        "treat treated treating do did done doing serve served get got getting set put make made making prove proved"
    )
    if before in meant or treated or (ends_with(place.words[place.last - 1], MARKS) and not place.ends_question):
        return False
    goes_on = place.after(2) in _SUBJECTS | _DETERMINERS | _CONTRACTED | _keys("one when if then now every after")
    return place.ends_question or (after in _keys("and so but because") and goes_on)


def so(place: Place) -> bool:
    """At the very start it only opens; later on "so" often draws a conclusion, and counts where a pause or another
    filler follows."""
    after = place.after()
    if not place.opens_after(_OPENERS - {"and", "but"}) or (place.ends and not place.opens):
        return False
    if place.set_off_after:
        return True
    going_on = after in _keys("far many much long that as few little") or not after or place.ends
    inverted = after in _AUXILIARIES and place.after(2) in _SUBJECTS
    if going_on or inverted:
        return False
    taken_up = after in _keys("yeah yes anyway basically overall okay well no") or after in ("let", "let's")
    return place.opens_answer or taken_up


def well(place: Place) -> bool:
    joined = _keys(
        "done trained known into before over paid meaning enough aware behaved dressed organised organized made beyond"
        " above past after run written spoken chosen planned prepared over established designed"
    )
    if not place.opens_after(_OPENERS - {"and", "but"}) or place.ends:
        return False
    return place.set_off_after or (bool(place.after()) and place.after() not in joined)


def okay(place: Place) -> bool:
    """Not where it is somebody's reply: "Okay, I said"."""
    if not place.opens_after(_OPENERS - {"and", "but"}) or place.ends:
        return False
    said = _keys("said says say told replied answered thought asked")
    if place.after() in _SUBJECTS and place.after(2) in said:
        return False
    begins = _BEGIN_CLAUSES | _keys("so let let's my our the first one for in then well now yeah a this that what when")
    return place.set_off_after or place.after() in begins


def _trails(place: Place) -> bool:
    """Whether it closes what was said before: "he took it literally, and left"."""
    closed = ends_with(place.words[place.last - 1], PAUSES)
    return closed and not place.set_off_before and place.before() not in _AUXILIARIES | _JOINING | _OPENERS


def _mark_before(place: Place) -> bool:
    return place.first > 0 and ends_with(place.words[place.first - 1], MARKS)


def _clause_follows(place: Place) -> bool:
    """Whether a clause of its own begins after: "he came in", "the customer didn't"; not "the rules"."""
    if place.ends:
        return False
    after = place.after()
    if after in _BEGIN_CLAUSES:
        return bool(place.after(2)) and not (after == "it" and place.after(2) in _JOINING)
    verb = 3 if after in _DETERMINERS else 2 if after in ("people", "everybody", "everyone", "nobody") else 0
    if not verb or place.after(verb) in _SUBJECTS:
        return False
    return _is_finite(place.after(verb)) or _is_finite(place.after(verb + 1))


def _is_finite(word: str) -> bool:
    return word in _AUXILIARIES or word in _PAST or word.endswith("n't") or (word.endswith("ed") and len(word) > 4)


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 4 and word != "hundred")


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMBERS


def _is_amount(place: Place) -> bool:
    """Whether a number, a measure or a degree follows: "three weeks", "an hour", "really late"."""
    after = place.after()
    if after in ("a", "an"):
        return place.after(2) in _MEASURES
    return _is_number(after) or after in _DEGREES


def _is_judgement(word: str) -> bool:
    """Whether a word says what something is in essence: "basically the same", "basically sound"."""
    return word in _keys(
        "same old opposite equivalent identical equal right wrong true false sound good fine safe legal illegal honest"
        " correct similar unchanged healthy stable solid free simple different new finished over done"
    )


def _asks(place: Place) -> bool:
    """Whether a question is asked with the subject just before: "is it basically ...", "did anybody actually ...";
    also after "what", "who" and their like."""
    earlier = place.earlier
    if place.before() in _keys("what who how why which where whether"):
        return True
    inverted = any(word in _AUXILIARIES and word not in _CONTRACTED for word in earlier[:1])
    return inverted and len(earlier) > 1
