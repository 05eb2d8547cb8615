"""The scanner finds what is hidden in each of the ways that it knows: without this its silence would say nothing."""

from __future__ import annotations

import base64
import io
import json
import random
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pikepdf
import pytest
from fpdf import FPDF
from scanner import gzipped, opened, scan, sequences

PASSWORD = 'Kunang&Zebra<77"'
PASSPHRASE = "belum atlas obor kurma risalah katun seragam"


def zipped(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("other.txt", "nothing here")
        package.writestr(name, data)
    return file.getvalue()


def letter(*runs: str) -> bytes:
    """A Word file with one paragraph of these runs."""
    document, file = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    document.save(file)
    return file.getvalue()


def page(text: str) -> bytes:
    """A PDF page that says it."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Courier", size=12)
    pdf.cell(0, 10, text)
    return bytes(pdf.output())


def kerned(text: str) -> bytes:
    """A PDF page that shows each letter by itself."""
    with pikepdf.open(io.BytesIO(page("x"))) as pdf:
        shown = b" -20 ".join(b"<" + letter.encode().hex().encode() + b">" for letter in text)
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf [" + shown + b"] TJ ET")
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()


def sealed(text: str, *, key: str) -> bytes:
    with pikepdf.open(io.BytesIO(page(text))) as pdf:
        file = io.BytesIO()
        pdf.save(file, encryption=pikepdf.Encryption(owner=key, user=key, R=6))
    return file.getvalue()


def shifted(text: str, shift: int, encode: Callable[[bytes], bytes]) -> bytes:
    return encode(b"x" * shift + text.encode() + b"yz")


RAW = PASSWORD.encode()
PLANTED: dict[str, bytes] = {
    "plain": b"before " + RAW + b" after",
    "in capitals": RAW.upper(),
    "utf-16 little": PASSWORD.encode("utf-16-le"),
    "utf-16 big": b"x" + PASSWORD.encode("utf-16-be"),
    "utf-16 with its mark": PASSWORD.encode("utf-16"),
    "hex": b"x" + RAW.hex().encode(),
    "HEX": RAW.hex().upper().encode(),
    "hex of utf-16": PASSWORD.encode("utf-16-le").hex().encode(),
    "base64 at 0": shifted(PASSWORD, 0, base64.b64encode),
    "base64 at 1": shifted(PASSWORD, 1, base64.b64encode),
    "base64 at 2": shifted(PASSWORD, 2, base64.b64encode),
    "base64 in lines": base64.encodebytes(b"x" * 50 + RAW + b"y" * 50),
    "base64url at 1": shifted(PASSWORD, 1, base64.urlsafe_b64encode),
    "base64 of utf-16": base64.b64encode(PASSWORD.encode("utf-16-le")),
    "json": json.dumps({"akun": [{"sandi": PASSWORD}]}).encode(),
    "xml": f"<a>{escape(PASSWORD)}</a>".encode(),
    "xml in pieces": b"<w><t>Kunang&#38;Ze</t><t>bra&lt;77&quot;</t></w>",
    "an address": urllib.parse.quote(PASSWORD, safe="").encode(),
    "zip": zipped("a.txt", RAW),
    "zip in zip": zipped("a.zip", zipped("b.txt", RAW)),
    "torn zip": zipped("a.txt", RAW + b"\n" * 9)[:-30],
    "zip behind something": b"#!/bin/sh\n" + zipped("a.txt", RAW),
    "letter": letter(PASSWORD),
    "letter in runs": letter("Sandi: Kun", "ang&Zeb", 'ra<77"', " selesai"),
    "letter in a zip": zipped("a.docx", letter("Kunang&", 'Zebra<77"')),
    "gzip": gzipped(RAW),
    "torn gzip": gzipped(RAW + random.Random(1).randbytes(2000))[:-500],
    "zlib": zlib.compress(RAW),
    "pdf": page(f"Sandi: {PASSWORD}"),
    "pdf letter by letter": kerned(PASSWORD),
    "torn pdf": page(PASSWORD)[:-200],
    "pdf in a zip": zipped("a.pdf", page(PASSWORD)),
}


@pytest.mark.parametrize("way", PLANTED)
def test_a_planted_password_is_found(tmp_path: Path, way: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(PLANTED[way])
    (tmp_path / "clean.docx").write_bytes(letter("Nothing here"))
    hits = scan([tmp_path], [PASSWORD])
    assert hits
    assert all("deep/file" in hit.where for hit in hits)


@pytest.mark.parametrize(
    "text",
    [
        PASSPHRASE,
        "obor kurma risalah",
        "x ATLAS-OBOR-KURMA",
        "kurmarisalahkatun",
        "risalah\nkatun\nseragam",
        "risalah, katun, seragam",
    ],
)
def test_a_row_of_words_of_a_passphrase_is_found(tmp_path: Path, text: str) -> None:
    for name, data in {"a.txt": text.encode(), "b.docx": letter(text[:9], text[9:])}.items():
        (tmp_path / name).write_bytes(data)
        assert scan([tmp_path], sequences(PASSPHRASE)), name
        (tmp_path / name).unlink()


def test_a_row_of_words_is_found_in_other_spellings(tmp_path: Path) -> None:
    row = "obor kurma risalah"
    for data in (row.encode("utf-16"), row.encode().hex().encode(), base64.b64encode(b"ab" + row.encode() + b"c")):
        (tmp_path / "file").write_bytes(data)
        assert scan([tmp_path], sequences(PASSPHRASE)), data


def test_names_and_links_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "Zebra77").touch()
    (tmp_path / "link").symlink_to("Zebra78")
    assert len(scan([tmp_path], ["zebra77"])) == 1
    assert len(scan([tmp_path], ["Zebra78"])) == 1


def test_a_sealed_page_shows_its_text_to_its_passphrase_only(tmp_path: Path) -> None:
    content = sealed(f"Sandi: {PASSWORD}", key=PASSPHRASE)
    (tmp_path / "slip.pdf").write_bytes(content)
    assert scan([tmp_path], [PASSWORD, *sequences(PASSPHRASE)]) == []
    assert PASSWORD in opened(content, PASSPHRASE)
    with pytest.raises(pikepdf.PasswordError):
        opened(content, PASSPHRASE[:-1])


def test_control_in_a_clean_tree_nothing_is_found(tmp_path: Path) -> None:
    other = {way: data for way, data in PLANTED.items() if way in {"zip", "pdf", "letter", "json", "gzip"}}
    for way, data in other.items():
        (tmp_path / way).write_bytes(data)
    (tmp_path / "words.txt").write_text("belum atlas, lalu obor kurma; risalah katun", encoding="utf-8")
    assert scan([tmp_path], ['Kunang&Zebra<78"', *sequences(PASSPHRASE)]) == []
