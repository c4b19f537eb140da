"""What names somebody is proposed, and what is approved is gone from every text and from its moments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import sound_of, transcript_of, words_of
from test_reports import sample

from voice_interview import rubric
from voice_interview.audio.bleep import bleeped
from voice_interview.model import (
    SAMPLE_RATE,
    Advice,
    Comment,
    Company,
    Correction,
    Cut,
    CutFollowed,
    Evidence,
    FollowUp,
    Likeness,
    Measure,
    Outcome,
    PartChange,
    Passage,
    Plan,
    Question,
    Rating,
    Report,
    Retake,
    Sentence,
    Span,
    Statement,
)
from voice_interview.redaction import Remover, Term, moments, propose, remover, rubric_without, taken_out, unheard
from voice_interview.redaction.finding import find
from voice_interview.redaction.mentions import AFTER, AFTER_DIGITS, BEFORE
from voice_interview.redaction.taking_out import LEFT, take_id


def found(line: str) -> list[tuple[str, str]]:
    return [(one.term.text, one.term.kind) for one in find([transcript_of(line)])]


def without(line: str, *terms: tuple[str, str]) -> str:
    return Remover([Term(text, kind) for text, kind in terms]).clean(line)  # type: ignore[arg-type]


# Found

HITS = [
    ("My name is Caroline Whitfield.", [("Caroline Whitfield", "name")]),
    ("I worked at Halden Logistics for a year.", [("Halden Logistics", "employer")]),
    ("For four years I worked at Acme.", [("four", "number"), ("Acme", "employer")]),
    ("We moved to Bristol in March.", [("Bristol", "place")]),
    ("A customer, Mr. Okonkwo, called.", [("Okonkwo", "name")]),
    ("Dennis found them.", [("Dennis", "name")]),
    ("So, Priya’s team was late.", [("Priya", "name")]),
    ("He said, “Tom, you saved my week.”", [("Tom", "name")]),
    ("I said it to the Bank of America.", [("Bank of America", "employer")]),
    ("They sold 240 parcels at 15% off.", [("240", "number"), ("15%", "number")]),
    ("It was two hundred and forty dollars.", [("two hundred and forty", "number")]),
    ("I had twenty-five of them.", [("twenty-five", "number")]),
    ("One hundred came.", [("One hundred", "number")]),
    ("my name is maria lopez and i was late.", [("maria lopez", "name")]),
    ("I spoke to mrs okonkwo then.", [("okonkwo", "name")]),
    ("Hope said no.", [("Hope", "name")]),
    ("Hope Miller called me.", [("Hope Miller", "name")]),
    ("April Jones called me.", [("April Jones", "name")]),
    ("I spoke to Will about it.", [("Will", "name")]),
    ("My manager Will Henderson was away.", [("Will Henderson", "name")]),
    ("Then May came with us.", [("May", "name")]),
    ("Best Buy gave me a chance.", [("Best Buy", "name")]),
    ("I was at Target then.", [("Target", "employer")]),
    ("I knew eBay and IBM.", [("eBay", "name"), ("IBM", "name")]),
    ("Write to jane.doe@example.com please.", [("jane.doe@example.com", "address")]),
    ("Um, Dennis asked.", [("Dennis", "name")]),
    ("My colleague Jean-Luc asked.", [("Jean-Luc", "name")]),
    ("I love Café Müller and Łukasz.", [("Café Müller", "employer"), ("Łukasz", "name")]),
]

MISSES = [
    "I called the customer, and I’m glad that I did.",
    "One Monday in March they came back, and on Fridays too.",
    "In May we met every Friday.",
    "Well, um, so. Then we talked. Finally it was fine.",
    "One of them was happy. No one was late.",
    "Will you do it? I will.",
    "Our CEO and HR were happy. OK?",
    "Unfortunately it was late, Mr. and Mrs.",
    "He said, “Because of you it works.”",
]


@pytest.mark.parametrize(("line", "terms"), HITS)
def test_names_employers_numbers_and_places_are_found(line: str, terms: list[tuple[str, str]]) -> None:
    assert found(line) == terms


@pytest.mark.parametrize("line", MISSES)
def test_ordinary_speech_is_left_alone(line: str) -> None:
    assert found(line) == []


def test_a_part_of_a_longer_name_is_not_listed_again() -> None:
    assert found("My name is Caroline Whitfield. They called Caroline.") == [("Caroline Whitfield", "name")]


def test_each_find_comes_with_its_words() -> None:
    (one,) = find([transcript_of("When it was late I called Dennis at the back door of it.")])
    assert one.quote == "… was late I called Dennis at the back door …"


def test_other_texts_are_looked_through_and_the_user_comes_first() -> None:
    terms = [(one.term.text, one.term.kind, one.where) for one in propose([everywhere("Zebedee")], ["the  zoo ", "?!"])]
    assert terms[0] == ("the zoo", "term", "yours")
    assert ("Zebedee", "name", "question") in terms
    assert not any(term in ("Laske", "Reed") for term, *_ in terms)


# Taken out


@pytest.mark.parametrize(
    ("line", "clean"),
    [
        ("Caroline Whitfield, that is CAROLINE.", "[name] [name], that is [name]."),
        ("caroline’s and Whitfield's", "[name] and [name]"),
        ("… with Caroline", "… with [name]"),
        ("carolines", "carolines"),
        ("Carolin", "Carolin"),
        ("pre-Caroline-ish _Caroline_", "pre-[name]-ish _[name]_"),
        ("Caroline\n Whitfield", "[name]\n [name]"),
        ("e\u0301t Caroline", "\u00e9t [name]"),
    ],
)
def test_every_spelling_goes(line: str, clean: str) -> None:
    assert without(line, ("Caroline Whitfield", "name")) == clean


def test_small_words_between_stay_elsewhere() -> None:
    line = "The Bank of America is the bank of America, of course."
    assert without(line, ("Bank of America", "employer")) == (
        "The [employer] [employer] [employer] is the [employer] [employer] [employer], of course."
    )


def test_an_ordinary_word_is_a_name_only_with_its_capital() -> None:
    said = Remover([Term("Will", "name")], {"will"})
    assert said.clean("Will will say so, WILL he?") == "[name] will say so, [name] he?"
    assert Remover([Term("Will", "name")]).clean("will") == "[name]"


def test_a_first_name_that_is_a_word_too_goes_without_its_surname() -> None:
    assert without("I rang Will then.", ("Will Young", "name")) == "I rang [name] then."


def test_a_number_is_one_only_as_a_whole() -> None:
    assert (
        without("15% of 150, 1.15, 15 and $15.", ("15", "number"))
        == "[number]% of 150, 1.[number], [number] and $[number]."
    )
    assert without("four of fourteen", ("four", "number")) == "[number] of fourteen"


def test_our_own_figures_stay_and_what_we_quote_goes() -> None:
    said = Remover([Term("20", "number"), Term("Naim", "name")])
    assert (
        said.clean_ours("20 % is advised (Naim 2015): “I sold 20”")
        == "20 % is advised ([name] 2015): “I sold [number]”"
    )


def test_ids_keep_what_a_take_is_known_by() -> None:
    said = Remover([Term("Acme Corp", "employer"), Term("3f2a", "term"), Term("18", "number")])
    assert take_id("2026-11-21T18-04-09_why-acme_3f2a", said) == "2026-11-21T18-04-09_why-redacted_3f2a"
    assert take_id("why-acme-corp", said) == "why-redacted"
    assert take_id("00000000000003f2", said) == "00000000000003f2"


def test_a_rubric_stays_one(tmp_path: Any) -> None:
    text = rubric.shipped_file().read_text(encoding="utf-8").replace('title = "', 'title = "Caroline: ')
    (tmp_path / "rubric.toml").write_text(rubric_without(text, Remover([Term("Caroline", "name")])), encoding="utf-8")
    assert rubric.load(tmp_path / "rubric.toml").title.startswith("[name]: ")


NAME = st.text(st.characters(categories=("Lu", "Ll")), min_size=3, max_size=9).map(str.title)


@given(
    NAME, st.lists(st.sampled_from(["the", "told", "me,", "{0}", "{0},", "{0}’s", "“{0}”", "{1}", "{2}"]), max_size=12)
)
def test_what_is_taken_out_is_gone_and_the_words_are_as_many(name: str, line: list[str]) -> None:
    assume(name.lower() not in ("the", "told", "me", "name"))
    said = " ".join(word.format(name, name.lower(), name.upper()) for word in line)
    remover = Remover([Term(name, "name")])
    clean = remover.clean(said)
    assert remover.matches(clean) == []
    assert len(clean.split()) == len(said.split())
    assert sum("[name]" in word for word in clean.split()) == sum("{" in word for word in line)


# Out of a whole report


def everywhere(name: str) -> Report:
    """A report with every kind of value that one can have, and a name in some."""
    made = sample()
    evidence = Evidence(label="um", start=1.0, end=2.0, first=0, last=1, note=f"… with {name} at …")
    mend = Correction(made_at="2026", what="mend", start=1.0, end=2.0, was="Seb a D", text=name)
    return replace(
        made,
        question=Question(id=f"why-{name.lower()}", text=f"Why {name} of all?", kind="behavioural", pack=name.lower()),
        recording=replace(
            made.recording, device=f"{name}'s headset", follow_ups=(FollowUp(text=f"Who is {name}?", start=5.0),)
        ),
        reading=made.reading
        and replace(made.reading, company=Company(name="halden", statements=(Statement(text=f"We at {name} care."),))),
        measures={
            **made.measures,
            "plugin": Measure(
                value=1.0,
                unit="x",
                source=f"As {name} wrote",
                evidence=(evidence,),
                details={"perhaps": [{"note": f"heard: {name}", "deep": [[name.lower()]]}], "why": f"“{name} said 5”"},
            ),
        },
        advice=(Advice(title=f"Say {name} less", why=f"“{name} and {name}”", do="Do it.", evidence=(evidence,)),),
        corrections=(Outcome(correction=mend, applied=False, reason=f"No “{name}” there."),),
        uncorrected={"plugin": Measure(value=1.0, unit="x", evidence=(evidence,))},
        alike=(
            Likeness(
                kind="wording",
                take="t",
                created_at="2026",
                share=0.9,
                here=Passage(text=name),
                there=Passage(text=name),
                words=(name,),
            ),
        ),
        plan=Plan(
            seconds=9.0,
            target_seconds=5.0,
            target="story",
            projected_seconds=8.0,
            meets=False,
            why_not=f"“{name} came” is long.",
            cuts=(
                Cut(
                    deed="cut",
                    reason="other",
                    sentence=0,
                    label="other",
                    text=name,
                    start=0,
                    end=1,
                    seconds=1,
                    keeps=name,
                ),
            ),
            trims=(evidence,),
        ),
        retake=Retake(
            of=f"2026-11-21T18-04-09_{name.lower()}_3f2a",
            parts=(PartChange(part="task", change="new", quote=f"{name} asked."),),
            cuts=(CutFollowed(planned=f"{name} came.", again="no", said=name),),
        ),
        comments=(
            Comment(
                id="0123456789abcdef",
                take=made.id,
                author=name,
                made_at="2026",
                text=f"Who is {name}?",
                about=f"I saw {name}.",
                rating=Rating(rubric="r", criterion="c", title=f"As {name}", score=3, anchor=f"Like {name}"),
            ),
        ),
    )


def strings(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text in a JSON value, with the way to it."""
    if isinstance(value, str):
        yield path, value
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from strings(one, (*path, key))


