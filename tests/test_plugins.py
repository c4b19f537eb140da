"""Plug-ins are found by their names, and one that cannot be had is one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interview import plugins
from voice_interview.errors import PluginError


def _installed(folder: Path, target: str) -> None:
    """A package that registers `target` as the metric "smiles"."""
    info = folder / "smiles-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: smiles\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[voice_interview.metrics]\nsmiles = {target}\n", encoding="utf-8")


def test_a_plugin_of_another_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(tmp_path, "math:cos")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "smiles" in plugins.names("metrics")
    assert plugins.load("metrics", "smiles")(0.0) == 1.0


@pytest.mark.parametrize("target", ["no_such_module:smiles", "math:smiles"])
def test_a_plugin_that_cannot_be_imported_names_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    _installed(tmp_path, target)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PluginError, match=r"metric 'smiles' cannot be loaded.*package smiles anew"):
        plugins.load("metrics", "smiles")


def test_a_name_that_nobody_registered_lists_those_that_are() -> None:
    with pytest.raises(PluginError, match=r"no format named 'stone'.*json, md"):
        plugins.load("formats", "stone")
