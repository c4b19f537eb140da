"""The API by its own description: Schemathesis asks every path for what it says it takes, and more, and looks whether
what comes is what it says it gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis import checks as registered
from serving import PORT, Site, kept
from starlette.testclient import TestClient
from test_reports import sample

OURS = f"http://127.0.0.1:{PORT}"
NOTHING = (sys.executable, "-c", "pass")
"""Analyses nothing, at once."""

registered.load_all_checks()
CHECKS = registered.CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "positive_data_acceptance",
    ]
)
"""The others try methods and headers that the guard answers first (tests/test_web_guard.py)."""

ACCEPTED = ("positive_data_acceptance",)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    made = Site(folder / "takes", folder, NOTHING)
    kept(made.root, sample())
    with made.jobs:
        yield made


@pytest.fixture(scope="module")
def described(site: Site) -> dict[str, Any]:
    guest = TestClient(site.app, base_url=OURS)
    guest.get(site.link)
    document: dict[str, Any] = guest.get("/api/openapi.json").json()
    return document


def test_the_description_is_whole(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    schemas = described["components"]["schemas"]
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert name.replace("_", "").isalnum()
    assert {"Report", "Comment", "NewComment", "Comparison", "Progress", "Job", "Problem"} <= set(schemas)
    paths = described["paths"]
    assert len(paths) == 12 and all(path.startswith("/api/") for path in paths)
    for path in paths.values():
        for operation in path.values():
            assert operation["description"] and "4XX" in operation["responses"]
            assert all(one["description"] for one in operation.get("parameters", ()))


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_path_gives_what_it_says(site: Site, described: dict[str, Any], mode: GenerationMode) -> None:
    """What is asked as described is never refused as wrong, what is not as described always is, and every answer is of
    a status and a shape that the description names."""
    session = site.entrance.exchange(site.entrance.token())
    headers = {"Host": OURS[7:], "Origin": OURS, "Cookie": f"voice-interview-{PORT}={session}"}
    schema = schemathesis.openapi.from_dict(described | {"security": []})  # the cookie is the guard's
    schema.app = site.app
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        # The same few each time: twenty-five of each were tried when it was written, and found their faults then.
        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=3, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            # Whether bytes are a packet, no schema says.
            checks = [one for one in CHECKS if case.path != "/api/packets" or one.__name__ not in ACCEPTED]
            case.validate_response(case.call(headers=headers), checks=checks)

        if mode is GenerationMode.POSITIVE or operation.query or operation.path in ("/api/takes/{take}/comments",):
            ask()
    assert asked > 12
