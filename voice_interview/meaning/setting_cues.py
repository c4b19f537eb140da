"""Cues of the Situation and the Task."""

from __future__ import annotations

from voice_interview.meaning.cue import PERSON, row

_ROLE = (
    r"(?:job|role|position|company|internship|placement|employer|shop|store|hotel|restaurant|"
    r"office|team|project|call center|call centre|school|university|college)"
)
_ORDER = r"(?:first|second|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple of|few|" r"several|many|\d+)"

SITUATION = (
    row(
        "situation",
        "time-anchor",
        1.5,
        r"last (?:year|month|week|summer|winter|spring|autumn|fall|christmas|semester|term|monday|"
        rf"friday|night)|(?:a|{_ORDER}) (?:years?|months?|weeks?|days?) (?:ago|back)|one (?:day|"
        r"time|night|"
        r"morning|afternoon|evening|saturday|friday|sunday|monday)|back in (?:\d+|my|the)|(?:in|"
        r"during|of) (?:19|20)\d\d|this one time|the other day|about a (?:year|month|week) ago",
        ("One day a lady came in.", "It was two years ago."),
        ("I work one weekend a month.", "One of my strengths is patience."),
    ),
    row(
        "situation",
        "when-i-was",
        1.5,
        r"(?:when|while) (?:i|we) (?:was|were|worked|had|started|joined|got)|(?:i|we) (?:was|"
        r"were) (?:working|doing|running|studying|serving|covering|presenting|managing|"
        r"in the middle)",
        ("When I worked at a bakery, a man came in.", "I was working the night shift."),
        ("When I listen, people relax.", "I was asked to close."),
    ),
    row(
        "situation",
        "past-employment",
        1.2,
        r"(?:in|at|with|for|during) my (?:previous|last|former|old|first|current|second|summer|"
        rf"part time) (?:\w+ )?{_ROLE}|i used to (?:work|be)|i was (?:a|an|the) (?!bit|little|lot|"
        r"few|first|only|one)|i worked (?:at|for|as|in|on)|my (?:previous|"
        r"last|former|old) (?:job|role|company|employer|boss)",
        ("In my previous role at a bank we had a rule.", "I worked as a waiter."),
        ("I worked out the price.", "My last point is trust."),
    ),
    row(
        "situation",
        "person-arrives",
        1.5,
        rf"(?:a|an|one|this|our|the) (?:\w+ ){{0,2}}{PERSON} (?:\w+ )?(?:came|called|rang|phoned|"
        r"walked|arrived|wrote|emailed|approached|contacted|complained|got|asked|wanted|needed|"
        r"had|was|turned up|showed up|brought)",
        ("A customer came in shouting.", "This elderly man called at noon."),
        ("A customer wants respect.", "I called a customer."),
    ),
    row(
        "situation",
        "there-was",
        1.2,
        r"there (?:was|were|had been)|we had (?:a|an|this|some|one|two|three|many|lots)|"
        r"we got (?:a|this) (?:call|complaint|email|request|customer|guest)|"
        r"i (?:had|got|received) (?:a|an|this) (?:call|customer|client|guest|complaint|email|"
        r"problem|situation|colleague|request|angry|difficult)|it (?:was|happened) (?:a|an|during|"
        r"in|on|my|at|just)",
        ("There was a long queue.", "We had a guest with an allergy."),
        ("There is no excuse.", "I had a plan."),
    ),
    row(
        "situation",
        "remember",
        1.5,
        r"i (?:remember|recall|can think of|think of)|(?:a|one|good) (?:example|instance|time|"
        r"situation|occasion) (?:of|that|when|was|where|comes|i)|comes to mind|let me (?:tell you|"
        r"give you|share)",
        ("I remember a wedding in June.", "One example that comes to mind is a flood."),
        ("Remember to smile.", "For example courtesy."),
    ),
    row(
        "situation",
        "trouble",
        0.8,
        r"(?:was|were|had been|got|were getting|was getting) (?:\w+ )?(?:angry|furious|upset|"
        r"frustrated|annoyed|broken|late|delayed|missing|wrong|short staffed|behind|down|lost|"
        r"sick|ill|unhappy|stuck|worried|scared|stressful|difficult|busy|problems?)|(?:problem|"
        r"issue|trouble) (?:was|with|arose)|went wrong|suddenly|complained|"
        r"(?<!i )(?<!we )(?:broke|crashed|failed|leaked|flooded|collapsed|ran out|ran late|"
        r"sold out|stopped working)|giving us|(?:started|began|was|were) (?:crying|yelling|"
        r"shouting|screaming|panicking)|confused",
        ("She was really angry.", "The printer broke down."),
        ("I never get angry.", "The problem is trust."),
    ),
    row(
        "situation",
        "past-state",
        0.5,
        r"(?:he|she|they|it|the \w+|our \w+|his \w+|her \w+|their \w+) (?:was|were|had|wanted|"
        r"needed|did not|didn't|wasn't|weren't|couldn't|wouldn't)",
        ("The system was new.", "They had no booking."),
        ("It is new.", "I had no idea."),
    ),
)

TASK = (
    row(
        "task",
        "my-task",
        2.0,
        r"my (?:\w+ )?(?:task|job|role|responsibility|goal|aim|duty|objective|assignment|mission|"
        r"challenge|part) (?:there |here |then )?(?:was|were|became)|the (?:task|goal|aim|"
        r"objective|challenge|target|assignment|idea|mission) was|"
        r"it was my (?:job|task|role|responsibility|duty|turn) to",
        ("My job was to calm him down.", "It was my turn to close.", "The goal was zero errors."),
        ("My job is great.", "My part time job."),
    ),
    row(
        "task",
        "asked-to",
        2.0,
        r"(?:i|we) (?:was|were|had been|got) (?:\w+ )?(?:asked|told|tasked|assigned|given|"
        r"supposed|expected|required|put in charge|chosen|appointed|instructed)|asked (?:me|"
        r"us) to|(?:i|we) (?:was|were) (?:\w+ )?(?:responsible|in charge|accountable)|"
        r"(?:told|wanted|needed|sent|expected) (?:me|us) to|put (?:me|us) in charge|(?:fell|"
        r"was up|came down) to me",
        ("I was asked to close the till.", "It fell to me."),
        ("I asked her to sit.", "I am responsible."),
    ),
    row(
        "task",
        "had-to",
        1.0,
        r"(?:i|we) (?:\w+ )?(?:had to|needed to|have to|wanted to|must|ought to|was to|were to)|"
        r"(?:it|there) (?:had to|needed to|was to) be|to be done by|deadline|we had (?:only |"
        r"just )?\w+ (?:days|hours|weeks|minutes) to",
        ("I had to find a room.", "The deadline was Friday."),
        ("He had two cats.", "I wanted it."),
    ),
)
