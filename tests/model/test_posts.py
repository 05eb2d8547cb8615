"""Who holds which post on which day."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from docgen.model.office import LetterRule, Office, validate_office
from docgen.model.posts import as_of, held_by, holder_of, holders, in_the_name_of, person

KANTOR = """
schema = 1
[kantor]
nama = "Kantor Contoh"
alamat = "Jalan Contoh"
kota = "Kota Contoh"
kode_unit = "KC"
[kantor.kop]
pemerintah = "PEMERINTAH CONTOH"
[pejabat.lama]
nama = "Pejabat Lama"
jabatan = "Ketua LPSE"
peran = ["ketua"]
sampai = 2026-06-30
[pejabat.baru]
nama = "Pejabat Baru"
jabatan = "Ketua LPSE"
peran = ["ketua"]
mulai = 2026-07-01
[pejabat.verifikator]
nama = "Pejabat Verifikator"
jabatan = "Verifikator LPSE"
peran = ["verifikator"]
[pejabat.helpdesk]
nama = "Pejabat Helpdesk"
jabatan = "Petugas Helpdesk"
peran = ["helpdesk"]
"""
PLH = """
[[pengganti]]
jenis = "Plh."
menggantikan = "lama"
pejabat = "verifikator"
mulai = 2026-03-02
sampai = 2026-03-06
surat = "800/1/KC/2026"
"""


def office(more: str = "") -> Office:
    return validate_office(tomllib.loads(KANTOR + more))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def who(found: Office, role: str, on: str) -> list[str]:
    return [holder.id for holder in holders(found, role, day(on))]


@pytest.mark.parametrize(
    ("on", "ids"),
    [("2020-01-01", ["lama"]), ("2026-06-30", ["lama"]), ("2026-07-01", ["baru"]), ("2030-01-01", ["baru"])],
)
def test_a_post_changes_hands_from_one_day_to_the_next(on: str, ids: list[str]) -> None:
    assert who(office(), "ketua", on) == ids


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        ("2026-03-01", ["lama"]),
        ("2026-03-02", ["verifikator"]),
        ("2026-03-06", ["verifikator"]),
        ("2026-03-07", ["lama"]),
    ],
)
def test_a_stand_in_has_the_role_on_his_days_and_on_no_other(on: str, ids: list[str]) -> None:
    assert who(office(PLH), "ketua", on) == ids
    assert who(office(PLH), "verifikator", on) == ["verifikator"], "and keeps his own"
    assert who(office(), "ketua", on) == ["lama"], "the control: nobody stands in"


def test_a_stand_in_who_is_away_himself_fills_no_post() -> None:
    away = PLH + PLH.replace('"lama"', '"verifikator"').replace('pejabat = "verifikator"', 'pejabat = "helpdesk"')
    on = day("2026-03-03")
    assert holder_of(office(away), "lama", on) is None
    assert [holder.id for holder in holders(office(away), "verifikator", on)] == ["helpdesk"]
    assert holder_of(office(PLH), "lama", on) is not None
    gone = PLH.replace('pejabat = "verifikator"', 'pejabat = "baru"')
    assert holder_of(office(gone), "lama", on) is None, "he begins in July"


def test_the_heading_of_a_signature_says_in_which_post_it_is() -> None:
    found = office(PLH)
    ordinary, standing = (holder_of(found, "lama", day(on)) for on in ("2026-03-01", "2026-03-02"))
    assert ordinary is not None
    assert standing is not None
    assert person(found, ordinary).blok == ("KETUA LPSE,",)
    acting = person(found, standing)
    assert (acting.nama, acting.jabatan) == ("Pejabat Verifikator", "Verifikator LPSE")
    assert acting.blok == ("Plh. KETUA LPSE,", "VERIFIKATOR LPSE,")
    own = held_by(found, "verifikator", day("2026-03-02"))
    assert [holder.post for holder in own] == ["verifikator", "lama"], "his own post first"
    assert person(found, own[0]).blok == ("VERIFIKATOR LPSE,",)


def test_a_paper_is_signed_in_the_name_of_the_posts_above() -> None:
    found = office(PLH)
    holder = holder_of(found, "lama", day("2026-03-01"))
    assert holder is not None
    signer = person(found, holder)
    assert in_the_name_of(signer, LetterRule()) == signer
    assert in_the_name_of(signer, LetterRule(atas_nama="Sekretaris Daerah")).blok == (
        "a.n. SEKRETARIS DAERAH",
        "KETUA LPSE,",
    )
    rule = LetterRule(atas_nama="Sekretaris Daerah", untuk_beliau="Kepala Bagian Pengadaan Barang/Jasa")
    assert in_the_name_of(signer, rule).blok == (
        "a.n. SEKRETARIS DAERAH",
        "KEPALA BAGIAN PENGADAAN BARANG/JASA",
        "u.b.",
        "KETUA LPSE,",
    )


@pytest.mark.parametrize("on", ["2020-01-01", "2026-03-03", "2026-08-01"])
def test_an_office_as_it_is_on_a_day_is_so_on_every_day(on: str) -> None:
    found = as_of(office(PLH), day(on))
    for other in ("1999-01-01", "2026-03-03", "2040-12-31"):
        for role in ("ketua", "verifikator", "helpdesk"):
            assert holders(found, role, day(other))[0].id == holders(office(PLH), role, day(on))[0].id
