"""Keeps the message catalogues: gathers every message, fills the English one, compiles both.

    python tools/catalogues.py           merges new messages into docgen/locale/*/LC_MESSAGES/docgen.po and compiles
    python tools/catalogues.py --check   changes nothing; exits 1 and says why if a catalogue is not ready

The messages are docgen's own and click's: click asks the same text domain, so one catalogue speaks for both. English is
the language of the msgids and is filled in here; Indonesian is written by people in the `.po` file.
"""

from __future__ import annotations

import argparse
import ast
import io
import string
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import click
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "docgen"
SOURCE = "en"
LOCALES = (SOURCE, "id")
_KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
_HEADER = "# {language} messages of docgen, and of click.\n# Gathered and compiled by tools/catalogues.py.\n"
_LANGUAGES = {"en": "English", "id": "Indonesian"}
_PLURALS = {"en": (2, "(n != 1)"), "id": (1, "0")}
"""How many forms, and which one for n (CLDR: Indonesian has one; Babel's own table says otherwise)."""

Id = str | tuple[str, ...]


class SteadyCatalog(Catalog):
    """A catalogue whose header says nothing of when and with which version it was written."""

    @property
    def num_plurals(self) -> int:
        """The number of plural forms."""
        return _PLURALS[str(self.locale)][0]

    @property
    def plural_expr(self) -> str:
        """Which form stands for `n`."""
        return _PLURALS[str(self.locale)][1]

    @property
    def plural_forms(self) -> str:
        """Both, as the header has them."""
        return f"nplurals={self.num_plurals}; plural={self.plural_expr};"

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What a reader needs: language, characters, plurals."""
        return [
            ("Project-Id-Version", DOMAIN),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def po_path(locale: str, root: Path = ROOT) -> Path:
    """The catalogue that people read and write."""
    return root / "docgen" / "locale" / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def sources(root: Path = ROOT) -> list[Path]:
    """Every Python file whose messages people can meet: docgen's own, then click's."""
    return [*sorted((root / "docgen").rglob("*.py")), *sorted(Path(click.__file__).parent.rglob("*.py"))]


def messages(files: list[Path]) -> list[Id]:
    """Every msgid, once and in order; one with a plural is a pair. A plain twin of a pair is the same message."""
    plain: set[str] = set()
    plural: set[tuple[str, ...]] = set()
    for file in files:
        with file.open("rb") as stream:
            for _line, msgid, _comments, _context in extract("python", stream, keywords=_KEYWORDS):
                if isinstance(msgid, tuple):
                    plural.add(msgid)
                else:
                    plain.add(msgid)
    return sorted([*plural, *(plain - {pair[0] for pair in plural})], key=_first)


def _first(msgid: Id) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def unreadable_calls(file: Path) -> Iterator[str]:
    """Calls of `_` that cannot be gathered: their message is not written there (nor marked with `N_` in that file)."""
    tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    marks = any(isinstance(call.func, ast.Name) and call.func.id == "N_" for call in calls)
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "gettext", "ngettext"} and call.args:
            first = call.args[0]
            if isinstance(first, ast.JoinedStr):
                yield f"{file}:{call.lineno}: an f-string cannot be translated; use named placeholders and .format()"
            elif not isinstance(first, ast.Constant) and not marks:
                yield f"{file}:{call.lineno}: the message is not written here and not marked with N_"


def read_catalogue(path: Path, locale: str) -> Catalog:
    """The catalogue at `path`, or an empty one."""
    if not path.exists():
        return SteadyCatalog(locale=locale)
    with path.open("rb") as stream:
        return read_po(stream, locale=locale, abort_invalid=True)


def merged(msgids: list[Id], present: Catalog, locale: str) -> SteadyCatalog:
    """The catalogue of just these messages: what was translated is kept, English is its own translation."""
    catalogue = SteadyCatalog(locale=locale, domain=DOMAIN, charset="utf-8", fuzzy=False)
    language = _LANGUAGES[locale]
    catalogue.header_comment = _HEADER.format(language=language).rstrip("\n")
    for msgid in msgids:
        old = present.get(_first(msgid))
        kept = old is not None and old.id == msgid
        text = old.string if old is not None and kept else ""
        entry = catalogue.add(msgid, msgid if locale == SOURCE else text)
        entry.flags.clear()  # Babel guesses formats, and takes a "% f" for one
        if old is not None and kept and old.fuzzy and locale != SOURCE:
            entry.flags.add("fuzzy")
    return catalogue


def po_text(catalogue: Catalog) -> bytes:
    """The `.po` file: no line numbers and no dates, so that it changes only with its messages."""
    stream = io.BytesIO()
    write_po(stream, catalogue, no_location=True, width=120, sort_output=True)
    return stream.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The `.mo` file, as `gettext` reads it."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def _texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A msgid or translation as its forms: one, or one for each plural."""
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


