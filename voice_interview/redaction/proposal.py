"""What is proposed to be taken out of several takes: what the rules find, who wrote comments, what the user named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from voice_interview.model import Report
from voice_interview.redaction.finding import find
from voice_interview.redaction.matching import Remover
from voice_interview.redaction.taking_out import texts
from voice_interview.redaction.terms import Found, Term, own
from voice_interview.redaction.tokens import tokens
from voice_interview.redaction.words import is_ordinary
from voice_interview.text import key


def propose(reports: Sequence[Report], named: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything for a person to approve, each term once; what the user `named` comes first, found or not."""
    mine = (term for term in map(own, named) if term is not None)
    proposed = [Found(term, "", "yours") for term in mine]
    proposed += find([report.transcript for report in reports], [one for each in reports for one in texts(each)])
    for report in reports:
        proposed += _people(report)
    once: dict[str, Found] = {}
    for one in proposed:
        once.setdefault(one.term.text.casefold(), one)
    return tuple(once.values())


def remover(terms: Iterable[Term], reports: Sequence[Report]) -> Remover:
    """What takes these terms out of these reports. Where a person set a word right, and one of the two wordings holds a
    term, the other goes too: what the machine took a name for tells the name."""
    terms, small = tuple(terms), _small_words(reports)
    first = Remover(terms, small)
    others: dict[str, Term] = {}
    for report in reports:
        for one in (outcome.correction for outcome in report.corrections if outcome.correction.what == "mend"):
            pair = (one.was, one.text or "")
            found = [match for text in pair for match in first.matches(text)]
            for text in pair if found else ():
                plain = " ".join(token.bare for token in tokens(text.split()) if token.bare)
                if plain and not first.matches(plain) and not all(map(is_ordinary, plain.split())):
                    others[plain] = Term(plain, terms[found[0].term].kind)
    return Remover((*terms, *others.values()), small)


def _small_words(reports: Iterable[Report]) -> frozenset[str]:
    """The ordinary words that these answers hold without a capital, by `text.key`."""
    said = {word.text for report in reports for word in report.transcript.words}
    return frozenset(key(word) for word in said if word.islower() and is_ordinary(word))


def _people(report: Report) -> Iterator[Found]:
    """Who wrote comments, and the company whose text an answer was held against."""
    for comment in report.comments:
        yield Found(Term(comment.author, "name"), comment.author, "comment")
    company = report.reading.company if report.reading else None
    if company and any(letter.isalnum() for letter in company.name):
        yield Found(Term(company.name, "employer"), company.name, "company")
