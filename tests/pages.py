"""What the tests of pages share, read as a tree and shown by a browser."""

from __future__ import annotations

import time
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

import html5lib
import msgspec

_T = TypeVar("_T", bound=msgspec.Struct)

HOSTILE = """</script><script>alert("1")</script>'"><img src=x onerror=alert(2)>{{ 7*7 }}&lt;"""

PATIENCE = 20.0
"""Seconds until something that a page should do counts as not done; the machine may be busy."""


def parsed(shown: str) -> Element:
    """The page as a tree; any error of its HTML fails the test."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(shown)
    return tree


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_class(tree: Element, name: str) -> list[Element]:
    return [one for one in tree.iter() if name in str(one.get("class", "")).split()]


def poisoned(value: _T) -> _T:
    """The value with HOSTILE in each place where any text may stand: those that it cannot hold are left."""
    found: Any = msgspec.to_builtins(value)

    def texts(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        if isinstance(value, dict):
            return {one for key, item in value.items() for one in texts(item, (*path, key))}
        if isinstance(value, list | tuple):
            return {one for item in value for one in texts(item, (*path, "*"))}
        return {path} if isinstance(value, str) else set()

    def put(value: Any, path: tuple[str, ...]) -> Any:
        if not path:
            return HOSTILE if isinstance(value, str) else value
        if isinstance(value, list | tuple) and path[0] == "*":
            return [put(item, path[1:]) for item in value]
        if isinstance(value, dict) and path[0] in value:
            return value | {path[0]: put(value[path[0]], path[1:])}
        return value

    for path in sorted(texts(found)):
        trial = put(found, path)
        try:
            msgspec.convert(trial, type(value))
        except msgspec.ValidationError:
            continue
        found = trial
    return msgspec.convert(found, type(value))


def until(shown: Any, holds: str) -> None:
    """Wait until a condition, in JavaScript, holds. (Playwright's own waiting evaluates text as a script within the
    page, which the policy of our pages forbids.)"""
    end = time.monotonic() + PATIENCE
    while not shown.evaluate(f"Boolean({holds})"):
        seen = shown.evaluate("typeof seen === 'undefined' ? null : seen")
        assert time.monotonic() < end, f"never: {holds}; seen {seen}"
        shown.wait_for_timeout(50)


def audited(shown: Any) -> list[str]:
    """What axe-core finds wrong with a page (opened with `bypass_csp=True`, for axe is a script)."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(shown).response["violations"]
    return [f"{one['id']} ({one['impact']}): {[node['html'][:200] for node in one['nodes']]}" for one in found]