def placeholders(text: str) -> frozenset[str] | None:
    """The names that are filled in: `{name}`, and `%(name)s` where click still writes so; None: no format text.

    What stands in `{% … %}` is template code in a message that is not filled in, and no name.
    """
    try:
        names = {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
        return frozenset({name for name in names if name.isidentifier()} | set(_PercentNames(text)))
    except ValueError:
        return None


class _PercentNames(dict[str, str]):
    """Fills a %-style text and remembers the names that it asked for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        if "%(" in text:
            _ = text % self

    def __missing__(self, name: str) -> str:
        self[name] = ""
        return ""


def faults(catalogue: Catalog, msgids: list[Id]) -> Iterator[str]:
    """What makes a catalogue not ready: a message missing, left over, empty, fuzzy or filled in differently."""
    wanted = {_first(msgid): msgid for msgid in msgids}
    present = {_texts(message.id)[0]: message for message in catalogue if message.id}
    yield from (f"missing: {msgid!r}" for msgid in wanted if msgid not in present)
    yield from (f"no longer used: {msgid!r}" for msgid in present if msgid not in wanted)
    for first, message in present.items():
        if first in wanted and _texts(message.id) != _texts(wanted[first]):
            yield f"its plural changed: {first!r}"
        elif not all(_texts(message.string)):
            yield f"not translated: {first!r}"
        elif message.fuzzy:
            yield f"fuzzy: {first!r}"
        else:
            yield from _misfilled(message)


def _misfilled(message: Message) -> Iterator[str]:
    """A translation that does not fill in what its message fills in, or has other spaces around it."""
    ids, texts = _texts(message.id), _texts(message.string)
    # The last msgid speaks for the only form of a language without plurals, as for every form after the first.
    for original, text in zip(ids if len(texts) > 1 else ids[-1:], texts, strict=True):
        if placeholders(text) != placeholders(original):
            yield f"placeholders differ: {original!r} -> {text!r}"
        elif _margins(text) != _margins(original):
            yield f"spaces or line ends at its margins differ: {original!r} -> {text!r}"


def _margins(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def compiled_faults(catalogue: Catalog, mo: Path) -> Iterator[str]:
    """A `.mo` file that is missing or says something other than its catalogue."""
    if not mo.exists():
        yield f"{mo.name} is missing; run tools/catalogues.py"
        return
    with mo.open("rb") as stream:
        compiled = _spoken(GNUTranslations(stream))
    if compiled != _spoken(GNUTranslations(io.BytesIO(mo_bytes(catalogue)))):
        yield f"{mo.name} is stale; run tools/catalogues.py"


def _spoken(translations: GNUTranslations) -> dict[object, str]:
    """What compiled translations say. The header is left out: its text depends on Babel's version."""
    table: dict[object, str] = vars(translations)["_catalog"]
    return {key: value for key, value in table.items() if key != ""}


def check(root: Path = ROOT) -> list[str]:
    """Everything that is wrong with the catalogues of the repository at `root`."""
    files = sources(root)
    msgids = messages(files)
    found = [fault for file in sorted((root / "docgen").rglob("*.py")) for fault in unreadable_calls(file)]
    for locale in LOCALES:
        path = po_path(locale, root)
        catalogue = read_catalogue(path, locale)
        found += [f"{locale}: {fault}" for fault in faults(catalogue, msgids)]
        found += [f"{locale}: {fault}" for fault in compiled_faults(catalogue, path.with_suffix(".mo"))]
    return found


def update(root: Path = ROOT) -> None:
    """Merges the messages of the source into both catalogues and compiles them."""
    msgids = messages(sources(root))
    for locale in LOCALES:
        path = po_path(locale, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_text(merged(msgids, read_catalogue(path, locale), locale)))
        written = merged(msgids, read_catalogue(path, locale), locale)
        path.with_suffix(".mo").write_bytes(mo_bytes(written))


def main(arguments: list[str] | None = None) -> int:
    """Runs the tool; returns the exit code."""
    parser = argparse.ArgumentParser(description="Gathers, completes and compiles the message catalogues.")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a catalogue is not ready")
    if not parser.parse_args(arguments).check:
        update()
    found = check()
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