def put(value: Any, path: tuple[Any, ...], text: str) -> Any:
    """The JSON value with another text at the end of that way."""
    if not path:
        return text
    key, *rest = path
    if isinstance(value, dict):
        return {**value, key: put(value[key], tuple(rest), text)}
    return [put(one, tuple(rest), text) if place == key else one for place, one in enumerate(value)]


def test_a_name_goes_from_every_text_of_a_report_but_those_that_are_named() -> None:
    """Into each text of a report in turn a name is put, wherever the report stays one."""
    whole = msgspec.json.decode(msgspec.json.encode(everywhere("Anna")))
    remover = Remover([Term("Zebedee", "name")])
    tried, stayed = set(), set()
    for path, text in strings(whole):
        try:
            report = msgspec.convert(put(whole, path, f"{text} Zebedee".strip()), Report)
        except msgspec.ValidationError:
            continue  # one of a few words: a label, a band
        field = next(key for key in reversed(path) if isinstance(key, str))
        tried.add(field)
        if b"zebedee" in msgspec.json.encode(taken_out(report, remover)).lower():
            stayed.add(field)
    assert stayed <= LEFT | {"prompt", "weights_sha256"}
    assert {"text", "note", "why", "deep", "device", "author", "was", "planned", "of", "quote", "pack"} <= tried


