"""What every page has in common: the templates, the style sheet, and the policy that keeps a page to itself.

The Content-Security-Policy of a page allows the one style sheet and the one script that stand in it, by their hashes,
and the sources that are named beside; no other script, no style of an element's own, no request. Every text passes
through `content.clean` and is escaped where it is put in, whoever wrote it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from voice_interview.reports import content

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

STYLE = "page.css"


def render(template: str, values: Mapping[str, object], script: str = "", **sources: str) -> str:
    """The page that a template (which extends `base.html`) makes of `values`. `script` names the script that stands in
    it; `sources` are further directives of its policy, with `_` for a hyphen: media_src="data:"."""
    style, program = source(STYLE), source(script) if script else ""
    further = {name.replace("_", "-"): allowed for name, allowed in sources.items()}
    return (
        environment()
        .get_template(template)
        .render(style=trusted(style), script=trusted(program), policy=policy(style, program, **further), **values)
    )


@cache
def environment() -> Environment:
    """The templates, with every text cleaned and escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("voice_interview.reports.page"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """What a text may hold on a page; markup of our own stays as it is."""
    return value if hasattr(value, "__html__") else content.clean(value)


def trusted(markup: str) -> Markup:
    """Markup of our own making: no text from outside is in it."""
    from markupsafe import Markup

    return Markup(markup)  # nosec B704 # our own, by its contract


@cache
def source(name: str) -> str:
    """A style sheet or script beside the templates, with the line ends that a browser hashes."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0].replace("\r\n", "\n")


def policy(style: str, script: str = "", **sources: str) -> str:
    """The Content-Security-Policy of a page with this style sheet and script in it. `sources` are further directives
    and what each of them allows; they may take the place of "base-uri" and "form-action", which allow nothing."""
    rules = {"default-src": "'none'", "style-src": _hash(style)}
    if script:
        rules["script-src"] = _hash(script)
    return "; ".join(
        f"{name} {allowed}"
        for name, allowed in (rules | {"base-uri": "'none'", "form-action": "'none'"} | sources).items()
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
