"""The audit of dependencies calls nothing clean that nobody looked at."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import pytest

from scripts import audit

INSTALLED = {"Click": "8.1", "ruamel.yaml": "0.18", "voice-interview": "1.0.0"}
WEAKNESS = {"id": "PYSEC-2018-28", "fix_versions": ["2.20.0"], "aliases": [], "description": "..."}
WEAK = {"name": "requests", "version": "2.19.0", "vulns": [WEAKNESS]}
FINE = [{"name": "click", "version": "8.1", "vulns": []}, {"name": "ruamel-yaml", "version": "0.18", "vulns": []}]


class Source:
    """A stand-in for pip-audit: what it says of the weak release, and of what is installed."""

    def __init__(self, weak: list[dict[str, Any]] | str, here: list[dict[str, Any]] | str = "") -> None:
        self._said = {"-r": weak, "--local": here}

    def __call__(self, arguments: Sequence[str]) -> str:
        said = next(self._said[one] for one in arguments if one in self._said)
        return said if isinstance(said, str) else json.dumps({"dependencies": said, "fixes": []})


def test_all_that_is_installed_was_audited() -> None:
    verdict = audit.audit(Source([WEAK], FINE), INSTALLED)
    assert verdict == (("Clean: 2 of 2 packages audited, no known weakness.",), 0)


def test_a_skipped_package_fails_it() -> None:
    skipped = {"name": "click", "skip_reason": "Dependency not found on PyPI"}
    lines, code = audit.audit(Source([WEAK], [skipped, FINE[1]]), INSTALLED)
    assert code == 1 and lines[0] == "skipped: click 8.1: Dependency not found on PyPI"
    assert lines[-1] == "Failed: 1 of 2 packages audited, see above."


def test_a_package_that_it_never_saw_fails_it() -> None:
    lines, code = audit.audit(Source([WEAK], FINE[:1]), INSTALLED)
    assert code == 1 and lines[0].startswith("skipped: ruamel-yaml 0.18: pip-audit did not see it")


def test_a_weakness_fails_it_and_says_what_mends_it() -> None:
    weak = {"name": "click", "version": "8.1", "vulns": [WEAKNESS]}
    lines, code = audit.audit(Source([WEAK], [weak, FINE[1]]), INSTALLED)
    assert code == 1 and lines[0] == "weak: click 8.1: PYSEC-2018-28, mended in 2.20.0"


@pytest.mark.parametrize(
    "said",
    [
        [{"name": "requests", "version": "2.19.0", "vulns": []}],
        [{"name": "requests", "skip_reason": "Dependency not found on PyPI"}],
        [],
        "",
        "{}",
        "[1]",
        "No known vulnerabilities found",
    ],
)
def test_a_source_that_does_not_know_what_is_known_is_no_audit(said: list[dict[str, Any]] | str) -> None:
    """Where no advisories can be had pip-audit skips everything and ends well."""
    lines, code = audit.audit(Source(said, FINE), INSTALLED)
    assert code == 2 and lines[0].startswith("Not run: ") and "lean" not in lines[0]


def test_a_program_that_breaks_off_is_no_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Sequence[str]) -> str:
        raise audit.AuditError("pip-audit ended with 1: no route to host")

    assert audit.audit(broken, INSTALLED) == (("Not run: pip-audit ended with 1: no route to host.",), 2)
    monkeypatch.setattr(sys, "executable", "no-such-python")
    with pytest.raises(audit.AuditError, match="could not be started"):
        audit.pip_audit(())


def test_nothing_installed_is_nothing_audited() -> None:
    assert audit.audit(Source([WEAK], FINE), {"voice-interview": "1.0.0"}).code == 2
