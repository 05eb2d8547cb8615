"""Commands in messages can be typed in every shell that clerks have."""

from __future__ import annotations

import shlex

import pytest

from docgen.model.command_words import command_line, command_word


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("0001", "0001"),
        ("disposisi.kepada=verifikator", "disposisi.kepada=verifikator"),
        ("2025-11-03 08:10", '"2025-11-03 08:10"'),
        ("media=Surat|Telepon", '"media=Surat|Telepon"'),
        ("surat.nomor=…", '"surat.nomor=…"'),
        ("D:\\Berkas Kantor\\lpse", '"D:\\Berkas Kantor\\lpse"'),
        ("D:\\Berkas Kantor\\", "'D:\\Berkas Kantor\\'"),
        ("harga $5", "'harga $5'"),
        ('kata "dia"', "'kata \"dia\"'"),
        ("", "''"),
    ],
)
def test_a_word_stands_in_marks_that_its_shells_know_where_it_needs_any(text: str, typed: str) -> None:
    assert command_word(text) == typed
    assert shlex.split(typed) == [text], "sh reads it as it was meant"


def test_a_line_is_its_words() -> None:
    words = ["docgen", "register", "record", "--note", "buku kertas"]
    assert command_line(words) == 'docgen register record --note "buku kertas"'
    assert shlex.split(command_line(words)) == words
