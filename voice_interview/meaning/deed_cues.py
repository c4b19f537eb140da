"""Cues of the Action, the Result, what was learned, and words that belong to no part."""

from __future__ import annotations

from voice_interview.meaning.cue import DEED_COUNT, LEARNING, PERSON, RESULT_COUNT, row
from voice_interview.meaning.verbs import ADVERBS, DEED

ACTION = (
    row(
        "action",
        "i-deed",
        0.6,
        rf"(?<!when )(?<!while )(?<!before )(?<!after )(?<!until )(?<!since )i {ADVERBS}{{0,2}}{DEED}",
        ("I quickly called the driver.", "I made a list.", "Then I went to the back."),
        ("She made a list.", "I was packed.", "I need a list.", "When I joined."),
        DEED_COUNT,
    ),
    row(
        "action",
        "first-i",
        1.0,
        r"(?:first|so|then|next|after that|and|immediately|straight away|"
        rf"instead) (?:of all )?i {ADVERBS}{{0,2}}(?:{DEED}|was able to)",
        ("First I apologised.", "So I drove there."),
        ("So I was late.", "Then it rained."),
    ),
    row(
        "action",
        "decided",
        1.2,
        r"i (?:\w+ )?(?:decided|chose|started by|began by|began to|made sure|took (?:the|it|over|"
        r"charge|responsibility|ownership|her|him|them|time)|went ahead|stepped (?:in|up)|"
        r"reached out|offered|suggested|proposed|set up|came up with|proceeded|volunteered|spoke|"
        r"listened|apologi[sz]ed|explained|contacted|called|organi[sz]ed|created|designed|wrote|"
        r"built)",
        ("I decided to stay.", "I came up with a rota."),
        ("They decided to stay.", "I make sure."),
    ),
    row(
        "action",
        "what-i-did",
        2.0,
        r"what i (?:did|ended up doing)|the first thing i did|the way i (?:handled|did|dealt|"
        r"approached)|my (?:approach|plan|solution|first step|response) was",
        ("So what I did was call her.", "My approach was simple."),
        ("What I do is listen.", "My plan is simple."),
    ),
    row(
        "action",
        "we-deed",
        0.4,
        rf"we {ADVERBS}{{0,2}}{DEED}|(?:i|we) (?:and|both|together) (?:\w+ )?{DEED}",
        ("We moved the tables.",),
        ("We were moved.", "They moved."),
    ),
    row(
        "action",
        "joined-deed",
        0.4,
        rf"^(?:and|then|and then) (?:then |also |just )?(?!there\b){DEED}",
        ("And then sent it.", "Then drove home."),
        ("And the end.", "Then it broke."),
    ),
    row(
        "action",
        "by-doing",
        0.4,
        r"by (?!evening|morning|something|nothing|anything|everything|spring|king)\w+ing",
        ("I fixed it by swapping parts.",),
        ("He was online by evening.", "It was near by."),
    ),
    row(
        "action",
        "would-deed",
        0.4,
        r"(?:and|so|then|each|every) (?:\w+ )?i (?:would|could) (?:\w+ )?(?:call|go|sit|ask|tell|"
        r"take|check|write|explain|show|help|send|give)",
        ("So every morning I would call him.",),
        ("I would.", "She would call."),
        "149 answers labelled by their writers: 30 % of real Actions hold a legitimate would or could",
    ),
)

