"""What pygal draws, made fit for a page: no script, no style of an element's own, a class of ours on each mark.

pygal is 1.3 MB of plain Python, where matplotlib brings Pillow and fontTools along and Vega-Altair a browser's engine;
and each mark carries a class. So all looks come from the page's style sheet, in dark, in light and on paper, and no
mark needs a style of its own, which the page's Content-Security-Policy forbids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree  # nosec B405 # reads what pygal drew a moment ago, and nothing from outside

LETTERS = 12
"""Units that letters are high, as in the style sheet."""


def plain() -> dict[str, Any]:
    """What every drawing asks of pygal: none of its scripts, styles and legends."""
    from pygal.style import Style

    return {
        "style": Style(label_font_size=LETTERS, font_family="sans-serif"),
        "js": (),
        "css": (),
        "no_prefix": True,
        "explicit_size": False,
        "show_legend": False,
        "allow_interruptions": True,
    }


def finished(svg: str, kind: str, names: Sequence[str]) -> str:
    """The element `svg`, of class `kind`, without scripts, styles, tooltips and remarks; the series by their names."""
    root = ElementTree.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg))  # nosec B314 # as above
    for element in list(root.iter()):
        for child in [one for one in element if one.tag in _LEFT_OUT or one.get("class") in _LEFT_OUT]:
            element.remove(child)
        for name in _NUMBERS & set(element.attrib):
            element.set(name, _DECIMALS.sub(lambda found: f"{float(found[0]):.1f}", element.attrib[name]))
        what = element.attrib.pop("class", "")
        if what:
            element.set("class", _class(element.tag, what, names))
    for element in list(root.iter()):
        for child in [one for one in element if one.tag == "g" and not len(one)]:
            element.remove(child)
    root.attrib.pop("id", None)
    root.attrib.update({"class": kind, "aria-hidden": "true", "focusable": "false"})
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _class(tag: str, kind: str, names: Sequence[str]) -> str:
    """Our name for what pygal calls `kind`."""
    if number := re.match(r"series serie-(\d+)", kind):
        return f"row row-{names[int(number[1])]}"
    if tag == "path":
        return "bar" if "reactive" in kind else "guide"
    return "dot" if tag == "circle" else kind


_LEFT_OUT = ("defs", "title", "desc", "script", "style", "background", "plot text-overlay", "plot tooltip-overlay")
_NUMBERS = {"d", "x", "y", "cx", "cy"}
_DECIMALS = re.compile(r"\d+\.\d+")
