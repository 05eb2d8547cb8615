"""The screen speaks the language that is asked for: docgen and click alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import environment, spawn

from docgen.app.workspace import Workspace
from docgen.cli.language import choose_language
from docgen.errors import DocgenError


def settings(folder: Path, text: str) -> Path:
    (folder / "docgen.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("wished", "language"), [("id", "id"), ("en", "en"), ("id_ID.UTF-8", "id"), ("EN", "en"), ("en-GB", "en")]
)
def test_the_environment_comes_first(tmp_path: Path, wished: str, language: str) -> None:
    settings(tmp_path, 'bahasa = "id"' if language == "en" else 'bahasa = "en"')
    assert choose_language({"DOCGEN_LANG": wished}, tmp_path) == language


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocgenError) as caught:
        choose_language({"DOCGEN_LANG": "fr"}, tmp_path)
    assert "id, en" in caught.value.problems[0].hint


@pytest.mark.parametrize(
    ("text", "environ", "language"),
    [
        ('bahasa = "en"', {"LANG": "id_ID.UTF-8"}, "en"),
        ("schema = 1", {"LANG": "en_US.UTF-8"}, "id"),
        ("[", {"LANG": "id_ID.UTF-8"}, "id"),
        ("[", {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "id"),
        ('bahasa = "fr"', {"LANG": "id_ID.UTF-8"}, "id"),
        (None, {"LC_MESSAGES": "id_ID", "LANG": "en_US"}, "id"),
        (None, {"LANG": "de_DE"}, "en"),
        (None, {}, "id"),
        (None, {"LANG": "C.UTF-8"}, "id"),
        (None, {"LC_ALL": "POSIX", "LANG": "en_US"}, "id"),
    ],
)
def test_then_the_office_then_the_locale(
    tmp_path: Path, text: str | None, environ: dict[str, str], language: str
) -> None:
    if text is not None:
        settings(tmp_path, text)
    below = tmp_path / "cases" / "2025"
    below.mkdir(parents=True)
    assert choose_language(environ, below) == language


def test_docgen_and_click_speak_one_language(workspace: Workspace) -> None:
    indonesian = spawn(["show"], cwd=workspace.root, env=environment(DOCGEN_LANG="id")).err
    english = spawn(["show"], cwd=workspace.root, env=environment(DOCGEN_LANG="en")).err
    assert "Missing argument" in english
    assert "Missing argument" not in indonesian
    helped = spawn(["--help"], cwd=workspace.root, env=environment(DOCGEN_LANG="id")).out
    assert "Usage:" not in helped
    assert "Show this message" not in helped