def test_a_clean_report_is_as_it_was_but_for_what_tells_of_others() -> None:
    report = everywhere("Zebedee")
    same = taken_out(report, Remover([]))
    assert same == replace(report, recording=replace(report.recording, device=None), alike=())


def test_words_and_sentences_stay_as_many_and_agree() -> None:
    words = transcript_of("I met Maria Lopez. Maria, I said. It was Lopez & Sons.")
    report = replace(sample(), transcript=words, reading=None, plan=None)
    clean = taken_out(report, Remover([Term("Maria Lopez", "name")])).transcript
    assert clean.text == "I met [name] [name]. [name], I said. It was [name] & Sons."
    assert [one.text for one in clean.sentences] == ["I met [name] [name].", "[name], I said.", "It was [name] & Sons."]
    assert [word.start for word in clean.words] == [word.start for word in report.transcript.words]


def test_what_the_machine_took_a_name_for_goes_too() -> None:
    mends = [("Mary A.", "Maria"), ("and", "Maria"), ("late", "fine")]
    made = [Correction(made_at="2026", what="mend", start=1.0, end=1.4, was=was, text=text) for was, text in mends]
    report = replace(sample(), corrections=tuple(Outcome(correction=one, applied=True) for one in made))
    said = remover([Term("Maria", "name")], [report])
    assert (
        said.clean("It was late, Mary A, and Mary and Maria.") == "It was late, [name] [name], and [name] and [name]."
    )


