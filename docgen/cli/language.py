"""Which language the screen speaks: chosen once, before any command is built.

docgen's own messages and click's go through the same text domain, so one catalogue translates both.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path

from docgen.app.outline import root_above, settings
from docgen.errors import refuse

DOMAIN = "docgen"
LANGUAGES = ("id", "en")
OFFICE_LANGUAGE = LANGUAGES[0]
"""What an office speaks that does not say otherwise: the sample office, and the readers of the papers."""
_SPEECHLESS = frozenset({"c", "posix"})
"""Locales that name no language."""
LOCALE_DIR = Path(__file__).parent.parent / "locale"


def choose_language(environment: Mapping[str, str], start: Path) -> str:
    """The language: `DOCGEN_LANG`, else what the office's settings say, else the locale, else the shipped office's.

    Raises:
        DocgenError: `DOCGEN_LANG` names a language that docgen does not speak.
    """
    wished = environment.get("DOCGEN_LANG", "")
    if wished:
        if _known(wished):
            return _code(wished)
        raise refuse(
            "usage",
            _("DOCGEN_LANG is {language}, which docgen does not speak.").format(language=wished),
            hint=_("Set it to one of: {languages}.").format(languages=", ".join(LANGUAGES)),
        )
    root = root_above(start)
    table = settings(root) if root is not None else {}
    if root is not None:  # where the settings cannot be read, the office's own language is the likeliest
        language = str(table.get("bahasa", OFFICE_LANGUAGE))
        if _known(language):
            return _code(language)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = _code(environment.get(name, ""))
        if spoken in _SPEECHLESS:
            return OFFICE_LANGUAGE
        if spoken:
            return spoken if spoken in LANGUAGES else "en"
    return OFFICE_LANGUAGE


def speak(language: str) -> None:
    """Makes gettext, and with it click, speak this language from now on."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language


def _code(name: str) -> str:
    return name.split(".", maxsplit=1)[0].split("_", maxsplit=1)[0].split("-", maxsplit=1)[0].casefold()


def _known(name: str) -> bool:
    return _code(name) in LANGUAGES
