"""A re-take beside the take that it repeats, and the plan that was made for it: pure.

What cannot be told is said to be so, never taken for met or for lost: advice is met where the new take shows it, a
part is lost only where the reader is sure that it is not there any more, and what another tool found differently is
told as a change of the tool.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from voice_interview import advice, known_details, story_advice, text, tightening
from voice_interview.metrics import repeats, shared
from voice_interview.model import (
    PARTS,
    AdviceFollowed,
    Compared,
    CutFollowed,
    PartChange,
    Report,
    Retake,
)

if TYPE_CHECKING:
    from voice_interview.model import Advice, Plan, Provenance
    from voice_interview.story_advice import Case

THERE = ("yes", "implied")

GONE = "That take is not here any more, or has no report."
UNFIT = "A recording that cannot be judged cannot be compared."


def compare(of: str, before: Report | None, now: Report) -> Retake:
    """The report `now` beside the report `before` of the take `of` that it repeats; None where there is none."""
    if before is None:
        return Retake(of=of, caveat=GONE)
    followed = _advice(before, now)
    if before.recording.faults or now.recording.faults:
        return Retake(of=of, caveat=UNFIT, advice=followed)
    plan = tightening.of_report(before)
    return Retake(
        of=of,
        tool=_tool(before, now),
        target_seconds=plan.target_seconds if plan else None,
        seconds=Compared(
            before=_value(before, "length"),
            now=_value(now, "length"),
            planned=plan.projected_seconds if plan else None,
        ),
        shares={name: _share(name, before, now, plan) for name in PARTS},
        fillers=Compared(before=_value(before, "fillers"), now=_value(now, "fillers")),
        advice=followed,
        parts=parts(before, now),
        cuts=_cuts(plan, now) if plan else (),
    )


def _value(report: Report, name: str) -> float | None:
    return report.measures[name].value if name in report.measures else None


def _tool(before: Report, now: Report) -> str | None:
    """What made the two reports, where it was not the same; None where it was."""
    made = [made_by(one.provenance, one.reading.reader if one.reading else None) for one in (before, now)]
    if made[0] == made[1]:
        return None
    return f"Made by another tool, which alone can change figures: then {made[0]}, now {made[1]}."


def made_by(made: Provenance, reader: str | None) -> str:
    """What made a report, in words: its engine, its model, what read its meaning, and the version."""
    bits = (made.engine, made.model, reader, f"(voice-interview {made.version})")
    return " ".join(bit for bit in bits if bit)


def _star(report: Report) -> Mapping[str, Any]:
    return known_details.of(report.measures, "star")


def _share(name: str, before: Report, now: Report, plan: Plan | None) -> Compared:
    """The share of one part of all sentences, as the reports show it; None where no story is told."""
    shares = [
        one.get("parts", {}).get(name, {}).get("share") if one.get("story", {}).get("present") is not False else None
        for one in (_star(before), _star(now))
    ]
    planned = plan.parts[name].planned_share if plan and name in plan.parts else None
    return Compared(before=shares[0], now=shares[1], planned=planned)


def parts(before: Report, now: Report) -> tuple[PartChange, ...]:
    """Parts that surely were not there and are, or were there and surely are not."""
    found = []
    for name in PARTS:
        then, here = (one.get("parts", {}).get(name, {}).get("present") for one in (_star(before), _star(now)))
        if then == "no" and here in THERE:
            found.append(PartChange(part=name, change="new", quote=_quote(now, name)))
        elif then in THERE and here == "no":
            found.append(PartChange(part=name, change="lost", quote=_quote(before, name)))
    return tuple(found)


def _quote(report: Report, part: str) -> str | None:
    """The sentence that most surely is this part; None where it has none of its own."""
    own = [one for one in _star(report).get("sentences", ()) if one.get("label") == part]
    best = max(own, key=lambda one: one.get("confidence") or 0.0, default=None)
    return shared.shortened(best["text"]) if best else None


def _cuts(plan: Plan, now: Report) -> tuple[CutFollowed, ...]:
    """The sentences that were to be cut, and whether this take says them again. Left out are those to be merged and
    those of so few words that nobody could tell; one that only repeated another comes again where both do."""
    tokens = [one.text.split() for one in now.transcript.sentences]
    found = []
    for cut in plan.cuts:
        wanted = cut.text.split()
        if cut.deed == "merge" or len(wanted) < repeats.FEWEST:
            continue
        shares = sorted(((_share_said(wanted, one), -place) for place, one in enumerate(tokens)), reverse=True)
        share, place = (*shares, (0.0, 0), (0.0, 0))[1 if cut.reason == "repeat" else 0]
        again: Literal["no", "partly", "yes"] = "yes" if share >= repeats.AGAIN else "partly"
        if share < repeats.PARTLY:
            found.append(CutFollowed(planned=shared.shortened(cut.text), again="no"))
            continue
        said = shared.shortened(now.transcript.sentences[-place].text)
        found.append(CutFollowed(planned=shared.shortened(cut.text), again=again, said=said))
    return tuple(found)


def _share_said(wanted: Sequence[str], now: Sequence[str]) -> float:
    """The share of a sentence that another says again: of its content, or of its words in a row where it has little."""
    mine = repeats.said(wanted)
    if len(mine.content) >= repeats.FEWEST:
        return repeats.share_said(mine, repeats.said(now))
    a, b = ([text.key(word) for word in one] for one in (wanted, now))
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size / len(a)


def _advice(before: Report, now: Report) -> tuple[AdviceFollowed, ...]:
    """Each piece of advice that the take before got, with what became of it."""
    cases = [story_advice.Case(one.question, one.recording, one.transcript, one.measures) for one in (before, now)]
    return tuple(_followed(one, cases[0], cases[1], now) for one in before.advice)


def _followed(given: Advice, before: Case, case: Case, now: Report) -> AdviceFollowed:
    if given.title == advice.UNFIT_TITLE:
        met = not now.recording.faults
        why = "This recording can be judged." if met else now.recording.faults[0].message
        return AdviceFollowed(title=given.title, met=met, why=why)
    remark = next((one for one in advice.REMARKS if (said := one(before)) and said.title == given.title), None)
    if now.recording.faults or remark is None:
        why = UNFIT if now.recording.faults else "It came from another version of the program."
        return AdviceFollowed(title=given.title, met=None, why=why)
    again = remark(case)
    if again is not None:
        return AdviceFollowed(title=given.title, met=False, why=again.why)
    shown = MET[remark](case) if remark in MET else None
    if shown is None:
        return AdviceFollowed(title=given.title, met=None, why="This take does not show it clearly.")
    return AdviceFollowed(title=given.title, met=True, why=shown)


def _told(part: str) -> Callable[[Case], str | None]:
    """Whether a part is there now, with the sentence that says so."""

    def shown(case: Case) -> str | None:
        star = case.details("star")
        if star.get("parts", {}).get(part, {}).get("present") not in THERE:
            return None
        own = [one["text"] for one in star.get("sentences", ()) if one.get("label") == part]
        return f"“{shared.shortened(own[0])}”" if own else "It is told within other sentences."

    return shown


def _story(case: Case) -> str | None:
    return "A story is told." if case.details("star").get("story", {}).get("present") is True else None


def _one_story(case: Case) -> str | None:
    return "One story is told." if _found(case, "two_stories").get("present") == "no" else None


def _own_part(case: Case) -> str | None:
    found = _found(case, "own_part")
    return f"“{found['cues'][0]}”" if found.get("present") == "yes" and found["cues"] else None


def _found(case: Case, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = case.details("star").get("findings", {}).get(name, {})
    return found


def _unrecited(case: Case) -> str | None:
    return "Nothing is recited." if case.details("company").get("recited") == [] else None


def _shown_quality(case: Case) -> str | None:
    rows = case.details("coverage").get("qualities") or ()
    touched = [str(row["quality"]).replace("-", " ") for row in rows if row.get("touched") == "yes"]
    return f"It shows {', '.join(touched)}." if touched else None


def _figure(name: str, shape: str, *bad: str) -> Callable[[Case], str | None]:
    """The figure that shows it; None where it is undefined, not judged, or still in a bad band: that is no success."""

    def shown(case: Case) -> str | None:
        measure = case.measures.get(name)
        if measure is None or measure.value is None or measure.band in ("none", *bad):
            return None
        return shape.format(measure.value)

    return shown


MET: Mapping[Callable[[Case], Advice | None], Callable[[Case], str | None]] = {
    story_advice.no_story: _story,
    story_advice.no_result: _told("result"),
    story_advice.no_action: _told("action"),
    story_advice.two_stories: _one_story,
    story_advice.own_part: _own_part,
    advice.many_fillers: _figure("fillers", "{:.1f} fillers a minute.", "act"),
    advice.far_too_long: _figure("length", "{:.0f} s.", "act"),
    advice.far_too_short: _figure("length", "{:.0f} s.", "act"),
    advice.too_slow: _figure("pace", "{:.0f} words a minute.", "watch", "act"),
    advice.too_fast: _figure("pace", "{:.0f} words a minute.", "watch", "act"),
    advice.long_pauses: _figure("pauses", "{:.0f} long pauses.", "watch", "act"),
    advice.late_start: _figure("start_delay", "{:.1f} s before the first word.", "watch", "act"),
    advice.recites: _unrecited,
    advice.shows_nothing: _shown_quality,
}
"""What shows, for each remark, that it was heeded; a remark without a row is never said to be met."""
