"""Words that tell one story from another: all but those that any answer may hold.

The others stand here: words of grammar, the commonest verbs, nouns and adjectives of talk, and those of work and of
interviews. Numbers from thirteen on tell a story ("thirty eight Italians"). Regular forms need not stand here, see
`stem`. English.
"""

from __future__ import annotations

import re
from functools import lru_cache

GRAMMAR = """
a an the this that these those some any each every all both half either neither no none another other such same
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves one ones who whom whose which what whoever whatever somebody someone
something anybody anyone anything nobody nothing everybody everyone everything
and or but nor so yet because since although though while if unless until till when whenever where wherever whether
than as like also too either just only even still already again ever never always often sometimes usually once twice
in on at by to from of for with without within into onto out off over under up down about around through across between
among against along before after during above below behind beside besides near next past toward towards upon per via
not don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't cannot couldn't shouldn't haven't hasn't
hadn't ain't be am is are was were been being have has had having do does did doing done will would shall should can
could may might must ought need used i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd
she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll that's there's here's what's who's where's how's let's
that'd there'd would've could've should've might've it'd gonna wanna gotta kinda sorta cause 'cause
here there now then today yesterday tomorrow yes yeah yep no nope okay ok well oh hm hmm mm ah right sure please thanks
thank sorry hello hi goodbye
how why very really quite pretty rather almost nearly maybe perhaps probably actually basically literally honestly
obviously certainly definitely exactly especially simply mostly mainly completely totally absolutely finally eventually
suddenly immediately anyway however therefore instead otherwise together away back forward apart else more most less
least much many lot lots few little bit enough several plenty one two three four five six seven eight nine ten eleven
twelve hundred thousand
"""

TALK = """
say tell talk speak ask answer call phone ring write read hear listen explain mention reply respond discuss suggest
propose promise offer agree complain apologise apologize shout laugh smile cry hug greet inform notify report describe
go come get give take make put bring carry keep leave let stay sit stand walk run turn move open close start begin stop
end finish continue try help work use look see watch show find search check know think feel believe guess hope wish want
like love hate enjoy care worry matter mean understand realise realize notice remember forget learn decide choose plan
prepare organise organize handle manage deal solve fix repair change improve happen become grow seem appear need wait
meet visit join follow lead send receive order buy sell pay cost spend save lose win break fall hold pick hand pass push
pull set fill cut add count read return reach arrive live die sleep eat drink play drive ride wear draw hang lie got
gone went came said told took gave made done saw seen knew known thought felt found left kept brought bought sold sent
met held stood sat ran began begun wrote written spoke spoken heard understood became chose chosen lost won paid spent
built broke broken fell grew threw drew wore rang lent led
thing stuff way kind sort type part piece place point side end beginning start front middle top bottom line list number
amount case example fact reason idea question answer problem issue situation matter story moment time times day days
week weekend month year years hour minute second morning noon afternoon evening night monday tuesday wednesday thursday
friday saturday sunday january february march april may june july august september october november december spring
summer autumn fall winter today tonight early late later soon ago long short while first second third last final next
previous
person people man woman men women guy girl boy kid child children lady gentleman father mother dad mum mom parent
parents husband wife son daughter brother sister friend neighbour neighbor family colleague coworker boss manager
supervisor owner team group staff employee employees worker department office company business store shop desk counter
room house home door table floor street road city town world life
good great nice fine better best bad worse worst big small large little huge old new young high low full empty whole
long short fast quick quickly slow slowly hard easy difficult simple important special different same similar normal
usual usually strange weird funny happy sad glad angry upset mad furious annoyed frustrated nervous scared afraid calm
polite rude friendly kind patient tired busy free ready sure certain clear clearly true real wrong correct possible
impossible able available interesting proud grateful
"""

WORK = """
customer client guest user buyer consumer service support experience job task role duty responsibility project work
shift career position interview skill strength weakness goal target result outcome success mistake error failure
complaint feedback request solution approach process procedure system policy rule training meeting email mail message
phone number appointment product item order delivery price money discount refund quality value deadline priority
communication teamwork leadership initiative pressure conflict challenge opportunity attention detail satisfaction
expectation relationship trust respect empathy patience honesty attitude professional personal public internal
responsible successful satisfied loyal additional extra regular review follow-up own name word test account paper letter
page form record note step option decision opinion view difference level term period stage section detail argument
occasion management member leader partner firm contact update contract share raise agree accept refuse expect suppose
consider compare concern allow include introduce arrange deliver collect build repeat remain prefer measure reduce try
using trying going given taken meant miss fail drop rest head mind fair round straight alone outside couple afterward
afterwards older longer further far proper alright quiet course touch press present percent o'clock who'd who've
mornings evenings half quarter
"""

_ENDINGS = re.compile(r"(?:'s|s'|')$")
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


@lru_cache(maxsize=8192)
def stem(key: str) -> str:
    """What the regular forms of one word share: "bakes", "baked" and "baking" give "bak". Crude: two words may share a
    stem now and then, and irregular forms do not."""
    word = _ENDINGS.sub("", key)
    for ending, rest in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending) + rest
            break
    return _DOUBLED.sub(r"\1", word).removesuffix("e")


COMMON = frozenset(stem(word) for word in f"{GRAMMAR} {TALK} {WORK}".split())
"""The stems of all of them."""


def telling(key: str) -> str | None:
    """The stem of a word key where it tells one story from another, else None."""
    stemmed = stem(key)
    return stemmed if len(stemmed) > 1 and stemmed not in COMMON else None