# Out of the sound


def heard(line: str, **fields: Any) -> Report:
    transcript = transcript_of(line)
    end = len(transcript.words) * 0.5
    made = replace(
        sample(), transcript=transcript, sound=sound_of((0.0, end)), corrections=(), reading=None, measures={}
    )
    return replace(made, recording=replace(made.recording, seconds=end), **fields)


def test_each_moment_of_a_term_is_silenced_with_its_margin() -> None:
    report = heard("We told Maria Lopez about it and nobody else but Maria was in there at 15 then")
    spans, untimed = moments(report, Remover([Term("Maria Lopez", "name"), Term("15", "number")]))
    assert untimed == ()
    assert [(round(one.start, 3), round(one.end, 3)) for one in spans] == [
        (1.0 - BEFORE, round(1.9 + AFTER, 3)),
        (5.0 - BEFORE, round(5.4 + AFTER, 3)),
        (7.5 - BEFORE, 8.5),  # the end of the recording comes before the margin
    ]
    assert 7.9 + AFTER_DIGITS > 8.5


def test_a_word_without_a_time_takes_its_sentence() -> None:
    report = heard("It was late. I met Maria there. It was fine.")
    words = [replace(word, start=None, end=None) if word.text == "Maria" else word for word in report.transcript.words]
    transcript = replace(report.transcript, words=tuple(words))
    spans, untimed = moments(replace(report, transcript=transcript), Remover([Term("Maria", "name")]))
    assert untimed == () and [round(one.start, 3) for one in spans] == [1.5 - BEFORE]
    assert spans[0].end >= 3.4


def test_where_nothing_tells_the_time_it_is_said() -> None:
    words = words_of("I met Maria there.", timed=False)
    report = heard("x", transcript=replace(transcript_of(words), sentences=(Sentence(text="I met", first=0, last=4),)))
    _, untimed = moments(report, Remover([Term("Maria", "name")]))
    assert [(one.first, one.last) for one in untimed] == [(2, 3)]


def test_what_a_person_set_right_is_silenced_too() -> None:
    mend = Correction(made_at="2026", what="mend", start=1.0, end=1.4, was="Mary A", text="Maria")
    report = heard("I met her there and then", corrections=(Outcome(correction=mend, applied=False),))
    spans, _ = moments(report, Remover([Term("Maria", "name")]))
    assert [(round(one.start, 3), round(one.end, 3)) for one in spans] == [(0.9, round(1.4 + AFTER_DIGITS, 3))]


def test_voice_that_nobody_could_read_is_silenced() -> None:
    report = heard("We were late")
    longer = replace(report, sound=sound_of((0.0, 1.4), (2.0, 5.0), heard=((4.0, 4.4, 0.9),)))
    assert unheard(report) == ()
    assert [(round(a, 3), round(b, 3)) for a, b in unheard(longer)] == [(2.0, 3.7)]


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 10)), max_size=4),
    st.integers(500, 9000),
)
def test_a_tone_stands_exactly_where_it_is_to(pairs: list[tuple[int, int]], size: int) -> None:
    edges = sorted({at / 10 for start, length in pairs for at in (start * 10, start * 10 + length)})
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    sound = np.full(16_000, 0.5, np.float32)
    made = np.concatenate(list(bleeped(np.array_split(sound, range(size, len(sound), size)), spans)))
    at = np.arange(len(sound)) / SAMPLE_RATE
    inside = np.zeros(len(sound), bool)
    for span in spans:
        inside |= (at >= span.start) & (at < span.end)
    near = np.zeros(len(sound), bool)
    for span in spans:
        near |= (at >= span.start - 0.006) & (at < span.end + 0.006)
    assert made.dtype == np.float32 and np.all(np.abs(made[inside]) <= 0.021) and np.all(made[~near] == 0.5)
