"""Words that tell how a story ended: well, or badly. A bad outcome is a result too.

The first row that matches takes its words away from the rows behind it. What is denied comes first, so that "we did not
lose one", "nobody complained" and "they did not renew" are read whole.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Way = Literal["good", "bad"]


class OutcomeCue(Struct, frozen=True, kw_only=True):
    """One row: `pattern` is searched in a sentence of word keys; `hits` and `misses` are sentences in which this row
    must and must not find anything that the rows before it left."""

    name: str
    way: Way
    pattern: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]


def _row(name: str, way: Way, ways: tuple[str, ...], hits: tuple[str, ...], misses: tuple[str, ...]) -> OutcomeCue:
    """One row that matches any of `ways`, bound to whole words."""
    return OutcomeCue(name=name, way=way, pattern=re.compile(rf"\b(?:{'|'.join(ways)})\b"), hits=hits, misses=misses)


def _any(words: str) -> str:
    """One of these words; `_` stands for a space, and longer ones come first."""
    return (
        "(?:" + "|".join(sorted(words.replace("_", "@").split(), key=lambda word: -len(word))).replace("@", " ") + ")"
    )


_NOT = _any(
    "not never didn't didnt doesn't doesnt wasn't wasnt weren't werent isn't haven't hasn't hasnt couldn't couldnt "
    "wouldn't wouldnt won't don't"
)
_STILL = _any("really quite even ever actually exactly all do go get want_to like_to")
_WORSE = (
    r"(?:lose|lost|losing|complain\w*|fail|failed|failure|break|broken|broke|miss|missed|die|died|hurt|injured|penalty|"
    r"damage|drops?|claims?|downtime|refunds?|leave|left|mistakes?|errors?|problems?|issues?|trouble|blame|blamed|"
    r"told off|"
    r"sacked|caught|harm|cancel|cancelled|ill|angry)"
)
_HOPED = (
    r"(?:accept|accepted|extend\w*|renew\w*|reply|replied|answer|work|help|get|make|reach|reached|manage|believe|"
    r"survive|"
    r"speak|spoke|talk|have it|having it|win|finish\w*|happen\w*|come back|came back|caught|heard|paid|met|solved?|"
    r"fixed|"
    r"prioriti[sz]ed|achieve\w*|recovered|used|rang|improve\w*|better|move|moved|free|sell|sold|forgive|forgave|want|"
    r"let|"
    r"like|agree|agreed|go|buy|take part|qualify|pass)"
)
_MISFORTUNES = _any(
    "cancelled canceled rejected refused declined overruled stolen sacked fired dismissed let_go suspended withdrawn "
    "wasted dropped exceeded postponed delayed scrapped shut_down turned_down thrown_out struck_down stuck fined "
    "charged "
    "destroyed ruined wrecked demoted barred banned dead taken_off too_late gone given_to_someone given_to_somebody "
    "down_for down_until"
)
_SUCCESSES = _any(
    "fixed solved resolved sorted accepted approved adopted overturned repaired recovered found paid safe alive "
    "finished "
    "upheld introduced replaced rolled_out"
)
_HAPPY = _any("happy pleased satisfied grateful delighted thrilled impressed chuffed over_the_moon fine relieved")
_SORRY = _any("bad awful rotten terrible rubbish sick guilty horrible ashamed")
_GIFT = _any("card cake letter bottle flowers wine chocolates biscuits tip box present")

OUTCOMES: tuple[OutcomeCue, ...] = (
    _row(
        "nothing bad",
        "good",
        (
            rf"(?:no|without|nobody|no one|none|not (?:one|a single)|never|hasn't|haven't|has not) (?:\w+ "
            rf"){{0,3}}?{_WORSE}",
            rf"(?:not|didn't|didnt|wasn't|wasnt|weren't|couldn't) (?:get |even |be )?{_WORSE}",
            r"(?:nobody|no one) (?:noticed|had to|fell)",
            r"(?:not one|none|nobody|no one|wouldn't) (?:\w+ ){0,4}money back",
            r"no more \w+",
            r"(?:not|never) (?:\w+ )?(?:another|again)",
            r"(?:not|wasn't|isn't) (?:\w+ )?any ?more",
            r"withdrew (?:\w+ )?complaint",
        ),
        (
            "We did not lose a single sale.",
            "Nobody complained.",
            "There were no more refunds.",
            "It hasn't failed once.",
        ),
        ("We lost the sale.", "He complained.", "No bonus."),
    ),
    _row(
        "not what was hoped",
        "bad",
        (
            rf"{_NOT} (?:{_STILL} )?{_HOPED}",
            r"could not (?:\w+ )?(?:be|get|go|do|recover|find|make|finish)",
            r"(?:nobody|no one|none|nothing|neither) (?:\w+ ){0,3}?(?:came|rang|replied|wanted|used|helped|happened|"
            r"changed|"
            r"worked|listened|believed|hired|bought|moved)",
            r"(?:hasn't|haven't|has not|have not|hadn't|not) (?:\w+ )?(?:spoken|been|heard|seen|forgiven|come|rung) ",
            r"only (?:one|two|three|a few|half|some)|came (?:second|third|fourth|fifth|last)|too (?:late|little|few|"
            r"long)",
            r"don't think (?:he|she|they|it|we) (?:\w+ )?(?:came|ever|did)",
            r"no thank you",
            r"then nothing",
        ),
        ("They did not renew.", "It didn't really work.", "The orders could not be recovered.", "She never came back."),
        ("I didn't argue.", "They renewed."),
    ),
    _row(
        "not content",
        "bad",
        (
            rf"(?:{_NOT}|less than|hardly) (?:\w+ ){{0,2}}?(?:{_HAPPY}|convinced|good|great|well|fair|fun)",
            r"unhappy|dissatisfied|disappoint(?:ed|ing)|unimpressed|frustrated|furious|upset",
            r"critici[sz]ed|blamed|embarrass(?:ed|ing)|shouted at",
        ),
        ("The client was not satisfied.", "He wasn't very happy.", "The team was frustrated."),
        ("She was happy.", "The client was satisfied."),
    ),
    _row(
        "no reward",
        "bad",
        (
            r"(?:no|without (?:a|any)|(?:lost|missed|missed out on) (?:my|the|our)) (?:\w+ )?(?:bonus|job|commission|"
            r"contract|"
            r"target|deadline|date|deal|place|customer|client|account|order|licence|reply|answer|luck)",
            r"(?:written|formal|final|verbal) warning|(?:got|given) a (?:warning|telling off)|note on my file",
        ),
        ("I lost my bonus.", "I got a written warning.", "We missed the deadline."),
        ("I got a bonus.", "We met the deadline."),
    ),
    _row(
        "lost",
        "bad",
        (
            r"(?:i|we|they|he|she|it|people|company|client|customer|guest|team|and|also|then) (?:\w+ )?(?:quit|left "
            r"us)",
            r"lost|lose|losing|failed|missed|did miss|refused|declined|rejected|resigned|hung up|walked out|walked off|"
            r"stormed (?:out|off)|drove off|slammed|gave up|gave in|moved out|crashed|collapsed|died|gave notice",
            r"(?:dropped|pulled|backed|fell) out|let (?:me|us|him|her|them) (?:down|go)|gave (?:me|us|him|her) the "
            r"sack",
        ),
        ("We lost the hospital.", "She hung up on me.", "He moved out.", "They let me go."),
        ("I found the bag.", "I let them talk."),
    ),
    _row(
        "stopped",
        "bad",
        (
            rf"(?:was|were|been|got|being|is) (?:\w+ )?{_MISFORTUNES}",
            r"overruled|overturned (?:my|our)|withdrew|was gone|were gone|(?:took|taken|put) me (?:off|back)",
            r"(?:went|gone) (?:bust|under|wrong|down)",
            r"closed (?:it|the|his|her|their|down)\b(?! (?:deal|sale|ticket|case|gap))",
        ),
        ("The project was cancelled.", "The line was down until noon.", "My position was given to someone else."),
        ("I cancelled an order.", "The deal was closed."),
    ),
    _row(
        "left for another",
        "bad",
        (
            r"(?:went|gone|left|moved|switched) (?:\w+ )?(?:with|to|over to|for) (?:a |an |the |our )?(?:\w+ "
            r")?(?:competit\w+|"
            r"other (?:agency|company|hospital|side)|some(?:one|body) else|another (?:agency|company|supplier|firm))",
            r"went (?:private|elsewhere|somewhere else)|left (?:the (?:company|job|team)|within|us for|for good)",
            r"(?:people|of them|them|junior|colleagues?) (?:\w+ )?(?:left|quit)",
            r"stopped (?:to work|working|coming|talking)",
            r"(?:asked for|wanted|want) (?:another|a different|somebody else|someone else)",
            r"gave (?:my|his|her|in (?:my|his|her)) notice",
            r"(?:put in|made|filed|wrote|there was) (?:a|an|another) (?:\w+ )?(?:grievance|complaint)",
        ),
        ("They went with a competitor.", "Two people left.", "She went private anyway."),
        ("He left happy.", "I walked to another shop."),
    ),
    _row(
        "poor marks",
        "bad",
        (
            r"(?:one|two|1|2) stars?",
            r"(?:bad|negative|poor|terrible|horrible|angry) (?:review|feedback|comment|mark|score|rating)s?",
            r"(?:reported|sued) (?:me|us)|complain|complained|wrote (?:\w+ )?(?:to head office|a review)",
            r"penalt(?:y|ies)|compensation|money back|costs? awarded|(?:weeks|months|days) late|late by|over budget",
            r"(?:thousand|hundred|grand|points?|goals?) short|short of (?:the|our|my) (?:target|goal)",
            r"(?:out of|from) my (?:money|salary|wages|pay)",
        ),
        ("Left us one star.", "He complained.", "The project was delivered three weeks late."),
        ("A five star review.", "She left a good review."),
    ),
    _row(
        "regret",
        "bad",
        (
            r"unfortunately|sadly|disaster|failure|in vain|for nothing|to no purpose|unemployed",
            rf"(?:felt|feel|feeling) (?:\w+ )?{_SORRY}|cried|tears|still (?:bothers|hurts?|think about|regret)",
            r"it (?:still )?(?:hurt|bothered me|stung)|was (?:horrible|awful|sad|too little|hard)",
            r"should have (?:\w+ )?(?:asked|gone|rung|called|told|made|said|checked)|in the (?:bin|rubbish|skip)",
            r"(?:sales|conversions?|revenue|takings|turnout|scores?|ratings?|profits?|marks?) (?:\w+ )?"
            r"(?:dropped|fell|went down)",
            r"(?:went|taken|take it|took it|end up|ended up) (?:to|in) (?:court|hospital)|tribunal|written off|wrote "
            r"(?:it|them|that) off|worse|back to (?:the "
            r"old|how it)|stayed how it was",
            r"nothing (?:\w+ )?(?:happened|changed)|(?:i|we|it) failed|never (?:found out|got)",
            r"that was (?:really )?(?:that|it)",
        ),
        ("Unfortunately the shop closed.", "I felt awful.", "It still bothers me.", "Sales dropped."),
        ("I felt good.", "It was a success.", "Complaints dropped."),
    ),
    _row(
        "thanks",
        "good",
        (
            r"(?<!no )thank(?:ed|s| you)",
            rf"(?:so|very|really|quite|was|were|is|are|left|both|all|went|more than|perfectly|been) (?:\w+ )?{_HAPPY}",
            r"happy with|appreciated|praised|congratulated|applauded|round of applause|hugged|hug|smiled|laughed",
            r"(?:four|five|4|5) stars?|asked for me|by name",
            r"(?:good|great|lovely|nice|positive|kind) (?:review|feedback|comment|letter|words|mail|email|message)s?",
            rf"(?:sent|brought|gave|bought|wrote) (?:me|us) (?:a |an |the |some )?(?:\w+ ){{0,2}}{_GIFT}",
        ),
        ("She thanked me.", "He left happy.", "They sent us a card."),
        ("I sent a letter.", "I was tired."),
    ),
    _row(
        "kept",
        "good",
        (
            r"renewed|(?:came|come|comes|coming) back|(?:asked|have|had|invited) (?:me|us) back|stayed|signed|booked|"
            r"bought",
            r"(?:still|kept on) (?:\w+ )?(?:with us|using|uses?|used|there|comes?|up|in use|works?|running|friends)",
            r"kept (?:the|his|her|their|our|us|my|it|on|using)|in use|uses? it|recommended|promoted|passed|won|win",
            r"got (?:the|her|his|their|a|my) (?:\w+ )?(?:job|contract|grant|deal|place|degree|merit|refund|money|visa|"
            r"room|"
            r"promotion)",
        ),
        ("They renewed for a year.", "She came back in March.", "He still uses it today."),
        ("They left.", "We got a warning."),
    ),
    _row(
        "worked",
        "good",
        (
            r"(?:it|that|which|this|they|everything|all|system|and) (?:\w+ )?(?:worked|works|paid off|held|"
            r"went (?:well|fine|smoothly|live|out|through|right))",
            r"worked out|on time|in time|ahead of|under budget|success(?:ful|fully)?|managed to|able to",
            rf"(?:was|were|got|been|is) (?:\w+ )?{_SUCCESSES}",
        ),
        ("It worked.", "We finished on time.", "The problem was solved."),
        ("I worked there.", "It was a Friday."),
    ),
    _row(
        "better",
        "good",
        (
            r"saved|reduced|increased|improved|doubled|halved|cut|raised|gained|grew|rose|went up|earned|recovered",
            r"(?:complaints|errors|calls|costs|waiting times?|tickets|bugs|returns|incidents|accidents|sick days|time)"
            r"(?: \w+){0,5} (?:fell|dropped|went down|came down|halved|down)",
            r"down (?:from|to|by)|quicker|faster|fewer|better|easier|calmer|quieter|cheaper|shorter|record|best",
            r"everyone|everybody|fine|okay|all right|alright",
        ),
        ("Complaints dropped by half.", "We saved an hour a day."),
        ("Sales fell.", "I tried it."),
    ),
)
