"""Looking for secrets in every byte below some folders, however they are wrapped, packed, split or spelled.

`scan` reads each file as it is, what is packed in it (zip members, gzip and zlib streams, the streams of a PDF), and
its text (tags taken out, so that split runs are joined; strings of a PDF page put together). In each of these it looks
for each spelling of each needle.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf

_DEEPEST = 6
"""How often what is packed may be packed again."""
_WORDS = 3
"""Words of a passphrase in a row that give it away: two may stand side by side in any letter."""
_BETWEEN = (" ", "", "-", "_", "+", "%20", "\n", "\t", ",", ", ")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_TAG = re.compile(rb"<[^<>]*>")
_UNREADABLE = (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError, ValueError)
_BREAKS = re.compile(rb"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A needle that was found."""

    where: str
    spelling: str


def sequences(passphrase: str) -> list[str]:
    """Each row of words of a passphrase that is too long to stand anywhere by chance: whatever has more has one."""
    words = passphrase.split()
    return [" ".join(words[place : place + _WORDS]) for place in range(len(words) - _WORDS + 1)]


def scan(folders: Iterable[Path], needles: Iterable[str]) -> list[Hit]:
    """Every needle in the names and the bytes of all files below these folders."""
    sought = spellings(needles)
    hits: list[Hit] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            hits += find(str(path.relative_to(folder)).encode(), sought, where=f"name {path}")
            if path.is_symlink():
                hits += find(str(path.readlink()).encode(), sought, where=f"link {path}")
            elif path.is_file():
                hits += find(path.read_bytes(), sought, where=str(path))
    return hits


def find(data: bytes, sought: dict[bytes, str], *, where: str) -> list[Hit]:
    """Every spelling in these bytes, and in whatever is packed in them."""
    return [
        Hit(f"{where}{inside}", spelling)
        for inside, view in _folded(data)
        for form, spelling in sought.items()
        if form in view
    ]


@lru_cache(maxsize=4096)
def _folded(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """All views in lower case; most files of a workspace are the same in every test."""
    return tuple((inside, view.lower()) for inside, view in views(data))


def spellings(needles: Iterable[str]) -> dict[bytes, str]:
    """Each way in which a needle may stand in a file, in lower case; with its name."""
    found: dict[bytes, str] = {}
    for needle in needles:
        for name, form in _encoded(needle):
            found.setdefault(form.lower(), name)
        for name, text in _texts(needle):
            found.setdefault(text.encode().lower(), name)
    return found


def _texts(needle: str) -> Iterator[tuple[str, str]]:
    """A needle as a text has it: words otherwise apart, or escaped as JSON, XML, an address and a PDF have it."""
    for between in _BETWEEN if " " in needle else ():
        yield f"words with {between!r}", needle.replace(" ", between)
    yield "JSON", json.dumps(needle)[1:-1]
    yield "XML", html.escape(needle, quote=False)
    yield "XML with quotes", html.escape(needle, quote=True)
    yield "address", urllib.parse.quote(needle, safe="")
    yield "PDF", re.sub(r"([()\\])", r"\\\1", needle)
    yield "Python", repr(needle)[1:-1]


def _encoded(text: str) -> Iterator[tuple[str, bytes]]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = text.encode(encoding)
        yield encoding, raw
        yield f"{encoding} in hex", raw.hex().encode()
        for shift in range(3):
            # The characters at either end that depend on what stands beside it are left out.
            first, last = (0, 2, 3)[shift], (len(raw) + shift) * 8 // 6
            for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
                yield f"{encoding} in {name} at {shift}", encode(b"\0" * shift + raw)[first:last]


def views(data: bytes, inside: str = "", deep: int = 0) -> Iterator[tuple[str, bytes]]:
    """These bytes, their text, and everything that is packed in them, each with where it is."""
    yield inside, data
    if b"\n" in data:
        yield f"{inside} unwrapped", _BREAKS.sub(b"", data)
    if b"<" in data:
        yield f"{inside} without tags", html.unescape(_TAG.sub(b"", data).decode("utf-8", "replace")).encode()
    if deep == _DEEPEST:
        return
    for place, packed in _unpacked(data):
        yield from views(packed, f"{inside} / {place}", deep + 1)


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    if b"PK\x03\x04" in data:
        yield from _members(data)
    if data[:2] == b"\x1f\x8b":
        yield "gzip", _inflated(data, wbits=31)
    if data[:1] == b"\x78":
        yield "zlib", _inflated(data, wbits=15)
    if b"%PDF-" in data[:1024]:
        for place, match in enumerate(_STREAM.finditer(data)):
            yield f"stream {place}", _inflated(match[1], wbits=15)
        yield from _of_pdf(data)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                yield member.filename, package.read(member)
    except (zipfile.BadZipFile, zlib.error, EOFError):  # a torn one: what of it is whole
        for match in re.finditer(rb"PK\x03\x04.{22}(..)(..)", data, re.DOTALL):
            name, extra = (int.from_bytes(match[group], "little") for group in (1, 2))
            yield f"member at {match.start()}", _inflated(data[match.end() + name + extra :], wbits=-15)


def _inflated(data: bytes, *, wbits: int) -> bytes:
    """What was packed, as far as it is whole."""
    stream, found = zlib.decompressobj(wbits), io.BytesIO()
    try:
        for place in range(0, len(data), 64):
            found.write(stream.decompress(data[place : place + 64]))
    except zlib.error:
        pass
    return found.getvalue()


def _of_pdf(data: bytes, password: str = "") -> Iterator[tuple[str, bytes]]:
    """The streams of a PDF as its filters give them, and what its pages show; nothing of a page that stays closed."""
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            for number, each in enumerate(pdf.objects):
                if isinstance(each, pikepdf.Stream):
                    yield f"object {number}", _read(each)
            for number, page in enumerate(pdf.pages):
                yield f"page {number}", _shown(page)
            yield "information", repr({key: str(value) for key, value in pdf.docinfo.items()}).encode()
    except _UNREADABLE:  # torn, or sealed with another word
        return


def _read(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except _UNREADABLE:
        return stream.read_raw_bytes()


def _shown(page: pikepdf.Page) -> bytes:
    """The strings that a page shows, put together."""
    texts: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        for operand in instruction.operands:
            parts = operand if isinstance(operand, pikepdf.Array) else [operand]
            texts += [str(part) for part in parts if isinstance(part, pikepdf.String)]
        texts += ["\n"] if str(instruction.operator) in {"ET", "T*"} else []
    return "".join(texts).encode()


def opened(sealed: bytes, passphrase: str) -> str:
    """What the pages of a sealed PDF show to whoever has its passphrase."""
    with pikepdf.open(io.BytesIO(sealed), password=passphrase) as pdf:
        return "\n".join(_shown(page).decode() for page in pdf.pages)


def gzipped(data: bytes) -> bytes:
    """For the controls."""
    return gzip.compress(data, mtime=0)
