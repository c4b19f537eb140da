"""The cues that tell what a clause does in an answer: a table, each row with its weight, its source, hits and misses.

Weights are natural logarithms of "how many times likelier in this part than elsewhere". Where it was counted, the count
stands in the source; else `FORM` marks a judgement: 2 for a wording that names the part, 1 for one that suggests it,
1/2 for a lean. They were not fitted to any set of answers.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from voice_interview.meaning.verbs import ADVERBS, DEED
from voice_interview.model import Label

FORM = "judgement: the wording names or suggests the part as the STAR method defines it"
RESULT_COUNT = "149 answers labelled by their writers: result words in 32 % of Result sentences, 10 to 11 % of others"
DEED_COUNT = (
    "149 answers labelled by their writers: I + past action verb in 44 % of Action sentences, 22 to 27 % of others"
)
LEARNING = "STARL and CARL name what was learned a part of its own; 'I learned' is no outcome"

Mood = Literal["any", "told"]


class Cue(Struct, frozen=True, kw_only=True):
    """One row: `pattern` is searched in a clause of word keys; `hits` and `misses` are whole sentences it must and must
    not match."""

    name: str
    label: Label
    weight: float
    pattern: re.Pattern[str]
    source: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


def _row(label: Label, name: str, weight: float, pattern: str, hits: tuple[str, ...], misses: tuple[str, ...],
         source: str = FORM) -> Cue:  # fmt: skip
    return Cue(
        name=name,
        label=label,
        weight=weight,
        pattern=re.compile(rf"\b(?:{pattern})\b"),
        source=source,
        hits=hits,
        misses=misses,
    )


_PERSON = r"(?:customer|client|guest|caller|patient|passenger|student|user|visitor|member|man|woman|lady|gentleman|guy|family|couple|person|colleague|coworker|teammate|tenant|buyer|shopper|diner)"
_ROLE = r"(?:job|role|position|company|internship|placement|employer|shop|store|hotel|restaurant|office|team|project|call center|call centre|school|university|college)"
_ORDER = r"(?:first|second|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple of|few|several|many|\d+)"

SITUATION = (
    _row("situation", "time-anchor", 1.5,
         rf"last (?:year|month|week|summer|winter|spring|autumn|fall|christmas|semester|term|monday|friday|night)|(?:a|{_ORDER}) (?:years?|months?|weeks?|days?) ago|one (?:day|time|night|morning|afternoon|evening|saturday|friday|sunday|monday)|back in (?:\d+|my|the)|(?:in|during|of) (?:19|20)\d\d|this one time|the other day|about a (?:year|month|week) ago",
         ("One day a lady came in.", "It was two years ago."), ("I work one weekend a month.", "One of my strengths is patience.")),
    _row("situation", "when-i-was", 1.5, r"(?:when|while) (?:i|we) (?:was|were|worked|had|started|joined|got)|(?:i|we) (?:was|were) (?:working|doing|running|studying|serving|covering|presenting|managing|in the middle)",
         ("When I worked at a bakery, a man came in.", "I was working the night shift."), ("When I listen, people relax.", "I was asked to close.")),
    _row("situation", "past-employment", 1.2, rf"(?:in|at|with|for|during) my (?:previous|last|former|old|first|current|second|summer|part time) (?:\w+ )?{_ROLE}|i used to work|i worked (?:at|for|as|in|on)|my (?:previous|last|former|old) (?:job|role|company|employer|boss)",
         ("In my previous role at a bank we had a rule.", "I worked as a waiter."), ("I worked out the price.", "My last point is trust.")),
    _row("situation", "person-arrives", 1.5, rf"(?:a|an|one|this|our|the) (?:\w+ ){{0,2}}{_PERSON} (?:\w+ )?(?:came|called|rang|phoned|walked|arrived|wrote|emailed|approached|contacted|complained|got|asked|wanted|needed|had|was|turned up|showed up|brought)",
         ("A customer came in shouting.", "This elderly man called at noon."), ("A customer wants respect.", "I called a customer.")),
    _row("situation", "there-was", 1.2, r"there (?:was|were|had been)|we (?:had|got) (?:a|an|this|some|one|two|three|many|lots)|i (?:had|got|received) (?:a|an|this) (?:call|customer|client|guest|complaint|email|problem|situation|colleague|request|angry|difficult)|it (?:was|happened) (?:a|an|during|in|on|my|at|just)",
         ("There was a long queue.", "We had a guest with an allergy."), ("There is no excuse.", "I had a plan.")),
    _row("situation", "remember", 1.5, r"i (?:remember|recall|can think of|think of)|(?:a|one|good) (?:example|instance|time|situation|occasion) (?:of|that|when|was|where|comes|i)|comes to mind|let me (?:tell you|give you|share)",
         ("I remember a wedding in June.", "One example that comes to mind is a flood."), ("Remember to smile.", "For example courtesy.")),
    _row("situation", "trouble", 0.8, r"(?:was|were|had been|got|were getting|was getting) (?:\w+ )?(?:angry|furious|upset|frustrated|annoyed|broken|late|delayed|missing|wrong|short staffed|behind|down|lost|sick|ill|unhappy|stuck|worried|scared|stressful|difficult|busy|problems?)|(?:problem|issue|trouble) (?:was|with|arose)|went wrong|suddenly|complained|(?<!i )(?<!we )(?:broke|crashed|failed|leaked|flooded|collapsed|ran out|ran late|sold out|stopped working)|giving us",
         ("She was really angry.", "The printer broke down."), ("I never get angry.", "The problem is trust.")),
    _row("situation", "past-state", 0.5, r"(?:he|she|they|it|the \w+|our \w+|his \w+|her \w+|their \w+) (?:was|were|had|wanted|needed|did not|didn't|wasn't|weren't|couldn't|wouldn't)",
         ("The system was new.", "They had no booking."), ("It is new.", "I had no idea.")),
)  # fmt: skip

TASK = (
    _row("task", "my-task", 2.0, r"my (?:\w+ )?(?:task|job|role|responsibility|goal|aim|duty|objective|assignment|mission|challenge|part) (?:there |here |then )?(?:was|were|became)|the (?:task|goal|aim|objective|challenge|target|assignment|idea|mission) was",
         ("My job was to calm him down.", "The goal was zero errors."), ("My job is great.", "My part time job.")),
    _row("task", "asked-to", 2.0, r"(?:i|we) (?:was|were|had been|got) (?:\w+ )?(?:asked|told|tasked|assigned|given|supposed|expected|required|put in charge|chosen|appointed|instructed)|asked (?:me|us) to|(?:i|we) (?:was|were) (?:\w+ )?(?:responsible|in charge|accountable)|needed me to|wanted me to|(?:fell|was up|came down) to me",
         ("I was asked to close the till.", "It fell to me."), ("I asked her to sit.", "I am responsible.")),
    _row("task", "had-to", 1.0, r"(?:i|we) (?:\w+ )?(?:had to|needed to|have to|wanted to|must|ought to|was to|were to)|(?:it|there) (?:had to|needed to|was to) be|to be done by|deadline|we had (?:only |just )?\w+ (?:days|hours|weeks|minutes) to",
         ("I had to find a room.", "The deadline was Friday."), ("He had two cats.", "I wanted it.")),
)  # fmt: skip

ACTION = (
    _row("action", "i-deed", 0.6, rf"i {ADVERBS}{{0,2}}{DEED}", ("I quickly called the driver.", "I made a list.", "Then I went to the back."),
         ("She made a list.", "I was packed.", "I need a list.", "I wanted it."), DEED_COUNT),
    _row("action", "first-i", 1.0, rf"(?:first|so|then|next|after that|and|immediately|straight away|instead) (?:of all )?i {ADVERBS}{{0,2}}(?:{DEED}|was able to)",
         ("First I apologised.", "So I drove there."), ("So I was late.", "Then it rained.")),
    _row("action", "decided", 1.2, r"i (?:\w+ )?(?:decided|chose|started by|began by|began to|made sure|took (?:the|it|over|charge|responsibility|ownership|her|him|them|time)|went ahead|stepped (?:in|up)|reached out|offered|suggested|proposed|set up|came up with|proceeded|volunteered|spoke|listened|apologi[sz]ed|explained|contacted|called|organi[sz]ed|created|designed|wrote|built)",
         ("I decided to stay.", "I came up with a rota."), ("They decided to stay.", "I make sure.")),
    _row("action", "what-i-did", 2.0, r"what i (?:did|ended up doing)|the first thing i did|the way i (?:handled|did|dealt|approached)|my (?:approach|plan|solution|first step|response) was",
         ("So what I did was call her.", "My approach was simple."), ("What I do is listen.", "My plan is simple.")),
    _row("action", "we-deed", 0.4, rf"we {ADVERBS}{{0,2}}{DEED}|(?:i|we) (?:and|both|together) (?:\w+ )?{DEED}", ("We moved the tables.",), ("We were moved.", "They moved.")),
    _row("action", "joined-deed", 0.4, rf"^(?:and|then|and then) (?:then |also |just )?(?!there\b){DEED}|by \w+ing", ("And then sent it.", "I fixed it by swapping parts."), ("And the end.", "Then it broke.")),
    _row("action", "would-deed", 0.4, r"(?:and|so|then|each|every) (?:\w+ )?i (?:would|could) (?:\w+ )?(?:call|go|sit|ask|tell|take|check|write|explain|show|help|send|give)",
         ("So every morning I would call him.",), ("I would.", "She would call."),
         "149 answers labelled by their writers: 30 % of real Actions hold a legitimate would or could"),
)  # fmt: skip

RESULT = (
    _row("result", "result-words", 1.1, r"as a result|in the end|at the end of the day|finally|eventually|ultimately|able to|(?:was|were|is|are|left|very|so|really) (?:\w+ )?(?:happy|glad|pleased|satisfied|grateful|thankful|thrilled|delighted|relieved|impressed)|now",
         ("In the end she stayed.", "He left happy."), ("The end of the street.", "I know."), RESULT_COUNT),
    _row("result", "the-result", 2.0, r"the (?:end |final )?(?:result|outcome|upshot|consequence) (?:was|of)|resulted in|led to|paid off|it worked|that worked|thanks to (?:this|that|it|my)|because of (?:this|that|it|my)|which meant|that meant|so in the end|turned out|ended up|worked out",
         ("The outcome was a refund.", "It ended up late."), ("The results board.", "I lead the team.")),
    _row("result", "thanks", 1.5, rf"thanked|(?:wrote|left|gave|sent) (?:me |us |a |an |very )*(?:\w+ )?(?:review|thank you|feedback|compliment|card|letter|tip)|(?:{_PERSON}|he|she|they|boss|manager) (?:\w+ )?(?:loved|appreciated|smiled|hugged|accepted|praised|stayed|returned|came back|renewed|signed|calmed down|apologi[sz]ed|bought|left)|(?:positive|good|great|five star) (?:feedback|review)",
         ("She thanked me.", "They came back the next week.", "He left us a lovely review."), ("Thank you for asking.", "I stayed.")),
    _row("result", "change", 1.5, r"(?:increased|decreased|improved|reduced|dropped|rose|went up|went down|fell|cut|grew|doubled|halved|tripled|saved|raised|gained|won|shortened)(?: \w+){0,6} (?:by|from|to|per|percent|\d+%?)|(?:sales|complaints|scores?|ratings?|satisfaction|turnover|revenue|errors|waiting times?) (?:\w+ )?(?:increased|decreased|improved|dropped|rose|went|fell|grew|doubled|halved)",
         ("Complaints dropped by half.", "Sales went up."), ("I dropped the box.", "I want to improve.")),
    _row("result", "achieved", 1.2, r"(?:we|i|it|they|team|project|event) (?:\w+ )?(?:managed to|succeeded|finished|completed|delivered|met|won|passed|launched|hit|beat|opened|solved|arrived|achieved|reached|got it|sold out|went (?:well|smoothly|live|perfectly|great))|successful(?:ly)?|on time|ahead of (?:time|schedule)|under budget|was (?:solved|resolved|fixed|a success|over|finished|approved|promoted|accepted|shared|used|adopted|saved)|got (?:promoted|the job|the contract|the deal)|problem solved|no one|nobody",
         ("We finished on time.", "I was promoted."), ("I like to finish things.", "Success matters.")),
    _row("result", "bad-outcome", 1.5, r"unfortunately|sadly|(?:still|never|did not|didn't|couldn't|could not) (?:\w+ )?(?:work|manage|make it|come back|came back|get|lost|left|late|quit|cancel\w*|finish|succeed|reach|happen\w*)|(?:i|we|they|he|she|company) (?:\w+ )?(?:lost|missed|failed|quit|cancel(?:l)?ed|walked out|got fired)|too late|did not go|was (?:cancel(?:l)?ed|rejected|fired|a failure)",
         ("Unfortunately we lost the contract.", "He never came back."), ("I never give up.", "I lost my temper at no point.".replace("lost", "lose"))),
    _row("result", "since-then", 1.2, r"(?:ever )?since then|since that day|to this day|from (?:that|then) (?:day|time|moment|on)|(?:a|\w+) (?:few )?(?:days|weeks|months|years|day|week|month|year) later|afterwards|by the end|the next (?:day|week|month|morning)",
         ("To this day they use it.", "Two weeks later they signed."), ("Later on I eat.", "Since I was young.")),
)  # fmt: skip

OTHER = (
    _row("learning", "learned", 2.0, r"(?:i|we|it|that|this|which|experience) (?:\w+ )?(?:learned(?! about)|learnt(?! about)|taught (?:me|us)|made me (?:realize|realise|understand|see)|showed me)|(?:what|lesson|takeaway) (?:i )?(?:learned|learnt|was|took|is)|looking back|next time|in hindsight|in retrospect|i(?:'ve| have) (?:since )?learn(?:ed|t)|if i (?:had to|could|did) (?:do )?(?:it )?again",
         ("I learned to ask first.", "Looking back it was luck."), ("I learn fast.", "I taught a class."), LEARNING),
    _row("other", "preamble", 1.5, r"(?:that's|that is|this is) (?:a|an) (?:\w+ )?question|thank you for (?:asking|the question|having|your time)|let me think|i hope (?:that|this)|that's (?:it|all|about it)|does that (?:answer|make)|can you repeat",
         ("That is a good question.", "That's it."), ("She asked a question.", "That's life.")),
)  # fmt: skip

CUES = SITUATION + TASK + ACTION + RESULT + OTHER
