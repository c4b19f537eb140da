"""What was said in earlier takes, beside an answer. Looked up when a report is shown and kept in none: a take that was
deleted is quoted nowhere."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voice_interview.likeness import Index, Telling
    from voice_interview.model import Report
    from voice_interview.takes import Take, Takes


class Earlier:
    """The answers of all takes, read once, and those that are added since."""

    def __init__(self, takes: Takes) -> None:
        self.takes = takes
        self._index: Index | None = None
        self._alone = threading.Lock()

    def read(self) -> None:
        """Read them while the candidate speaks: a thousand take most of a second."""
        self._known()

    def beside(self, report: Report) -> Report:
        """The report with what its answer has in common with earlier takes; of an answer that cannot be judged, or is
        the demo's, nothing is told."""
        import msgspec

        from voice_interview.likeness import Telling

        if report.recording.faults or report.recording.is_bundled:
            return report
        here, index = Telling.of(report), self._known()
        shown = msgspec.structs.replace(report, alike=index.alike(here))
        if all(one.id != here.id for one in index.tellings):
            index.add(here)
        return shown

    def _known(self) -> Index:
        from voice_interview.likeness import Index

        with self._alone:
            if self._index is None:
                self._index = Index(tellings(self.takes))
            return self._index


def beside_earlier(report: Report, take: Take) -> Report:
    """The saved report of a take with what its answer has in common with earlier takes."""
    from voice_interview.takes import Takes

    return Earlier(Takes(take.folder.parent)).beside(report)


def tellings(takes: Takes) -> list[Telling]:
    """What was said in every take that has a report, can be judged and is not the demo's."""
    return [one for take in takes.all() if (one := telling(take)) is not None]


def telling(take: Take) -> Telling | None:
    """What was said in a take; None where it has no report, cannot be judged, or is the demo's, whose words are no
    candidate's. A damaged one says nothing: `takes list` names it."""
    from voice_interview.errors import TakeError
    from voice_interview.likeness import Saved, Telling

    try:
        saved = take.report_as(Saved) if take.has_report else None
    except TakeError:
        return None
    if saved is None or saved.recording.faults or saved.recording.is_bundled:
        return None
    return Telling.of(saved)
