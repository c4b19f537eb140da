"""What an answer has in common with an earlier one."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voice_interview.model.bounds import check_share, check_times


class Passage(Struct, frozen=True, kw_only=True):
    """Words of an answer as they are quoted, and when they were said."""

    text: str
    start: float | None = None
    end: float | None = None

    def __post_init__(self) -> None:
        check_times(self, self.start, self.end)


class Likeness(Struct, frozen=True, kw_only=True):
    """An earlier `take`, of `created_at`, that an answer is like, with a passage of each.

    - "wording": it is nearly the same word for word; `share` of its words stand in runs that both have.
    - "story": it tells what was told to another question, `question`; `words` are the telling ones that both have, and
      `share` of the telling words of the shorter one.

    `more` earlier takes are like it too. `retake` where the answer was a take once more of this one: then it is no
    remark, and `share` any."""

    kind: Literal["wording", "story"]
    take: str
    created_at: str
    question: str | None = None
    share: float
    words: tuple[str, ...] = ()
    here: Passage
    there: Passage
    more: int = 0
    retake: bool = False

    def __post_init__(self) -> None:
        check_share(self, self.share)