RESULT = (
    row(
        "result",
        "result-words",
        1.1,
        r"as a result|in the end|at the end of the day|finally|eventually|ultimately|able to|"
        r"(?:was|were|is|are|left|very|so|really) (?:\w+ )?(?:happy|glad|pleased|satisfied|"
        r"grateful|thankful|thrilled|delighted|relieved|impressed)|now",
        ("In the end she stayed.", "He left happy."),
        ("The end of the street.", "I know."),
        RESULT_COUNT,
    ),
    row(
        "result",
        "the-result",
        2.0,
        r"the (?:end |final )?(?:result|outcome|upshot|consequence) (?:was|of)|resulted in|led to|"
        r"paid off|it worked|that worked|thanks to (?:this|that|it|my)|because of (?:this|that|it|"
        r"my)|which meant|that meant|so in the end|turned out|ended up|worked out",
        ("The outcome was a refund.", "It ended up late."),
        ("The results board.", "I lead the team."),
    ),
    row(
        "result",
        "thanks",
        1.5,
        r"thanked|(?:wrote|left|gave|sent) (?:me |us |a |an |very )*(?:\w+ )?(?:review|thank you|"
        rf"feedback|compliment|card|letter|tip)|(?:{PERSON}|he|she|they|boss|"
        r"manager) (?:\w+ )?(?:loved|appreciated|smiled|hugged|accepted|praised|stayed|returned|"
        r"came back|renewed|signed|calmed down|apologi[sz]ed|bought|left)|(?:positive|good|great|"
        r"five star) (?:feedback|review)",
        ("She thanked me.", "They came back the next week.", "He left us a lovely review."),
        ("Thank you for asking.", "I stayed."),
    ),
    row(
        "result",
        "change",
        1.5,
        r"(?:increased|decreased|improved|reduced|dropped|rose|went up|went down|fell|cut|grew|"
        r"doubled|halved|tripled|saved|raised|gained|won|shortened)(?: \w+){0,6} (?:by|from|to|"
        r"per|percent|\d+%?)|(?:sales|complaints|scores?|ratings?|satisfaction|turnover|revenue|"
        r"errors|waiting times?) (?:\w+ )?(?:increased|decreased|improved|dropped|rose|went|fell|"
        r"grew|doubled|halved)",
        ("Complaints dropped by half.", "Sales went up."),
        ("I dropped the box.", "I want to improve."),
    ),
    row(
        "result",
        "achieved",
        1.2,
        r"(?:we|i|it|they|team|project|event) (?:\w+ )?(?:managed to|succeeded|finished|completed|"
        r"delivered|met|won|passed|launched|hit|beat|opened|solved|arrived|achieved|reached|"
        r"got it|sold out|went (?:well|smoothly|live|perfectly|great))|successful(?:ly)?|on time|"
        r"ahead of (?:time|schedule)|under budget|was (?:solved|resolved|fixed|a success|over|"
        r"finished|approved|promoted|accepted|shared|used|adopted|saved)|got (?:promoted|the job|"
        r"the contract|the deal)|problem solved|no one|nobody",
        ("We finished on time.", "I was promoted."),
        ("I like to finish things.", "Success matters."),
    ),
    row(
        "result",
        "bad-outcome",
        1.5,
        r"unfortunately|sadly|(?:still|never|did not|didn't|couldn't|could not) (?:\w+ )?(?:work|"
        r"manage|make it|come back|came back|get|lost|left|late|quit|cancel\w*|finish|succeed|"
        r"reach|happen\w*)|(?:i|we|they|he|she|company) (?:\w+ )?(?:lost|missed|failed|quit|"
        r"cancel(?:l)?ed|walked out|got fired)|too late|did not go|was (?:cancel(?:l)?ed|rejected|"
        r"fired|a failure)",
        ("Unfortunately we lost the contract.", "He never came back."),
        ("I never give up.", "I lost my temper at no point.".replace("lost", "lose")),
    ),
    row(
        "result",
        "reward",
        1.5,
        r"employee of the|award|bonus|promotion|promoted|(?:we|i) (?:got|passed|earned|"
        r"received) (?:an? )?(?:a|b|grade|"
        r"exam|degree|prize|refund|raise|perfect|full)|(?:did not|didn't) (?:\w+ )?(?:lose|miss|"
        r"complain|leave)|cheered|"
        r"applauded|congratulated|proud of",
        ("My boss gave me employee of the month.", "We did not lose a single sale."),
        ("I gave him a prize.", "We lose sales."),
    ),
    row(
        "result",
        "since-then",
        1.2,
        r"(?:ever )?since then|ever since|since that day|to this day|from (?:that|then) (?:day|time|moment|"
        r"on)|(?:a|\w+) (?:few )?(?:days|weeks|months|years|day|week|month|year) later|afterwards|"
        r"still (?:\w+ )?(?:comes?|calls?|asks?|uses?|using|works?|there|today|in touch)|"
        r"(?:comes?|uses?|works?) (?:\w+ ){0,3}today|"
        r"by the end|the next (?:day|week|month|morning)",
        ("To this day they use it.", "Two weeks later they signed.", "She still comes to us."),
        ("Later on I eat.", "Since I was young."),
    ),
)

OTHER = (
    row(
        "learning",
        "learned",
        2.0,
        r"(?:i|we|it|that|this|which|experience) (?:\w+ )?(?:learned(?! about)|learnt(?! about)|"
        r"taught (?:me|us)|made me (?:realize|realise|understand|see)|showed me)|(?:what|lesson|"
        r"takeaway) (?:i )?(?:learned|learnt|was|took|is)|looking back|next time|in hindsight|"
        r"in retrospect|i(?:'ve| have) (?:since )?learn(?:ed|t)|if i (?:had to|could|"
        r"did) (?:do )?(?:it )?again",
        ("I learned to ask first.", "Looking back it was luck."),
        ("I learn fast.", "I taught a class."),
        LEARNING,
    ),
    row(
        "other",
        "preamble",
        1.5,
        r"(?:that's|that is|this is) (?:a|an) (?:\w+ )?question|thank you for (?:asking|"
        r"the question|having|your time)|let me think|i hope (?:that|this)|that's (?:it|all|"
        r"about it)|does that (?:answer|make)|can you repeat",
        ("That is a good question.", "That's it."),
        ("She asked a question.", "That's life."),
    ),
)
