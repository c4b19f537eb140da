"""Classes of English words, by which the rules know what stands around an expression; open ones by their commonest."""

from __future__ import annotations

from voice_interview.metrics.expressions import any_of

BE = any_of(
    "was were is are am be been being wasn't weren't isn't aren't i'm we're you're they're he's she's it's that's"
    " there's here's what's who's"
)
AUXILIARIES = BE | any_of(
    "have has had do does did will would can could should might must i've we've you've they've i'd we'd you'd they'd"
    " he'd she'd i'll we'll you'll they'll he'll she'll"
)
SUBJECTS = any_of("i we he she they it you who that this there everybody everyone nobody somebody someone people")
CONTRACTED = any_of(
    "i'm i've i'd i'll we're we've we'd we'll he's he'd he'll she's she'd she'll they're they've they'd they'll it's"
    " it'd it'll that's there's"
)
BEGIN_CLAUSES = any_of("i we he she they it there") | CONTRACTED
DETERMINERS = any_of("the a an my our your his her its their this that these those some any no every each all")
OBJECTS = any_of("me us him her them it you this that these those what which myself people everyone everybody")
JOINING = any_of("and but or because 'cause cause cuz so then")
OPENERS = any_of("okay well so yeah yes yep no right oh alright sure now and but")
DEGREES = any_of(
    "really very super totally completely extremely pretty quite too absolutely literally actually basically so all"
    " always never half around about over almost nearly maybe probably every several"
)
NUMBERS = any_of(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands dozens"
)
MEASURES = any_of(
    "hour day week weekend month year minute second lot bunch ton couple few million thousand hundred dozen half"
    " quarter third little tiny bit huge big whole total complete really very super pretty"
)
FEELINGS = any_of(
    "angry mad upset happy sad scared shocked stressed tired exhausted confused nervous excited worried annoyed bad"
    " good great nice weird strange crazy insane funny cool awful horrible terrible amazing awesome huge big small old"
    " young late early busy full empty broken gone ready sick hot cold stuck lost hard easy difficult impossible super"
)
PAST = any_of(
    "went said told came left took got gave made found felt ran saw kept thought sat stood knew began lost brought"
    " bought became broke chose did drove fell flew forgot froze grew heard held hid hit hung led let lit meant met"
    " paid put quit read rode rang sent set shook shut slept spoke spent stole stuck taught threw woke won wore wrote"
    " had understood"
)
PREPOSITIONS = any_of("with in for on at from about by into after before during under over within")
MODALS = any_of("would could should can will might must")
SENSES = any_of(
    "look looks looked looking feel feels felt feeling sound sounds sounded seem seems seemed taste tastes tasted smell"
    " smells smelled act acts acted"
)
WISHING = any_of("would i'd we'd you'd they'd he'd she'd do does did don't doesn't didn't wouldn't should")
KNOWING = any_of(
    "do does did don't doesn't didn't if as would could should can can't to let make makes when once before until"
    " because what that how who whom why where whether everything all anything people well say says said think"
    " thinks thought feel feels believe hope guess see shows show tell told wish rather sure glad things thing"
    " something person place friend friends man woman one only somebody someone anybody anyone those nothing more"
    " soon whatever so than everybody everyone"
)
KNOWN = any_of(
    "that what how who where why when whether if which about the a an my your his their our it him her them me us"
    " nothing something everything of better more this each enough exactly well one"
)
MEANT = any_of("it to by that what this everything every well no both")
