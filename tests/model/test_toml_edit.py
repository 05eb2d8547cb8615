"""Values of a TOML text can be changed; whatever stands around them stays as it was."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.toml_edit import commented_out, literal, with_values

TEXT = """# kepala
satu = "a"       # yang pertama
daftar = [
  "x",           # bukan akhir
]

[meja]           # sebuah tabel
kaki = { depan = "2" }
'kunci aneh' = 'tiga'

[[kursi]]
nama = "K1"
# penutup
"""


def test_only_the_value_changes_and_its_comment_keeps_its_column() -> None:
    changed = with_values(TEXT, {("satu",): "bbbb", ("meja", "kaki"): {"depan": "4"}, ("kursi", 0, "nama"): "K2"})
    lines = dict(zip(TEXT.splitlines(), changed.splitlines(), strict=True))
    assert lines.pop('satu = "a"       # yang pertama') == 'satu = "bbbb"    # yang pertama'
    assert lines.pop('kaki = { depan = "2" }') == 'kaki = { depan = "4" }'
    assert lines.pop('nama = "K1"') == 'nama = "K2"'
    assert [old for old, new in lines.items() if old != new] == []


def test_a_longer_value_pushes_its_comment_on() -> None:
    changed = with_values(TEXT, {("satu",): "panjang sekali"})
    assert 'satu = "panjang sekali"  # yang pertama' in changed


def test_a_list_over_several_lines_is_replaced_as_a_whole() -> None:
    assert tomllib.loads(with_values(TEXT, {("daftar",): ("p", "q")}))["daftar"] == ["p", "q"]


def test_a_key_or_a_table_can_become_a_comment() -> None:
    changed = commented_out(TEXT, [("daftar",), ("meja",)])
    assert tomllib.loads(changed) == {"satu": "a", "kursi": [{"nama": "K1"}]}
    assert [line.removeprefix("# ") for line in changed.splitlines()] == [
        line.removeprefix("# ") for line in TEXT.splitlines()
    ]


def test_control_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(KeyError):
        with_values(TEXT, {("dua",): "x"})
    with pytest.raises(KeyError):
        commented_out(TEXT, [("lampu",)])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    changed = with_values(TEXT, {("satu",): text, ("meja", "kaki"): {"depan": text}, ("daftar",): (text, text)})
    read = tomllib.loads(changed)
    assert (read["satu"], read["meja"]["kaki"]["depan"], read["daftar"]) == (text, text, [text, text])


def test_quotes_and_backslashes_stay_readable() -> None:
    assert literal('kata "di" \\ sini\x07') == '"kata \\"di\\" \\\\ sini\\u0007"'
