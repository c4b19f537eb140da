"""What the tests of pages in a browser share."""

from __future__ import annotations

import time
from typing import Any

PATIENCE = 20.0
"""Seconds until something that a page should do counts as not done; the machine may be busy."""


def until(shown: Any, holds: str) -> None:
    """Wait until a condition, in JavaScript, holds. (Playwright's own waiting evaluates text as a script within the
    page, which the policy of our pages forbids.)"""
    end = time.monotonic() + PATIENCE
    while not shown.evaluate(f"Boolean({holds})"):
        assert time.monotonic() < end, f"never: {holds}"
        shown.wait_for_timeout(50)


def audited(shown: Any) -> list[str]:
    """What axe-core finds wrong with a page (opened with `bypass_csp=True`, for axe is a script)."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(shown).response["violations"]
    return [f"{one['id']} ({one['impact']}): {[node['html'][:200] for node in one['nodes']]}" for one in found]
