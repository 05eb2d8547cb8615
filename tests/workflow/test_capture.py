"""What was said for a stage becomes values, or is named as wrong or missing, all at once."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from player import START, Played, given, refused, small, world

from docgen.app.intake import Intake
from docgen.app.missing import missing_error
from docgen.model.field import FieldSpec
from docgen.model.source import scan_source
from docgen.store.filesystem import FileSystem
from docgen.workflow.capture import capture
from docgen.workflow.fold import State
from docgen.workflow.given import PENDING, Given, at_path, from_source, overlay
from docgen.workflow.saying import value_hint

TWO = [{"nama": "Ani"}, {"nama": "Budi"}]


@pytest.fixture
def people() -> Played:
    """A list, with a value for each item at the second stage."""
    sop = small(
        """
        orang:
          type: list
          label: Orang
          fields: {nama: {type: text, label: Nama}, kota: {type: text, label: Kota, optional: true}}
        nilai:
          type: record
          label: Nilai
          each: o in orang if o.nama != 'Citra'
          fields:
            hasil: {type: choice, label: Hasil, choices: [baik, buruk]}
            sebab: {type: text, label: Sebab, when: hasil == 'buruk'}
        catatan: {type: text, label: Catatan, default: kosong}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [orang], next: periksa}
        - {id: periksa, actor: petugas_a, activity: Periksa, fields: [nilai], optional: [orang, catatan], next: periksa}
        """,
    )
    return Played(sop)


def refs(found: Any) -> list[tuple[str, str]]:
    return [(problem.reference, problem.where) for problem in found.problems]


def asked(found: Any) -> list[str]:
    return [".".join(question.path) for question in found.missing]


def test_values_of_items_stand_by_position_and_unasked_ones_stay_empty(people: Played) -> None:
    people.do("awal", {"orang": [*TWO, {"nama": "Citra"}]})
    found = people.see("periksa", {"nilai": {"2": {"hasil": "baik"}, "1": {"hasil": "buruk", "sebab": "x"}}})
    assert not found.problems
    assert not found.missing
    assert found.values["nilai"] == [{"hasil": "buruk", "sebab": "x"}, {"hasil": "baik"}, None]
    assert found.spoken_of["nilai"] == (0, 1)


def test_every_item_means_those_that_are_asked(people: Played) -> None:
    people.do("awal", {"orang": [*TWO, {"nama": "Citra"}]})
    found = people.see("periksa", {"nilai": {"*": {"hasil": "baik"}}})
    assert found.values["nilai"] == [{"hasil": "baik"}, {"hasil": "baik"}, None]
    found = people.see("periksa", {"nilai": {"*": {"hasil": "baik"}, "2": {"hasil": "buruk", "sebab": "x"}}})
    assert found.values["nilai"] == [{"hasil": "baik"}, {"hasil": "buruk", "sebab": "x"}, None]


def test_what_is_missing_of_items_is_named_at_once_though_the_first_is_missing_too(people: Played) -> None:
    people.do("awal", {"orang": TWO})
    assert asked(people.see("periksa", {})) == ["nilai.1", "nilai.2"]
    assert asked(people.see("periksa", {"nilai": [{}, None]})) == ["nilai.1.hasil", "nilai.2"]
    assert asked(people.see("periksa", {"nilai": PENDING})) == ["nilai.1", "nilai.2"]


def test_an_item_that_is_not_asked_and_items_that_are_not_there_are_refused(people: Played) -> None:
    people.do("awal", {"orang": [{"nama": "Ani"}, {"nama": "Citra"}]})
    found = people.see("periksa", {"nilai": [{"hasil": "baik"}, {"hasil": "baik"}]})
    assert refs(found) == [("field-unasked", "nilai.2")]
    assert "Citra" in found.problems[0].message
    assert refs(people.see("periksa", {"nilai": [{"hasil": "baik"}] * 3})) == [("value-invalid", "nilai")]
    wrong = people.see("periksa", {"nilai": {"3": {"hasil": "baik"}, "hasil": {}, "1": {"hasil": "baik"}}})
    assert refs(wrong) == [("option-unusable", "nilai.3"), ("option-unusable", "nilai.hasil")]
    assert refs(people.see("periksa", {"nilai": "baik"})) == [("value-invalid", "nilai")]


def test_a_part_with_a_condition_is_demanded_or_refused_and_left_alone_in_doubt(people: Played) -> None:
    people.do("awal", {"orang": [{"nama": "Ani"}]})
    assert asked(people.see("periksa", {"nilai": [{"hasil": "buruk"}]})) == ["nilai.1.sebab"]
    found = people.see("periksa", {"nilai": [{"hasil": "baik", "sebab": "x"}]})
    assert refs(found) == [("field-unasked", "nilai.1.sebab")]
    doubtful = people.see("periksa", {"nilai": [{"sebab": "x"}]})  # nobody knows yet whether it is asked
    assert refs(doubtful) == []
    assert asked(doubtful) == ["nilai.1.hasil"]
    wrong = people.see("periksa", {"nilai": [{"hasil": "jelek", "sebab": "x"}]})
    assert refs(wrong) == [("value-invalid", "nilai.1.hasil")]


def test_a_list_comes_before_what_is_said_of_its_items_in_the_same_stage(people: Played) -> None:
    people.do("awal", {"orang": TWO})
    found = people.see("periksa", {"nilai": [{"hasil": "baik"}], "orang": [{"nama": "Dewi"}]})
    assert not found.problems
    assert not found.missing
    assert found.values["nilai"] == [{"hasil": "baik"}]


def test_items_are_not_asked_about_while_their_list_is_missing_or_wrong(people: Played) -> None:
    sop = small(
        """
        orang: {type: list, label: Orang, fields: {nama: {type: text, label: Nama}}}
        nilai: {type: integer, label: Nilai, each: o in orang}
        """,
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [orang, nilai], next: awal}",
    )
    case = Played(sop)
    case.do("awal", {"orang": TWO, "nilai": [1, 2]})
    assert asked(case.see("awal", {})) == ["orang"]  # not of the items that are about to be replaced
    assert asked(case.see("awal", {"orang": [{}]})) == ["orang.1.nama"]
    assert asked(case.see("awal", {"orang": [{"nama": "x"}]})) == ["nilai.1"]


def test_what_is_left_out_stands_even_where_the_field_has_a_default(people: Played) -> None:
    people.do("awal", {"orang": TWO})
    people.do("periksa", {"nilai": {"*": {"hasil": "baik"}}, "catatan": "penting"})
    people.do("periksa", {"nilai": {"*": {"hasil": "baik"}}})
    assert people.state.record["catatan"] == "penting"


def test_merging_mends_single_parts_and_a_list_replaces(people: Played) -> None:
    people.do("awal", {"orang": [{"nama": "Ani", "kota": "Manggar"}, {"nama": "Budi"}]})
    mended = people.see("periksa", {"orang": {"2": {"kota": "Tanjungpandan"}}, "nilai": {"*": {"hasil": "baik"}}})
    assert mended.values["orang"] == [{"nama": "Ani", "kota": "Manggar"}, {"nama": "Budi", "kota": "Tanjungpandan"}]
    added = people.see("periksa", {"orang": {"3": {"nama": "Dewi"}}, "nilai": {"*": {"hasil": "baik"}}})
    assert len(added.values["orang"]) == 3  # type: ignore[arg-type]
    replaced = people.see("periksa", {"orang": [{"nama": "Budi"}], "nilai": {"*": {"hasil": "baik"}}})
    assert replaced.values["orang"] == [{"nama": "Budi"}]
    beyond = people.see("periksa", {"orang": {"9": {"nama": "x"}}, "nilai": {"*": {"hasil": "baik"}}})
    assert refs(beyond) == [("option-unusable", "orang")]


def test_places_without_a_list_become_one(people: Played) -> None:
    first = overlay(Given({}), at_path(("orang", "1", "nama"), given("Ani")))  # type: ignore[arg-type]
    both = overlay(first, at_path(("orang", "2", "nama"), given("Budi")))  # type: ignore[arg-type]
    assert people.see("awal", both).values["orang"] == TWO
    gap = people.see("awal", {"orang": {"2": {"nama": "Budi"}}})
    assert refs(gap) == [("option-unusable", "orang")]
    assert refs(people.see("awal", {"orang": {"9" * 5000: {}}})) == [("value-invalid", "orang")]


def test_unknown_names_wrong_kinds_and_gaps_are_all_named_at_once(people: Played) -> None:
    found = people.see("awal", {"orng": 1, "nilai": [], "orang": [{"nama": 7, "umur": 3}, None, "x"]})
    assert sorted(refs(found)) == [
        ("field-unknown", "nilai"),
        ("field-unknown", "orang.1.umur"),
        ("field-unknown", "orng"),
        ("value-invalid", "orang.1.nama"),
        ("value-invalid", "orang.3"),
    ]
    assert found.problems[0].hint == "Did you mean orang?"
    assert asked(found) == ["orang.2"]
    assert [problem.reference for problem in people.see("awal", Given("x")).problems] == ["value-invalid"]


def test_a_huge_list_is_refused_by_its_length_alone(people: Played) -> None:
    found = people.see("awal", {"orang": [{"nama": "x"}] * 501})
    assert refs(found) == [("value-invalid", "orang")]
    assert not found.missing


def test_lists_of_officials_and_files_are_kept_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    sop = small(
        """
        tim: {type: list, of: official, label: Tim}
        berkas: {type: list, of: file, label: Berkas}
        surat: {type: record, label: Surat, fields: {scan: {type: file, label: Scan}, hal: {type: text, label: Hal}}}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [tim, berkas, surat], next: ubah}
        - {id: ubah, actor: petugas_a, activity: Ubah, optional: [tim, berkas, surat], next: ubah}
        """,
    )
    case = Played(sop)
    case.do("awal", {"tim": ["ani"], "berkas": ["a.pdf"], "surat": {"scan": "s.pdf", "hal": "x"}})
    case.do("ubah", {"tim": {"2": "budi"}, "berkas": {"2": "b.pdf"}, "surat": {"hal": "y"}})
    record: Any = case.state.record
    assert [person["id"] for person in record["tim"]] == ["ani", "budi"]
    assert [file["nama"] for file in record["berkas"]] == ["a.pdf", "b.pdf"]
    assert record["surat"]["scan"]["nama"] == "s.pdf"
    found = case.see("ubah", {"tim": ["anni"], "berkas": ["x.exe"]})
    assert refs(found) == [("value-invalid", "tim.1"), ("file-refused", "berkas.1")]
    assert found.problems[0].hint == "Did you mean ani?"


@pytest.mark.parametrize("name", ["~tiada/x.pdf", "a\x00b/x.pdf", "", "a\x00.pdf", "tiada.pdf"])
def test_no_name_of_a_file_is_more_than_a_refusal(name: str) -> None:
    sop = small(
        "scan: {type: file, label: Scan}",
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [scan], ends: selesai}",
    )
    intake = Intake(fs=FileSystem(), base=Path("/tiada"), limit=10, case="X", seq=1)
    real = replace(world(), attach=intake.attach)
    found = capture(sop, State(), sop.first, given({"scan": name}), at=START, world=real)
    assert [problem.reference for problem in found.problems] in (["file-refused"], ["value-invalid"])
    assert "\x00" not in found.problems[0].message


def test_a_field_with_a_condition_lapses_when_it_holds_no_longer() -> None:
    sop = small(
        """
        hasil: {type: choice, label: Hasil, choices: [ya, tunda]}
        sebab: {type: text, label: Sebab, when: hasil == 'tunda'}
        """,
        """
        - id: putus
          actor: petugas_a
          activity: Putus
          fields: [hasil, sebab]
          next: [{when: hasil == 'tunda', to: putus}, {ends: selesai}]
        """,
    )
    case = Played(sop)
    case.do("putus", {"hasil": "tunda", "sebab": "hujan"})
    assert case.state.record["sebab"] == "hujan"
    plan = case.do("putus", {"hasil": "ya"})
    assert plan.forgets == ("sebab",)
    assert "sebab" not in case.state.record
    assert plan.view["sebab"] is None


def test_a_standing_part_goes_silently_when_its_condition_holds_no_longer(people: Played) -> None:
    sop = small(
        """
        izin:
          type: record
          label: Izin
          fields:
            jenis: {type: choice, label: Jenis, choices: [tetap, sementara]}
            sampai: {type: date, label: Sampai, when: jenis == 'sementara'}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [izin], next: ubah}
        - {id: ubah, actor: petugas_a, activity: Ubah, optional: [izin], next: ubah}
        """,
    )
    case = Played(sop)
    case.do("awal", {"izin": {"jenis": "sementara", "sampai": "2025-12-31"}})
    case.do("ubah", {"izin": {"jenis": "tetap"}})
    assert case.state.record["izin"] == {"jenis": "tetap"}
    problems = refused(lambda: case.do("ubah", {"izin": {"jenis": "tetap", "sampai": "2025-12-31"}}))
    assert [problem.reference for problem in problems] == ["field-unasked"]


def test_each_with_a_condition_of_its_own_is_asked_only_if_it_holds() -> None:
    sop = small(
        """
        perlu: {type: yesno, label: Perlu}
        orang: {type: list, label: Orang, fields: {nama: {type: text, label: Nama}}}
        nilai: {type: integer, label: Nilai, each: o in orang, when: perlu}
        nomor: {type: number, label: Nomor, register: buku, when: perlu}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, fields: [perlu, orang, nilai, nomor], ends: selesai}
        """,
    )
    case = Played(sop)
    assert asked(case.see("awal", {"perlu": True, "orang": TWO})) == ["nilai.1", "nilai.2"]
    found = case.see("awal", {"perlu": False, "orang": TWO})
    assert not found.missing
    assert not found.problems
    assert refs(case.see("awal", {"perlu": False, "orang": TWO, "nilai": [1, 2]})) == [("field-unasked", "nilai")]
    case.do("awal", {"perlu": False, "orang": TWO})
    assert case.claimed == 0  # no number is taken where none is asked
    other = Played(sop)
    other.do("awal", {"perlu": True, "orang": TWO, "nilai": [1, 2]})
    assert other.claimed == 1
    assert "nomor" in other.state.record


def test_a_condition_that_compares_nothing_with_a_date_is_named() -> None:
    sop = small(
        """
        mulai: {type: date, label: Mulai}
        sebab: {type: text, label: Sebab, when: mulai > tahap.tanggal}
        """,
        """
        - {id: awal, actor: petugas_a, activity: Awal, optional: [mulai], fields: [sebab], ends: selesai}
        """,
    )
    case = Played(sop)
    (problem,) = case.see("awal", {"sebab": "x"}).problems
    assert problem.reference == "expression-failed"
    assert "mulai > tahap.tanggal" in problem.message
    assert "mulai" in problem.message.split("not known yet")[1]
    wrong = case.see("awal", {"sebab": "x", "mulai": "kemarin dulu"})
    assert [problem.where for problem in wrong.problems] == ["mulai"]  # what depends on it is not judged


def test_what_decides_is_checked_first_wherever_it_is_listed() -> None:
    sop = small(
        """
        hasil: {type: choice, label: Hasil, choices: [ya, tidak]}
        sebab:
          type: record
          label: Sebab
          when: hasil == 'tidak'
          fields:
            rinci: {type: text, label: Rinci, when: "jenis == 'lain'"}
            jenis: {type: choice, label: Jenis, choices: [biasa, lain]}
        """,
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [sebab, hasil], ends: selesai}",
    )
    case = Played(sop)
    assert asked(case.see("awal", {"hasil": "tidak"})) == ["sebab"]
    assert asked(case.see("awal", {"hasil": "tidak", "sebab": {"jenis": "lain"}})) == ["sebab.rinci"]
    assert refs(case.see("awal", {"hasil": "ya", "sebab": {"jenis": "lain"}})) == [("field-unasked", "sebab")]


def test_a_disposition_names_offered_posts_and_whom_it_goes_to() -> None:
    sop = small(
        "disposisi: {type: disposition, label: Disposisi, choices: [Proses]}",
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [disposisi], next: awal}",
    )
    case = Played(sop)
    assert asked(case.see("awal", {"disposisi": {"isi": "x"}})) == ["disposisi.kepada"]
    found = case.see("awal", {"disposisi": {"kepada": ["petugas_b", 5], "harap": ["Prosess"]}})
    assert not [problem.message for problem in found.problems if "None" in problem.message]
    hints = {problem.where: problem.hint for problem in found.problems}
    assert hints["disposisi.kepada"] == "Did you mean petugas_a?"
    assert hints["disposisi.harap"] == "Did you mean Proses?"
    case.do("awal", {"disposisi": {"kepada_lain": "Bupati"}})
    case.do("awal", {"disposisi": {"kepada": ["petugas_a"], "harap": ["Proses"]}})
    chain = case.state.dispositions["disposisi"]
    assert [(entry["putaran"], entry["peran"]) for entry in chain] == [(1, "petugas_a"), (1, "petugas_a")]


def test_a_checklist_must_be_finished_and_takes_short_answers() -> None:
    sop = small(
        "cek: {type: checklist, label: Cek, items: {surat: Surat, tanda-tangan: Tanda tangan}}",
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [cek], ends: selesai}",
    )
    case = Played(sop)
    assert asked(case.see("awal", {"cek": {"surat": "sesuai"}})) == ["cek.tanda-tangan"]
    found = case.see("awal", {"cek": {"surat": "entah", "tanda-tangn": "sesuai"}})
    assert [problem.reference for problem in found.problems] == ["field-unknown", "value-invalid"]
    assert found.problems[0].hint.endswith(".tanda-tangan?")
    plan = case.do("awal", {"cek": {"surat": "sesuai", "tanda-tangan": {"hasil": "tidak ada", "keterangan": "x"}}})
    assert plan.view["cek"]["lengkap"] is False
    assert [row["id"] for row in plan.view["cek"]["kurang"]] == ["tanda-tangan"]


REQUEST = """
surat:
  type: record
  label: Surat
  fields:
    nomor: {type: text, label: Nomor}
    tanggal: {type: date, label: Tanggal}
    objek: {type: list, of: text, label: Objek, optional: true}
    sebab: {type: text, label: Sebab, when: surat.nomor == 'x'}
