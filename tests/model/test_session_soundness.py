"""What can be wrong with the sessions of a definition: each is told with its line, and the sound one passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playing import ROOT

from docgen.model.definition import examine_definition

TOURS = (ROOT / "tests" / "sop_sesi" / "tur" / "sop.yaml").read_text(encoding="utf-8")


def problems(text: str) -> list[str]:
    return [f"{problem.where} {problem.message}" for problem in examine_definition(text.encode(), name="t").problems]


def test_control_a_sound_one_has_nothing_wrong() -> None:
    assert problems(TOURS) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("      waiting: tunggu", "      waiting: tungu", "There is no stage tungu"),
        ("        performs: kunjungan", "        performs: kunjugan", "There is no stage kunjugan"),
        ("      seats: t in tamu if t.kursi != false", "      seats: t in tamo", "tamo"),
        ("      seated: kursi", "      seated: bahasa", "bahasa is no yes or no for each item of tamu"),
        ("      list: tamu", "      list: nama", "nama is not a list with parts"),
        ("facts: {nama: t.nama, asal: pemohon}", "facts: {nama: t.nama}", "Nothing says what asal is"),
        ("facts: {nama: t.nama, asal: pemohon}", "facts: {nama: t.nam, asal: pemohon}", "nam"),
        ("      order: [langkah.daftar.tanggal, langkah.daftar.waktu]", "      order: tamu", "put in order"),
        ("      accepts: bahasa == rombongan.bahasa", "      accepts: bahasa == rombongan.logat", "logat"),
        ("      wishes: usulan", "      wishes: pemohon", "is no list of dates"),
        ("      capacity: tempat", "      capacity: titik", "titik is not a whole number"),
        ("label: Tempat, min: 1}", "label: Tempat}", "tempat may be 0 or less"),
        ("        optional: [hari, titik, pemandu]", "        optional: [hari, tempat]", "never again"),
        ("        changes: [hari, titik, pemandu]", "        changes: [hari, tempat]", "There is no field tempat"),
        ("      dates: hari", "      dates: tamu", "tamu is not a list of days"),
        ("{type: time, label: Selesai}", "{type: time, label: Selesai, optional: true}", "hari is not a list of days"),
        ("      exclusive: [pemandu, titik]", "      exclusive: [tamu]", "no two sessions can be compared"),
        ("    case_prefix: ROM", "    case_prefix: TUR", "`case_prefix` of the SOP itself"),
        ("      - id: tambah", "      - id: list", "list is a command of docgen itself"),
        ("        fields: [sebab]\n        performs: pindah", "        performs: pindah", ""),
        ("  rombongan: {type: session, label: Rombongan}", "  kelompok: {type: session, label: Rombongan}", "kelompok"),
        ("    activity: Menerima tamu\n", "    activity: Menerima tamu\n    performs: daftar\n", "Only a stage"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(old: str, new: str, told: str) -> None:
    assert old in TOURS
    found = problems(TOURS.replace(old, new, 1))
    if told:
        assert any(told in problem for problem in found), found
        assert all(problem.startswith("t:") and Path(problem.split(" ")[0]).name for problem in found)
    else:
        assert found == []  # what is not asked is simply not told
