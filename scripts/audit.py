"""Asks for known weaknesses in everything that is installed here (`make audit`), and says honestly what was asked.

    python scripts/audit.py

The work is pip-audit's. It ends well, though, where it was told nothing: packages that its source does not know are
skipped, and a source that knows none at all skips every one. So three things are looked at before anything is called
clean: that a release which is known to be weak is reported as weak by the same source; that no package was skipped; and
that as many packages were audited as are installed.

Exit code 0: clean. 1: weaknesses, or packages that nobody could tell of. 2: not run, for no source of advisories could
be reached.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

OURS = "voice-interview"
"""The project itself, of which no source of advisories knows."""

WEAK = "requests==2.19.0"
"""A release of which every source must tell: it sends passwords on to other hosts (CVE-2018-18074, PYSEC-2018-28)."""

CLEAN, FAILED, NOT_RUN = 0, 1, 2

LONGEST = 900
"""Seconds after which pip-audit is given up: it asks about one package after the other."""

Ask = Callable[[Sequence[str]], str]
"""Runs pip-audit with these arguments and gives its JSON. Raises AuditError where it gave none."""


class AuditError(Exception):
    """pip-audit could not be run, or broke off."""


class Verdict(NamedTuple):
    """What came of it, in lines for people, and the exit code."""

    lines: tuple[str, ...]
    code: int


def audit(ask: Ask, installed: Mapping[str, str]) -> Verdict:
    """Audit the packages `installed`, by name the version."""
    with tempfile.TemporaryDirectory() as folder:
        weak = Path(folder) / "weak.txt"
        weak.write_text(f"{WEAK}\n", encoding="utf-8")
        try:
            known = _answers(ask(("--no-deps", "--disable-pip", "-r", str(weak))))
            if not any(one.get("vulns") for one in known):
                return _not_run(f"the source of advisories does not tell of {WEAK}, which is known to be weak")
            return judge(_answers(ask(("--local",))), installed)
        except AuditError as error:
            return _not_run(str(error))


def judge(answers: Sequence[Mapping[str, Any]], installed: Mapping[str, str]) -> Verdict:
    """What the answers of pip-audit, one for each package, say of all that is installed."""
    told = {canonical(one["name"]): one for one in answers}
    wanted = {canonical(name): version for name, version in installed.items() if canonical(name) != OURS}
    audited = {name for name, one in told.items() if "skip_reason" not in one}
    lines = [
        f"skipped: {name} {wanted[name]}: {told[name]['skip_reason'] if name in told else 'pip-audit did not see it'}"
        for name in sorted(wanted.keys() - audited)
    ]
    for name in sorted(wanted.keys() & audited):
        for weakness in told[name].get("vulns", ()):
            fixed = ", ".join(weakness.get("fix_versions", ())) or "no release yet"
            lines.append(f"weak: {name} {wanted[name]}: {weakness['id']}, mended in {fixed}")
    count = f"{len(wanted.keys() & audited)} of {len(wanted)} packages audited"
    if lines:
        return Verdict((*lines, f"Failed: {count}, see above."), FAILED)
    if not wanted:
        return _not_run("nothing is installed here")
    return Verdict((f"Clean: {count}, no known weakness.",), CLEAN)


def _not_run(why: str) -> Verdict:
    return Verdict((f"Not run: {why}.",), NOT_RUN)


def _answers(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)["dependencies"]
        return [one for one in found if isinstance(one["name"], str)]
    except (ValueError, KeyError, TypeError):
        raise AuditError("pip-audit gave no answer that can be read") from None


def canonical(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pip_audit(arguments: Sequence[str]) -> str:
    """The `Ask` that runs the program. It ends with 1 where it found weaknesses, and then has told of them."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *arguments]
    try:
        done = subprocess.run(  # nosec B603 # our own interpreter, and no shell
            command, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise AuditError(f"pip-audit gave no answer within {LONGEST} s") from None
    except OSError as error:
        raise AuditError(f"pip-audit could not be started: {error.strerror}") from None
    if not done.stdout.strip():
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise AuditError(f"pip-audit ended with {done.returncode}: {last[:300]}")
    return done.stdout


def installed_here() -> dict[str, str]:
    return {one.metadata["Name"]: one.version for one in metadata.distributions() if one.metadata["Name"]}


if __name__ == "__main__":
    verdict = audit(pip_audit, installed_here())
    print("\n".join(verdict.lines))
    sys.exit(verdict.code)