orang: {type: list, label: Orang, min: 2, fields: {nama: {type: text, label: Nama}, nip: {type: identity, label: NIP}}}
cek: {type: checklist, label: Cek, items: {asli: Surat asli}}
disposisi: {type: disposition, label: Disposisi, choices: [Proses]}
"""
AWAL = "- {id: awal, actor: petugas_a, activity: Awal, fields: [surat, orang, cek, disposisi], ends: selesai}"


def of_json(text: str) -> Given:
    source, _problems = scan_source("k.json", text.encode())
    return from_source(source)


def test_what_the_reader_refused_is_told_once_and_draws_nothing_behind_it() -> None:
    case = Played(small(REQUEST, AWAL))
    found = case.see(
        "awal",
        of_json(
            '{"surat": {"nomor": NaN, "tanggal": "2025-13-04"},'
            ' "orang": [{"nama": "A", "nip": {"jenis": "NRP", "nomor": Infinity}}, NaN],'
            ' "cek": {"asli": NaN}, "disposisi": {"kepada": NaN}}'
        ),
    )
    assert refs(found) == [
        ("input-syntax", "k.json:1:21 (surat.nomor)"),
        ("value-invalid", "k.json:1:37 (surat.tanggal)"),
        ("input-syntax", "k.json:1:109 (orang.1.nip.nomor)"),
        ("input-syntax", "k.json:1:121 (orang.2)"),
        ("input-syntax", "k.json:1:143 (cek.asli)"),
        ("input-syntax", "k.json:1:173 (disposisi.kepada)"),
    ]
    assert found.missing == ()


def test_what_is_missing_has_the_place_of_what_it_is_missing_in_and_its_records_name() -> None:
    sop = small(REQUEST, AWAL)
    found = Played(sop).see(
        "awal", of_json('{"surat": {"nomor": null},\n "cek": {}, "disposisi": {}, "orang": [{"nama": "A"},\n {}]}')
    )
    told = missing_error(sop, found.missing)
    assert [(problem.message, problem.where) for problem in told] == [
        ("Surat: Nomor is missing.", "k.json:1:21 (surat.nomor)"),
        ("Surat: Tanggal is missing.", "k.json:1:11 (surat.tanggal)"),
        ("Orang 1 (A): NIP is missing.", "k.json:2:40 (orang.1.nip)"),
        ("Orang 2: Nama is missing.", "k.json:3:2 (orang.2.nama)"),
        ("Orang 2: NIP is missing.", "k.json:3:2 (orang.2.nip)"),
        ("Cek: Surat asli is missing.", "k.json:2:9 (cek.asli)"),
        ("Disposisi: Passed on to is missing.", "k.json:2:26 (disposisi.kepada)"),
    ]
    assert told[-1].hint == "--set disposisi.kepada=petugas_a"
    nothing = missing_error(sop, Played(sop).see("awal", {}).missing)
    assert [problem.message for problem in nothing][:2] == ["Surat: Nomor is missing.", "Surat: Tanggal is missing."]


def test_a_text_stands_for_a_list_of_one_only_where_values_have_no_types() -> None:
    case = Played(small(REQUEST, AWAL))
    said = {"surat": {"nomor": "1", "tanggal": "2025-12-04", "objek": "x"}}
    [problem] = case.see("awal", of_json(json.dumps(said))).problems
    assert (problem.message, problem.hint) == ("Objek: a list is needed.", 'Put it in brackets: ["…"]')
    untyped = Given({"surat": Given({name: Given(value) for name, value in said["surat"].items()})})
    found = case.see("awal", untyped)
    assert (found.problems, found.values["surat"]["objek"]) == ((), ["x"])


def test_of_input_that_is_no_mapping_nothing_more_is_told() -> None:
    found = Played(small(REQUEST, AWAL)).see("awal", of_json("[1]"))
    assert [problem.reference for problem in found.problems] == ["value-invalid"]
    assert found.missing == ()


def test_a_yes_or_no_is_hinted_at_by_its_words() -> None:
    assert value_hint(FieldSpec(type="yesno", label="Setuju")) == "ya|tidak"
    assert value_hint(FieldSpec(type="text", label="Hal")) == "…"


def test_a_file_counts_from_the_folder_of_the_input_that_names_it_and_else_from_where_the_clerk_stands(
    tmp_path: Path,
) -> None:
    for name, text in (("masuk/s.pdf", b"satu"), ("s.pdf", b"dua")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-1.4 " + text + b" %%EOF")
    sop = small(
        "berkas: {type: list, of: file, label: Berkas}",
        "- {id: awal, actor: petugas_a, activity: Awal, fields: [berkas], ends: selesai}",
    )
    intake = Intake(fs=FileSystem(), base=tmp_path, limit=100, case="X", seq=1)
    source, _problems = scan_source("masuk/k.json", b'{"berkas": ["s.pdf"]}')
    told = overlay(from_source(source, folder=tmp_path / "masuk"), at_path(("berkas", "2"), Given("s.pdf")))
    found = capture(sop, State(), sop.first, told, at=START, world=replace(world(), attach=intake.attach))
    assert found.problems == ()
    assert [content for _name, content in intake.files()] == [b"%PDF-1.4 satu %%EOF", b"%PDF-1.4 dua %%EOF"]
    assert found.values["berkas"] == intake.stored()
