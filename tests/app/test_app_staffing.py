"""The right official for the paper's date: found, printed, kept; and what is said where there is none."""

from __future__ import annotations

import dataclasses
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from playing import new_workspace, order, set_clock
from third import SHIPPED, third_script

from docgen.app.cases import open_case
from docgen.app.check_sop import check_sop
from docgen.app.definitions import examined, sop_ids
from docgen.app.doctor import doctor
from docgen.app.perform import Performed, open_new, perform
from docgen.app.registers import all_claims
from docgen.app.reissue import Reissue, reissue
from docgen.app.restore import restore
from docgen.app.roster import Roster, roster
from docgen.app.staffing import Staffing, sound, staffing_of
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace, read_office
from docgen.errors import DocgenError, Problem

pytestmark = pytest.mark.usefixtures("quick")

LETTER = "surat-persetujuan"
PLH = """
[[pengganti]]
jenis = "Plh."
menggantikan = "kasubbag"
pejabat = "pengelola"
mulai = 2025-11-03
sampai = 2025-11-04
surat = "800/1/CONTOH/2025"
"""
SUCCESSOR = """
[pejabat.kasubbag-baru]
nama = "Pejabat Contoh Delapan, S.E."
jabatan = "Kepala Subbagian Umum"
peran = ["kasubbag_umum"]
mulai = 2025-11-03
"""
KASUBBAG = 'peran = ["kasubbag_umum"]'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The office of the third SOP, whose letter shows the whole signature block."""
    workspace = new_workspace(tmp_path / "kantor")
    shutil.copytree(SHIPPED / "ruang", workspace.templates / "ruang")
    document = docx.Document()
    for text in (
        "Nomor: {{ naskah.nomor }}", "{{ naskah.tanggal | tanggal }}", "{{ kegiatan.nama }}, {{ naskah.sifat }}",
        "{%p for baris in penandatangan.blok %}", "{{ baris }}", "{%p endfor %}",
        "{%p if penandatangan.ttd %}", "{{ penandatangan.ttd }}", "{%p endif %}",
        "{{ penandatangan.nama }}",
        "{% if penandatangan.identitas.nomor %}NIP. {{ penandatangan.identitas.nomor | nip }}{% endif %}",
        "Petugas: {{ petugas.blok | join(' / ') }}",
    ):  # fmt: skip
        document.add_paragraph(text)
    document.save(str(workspace.templates / "ruang" / f"{LETTER}.docx"))
    return settings(workspace, add=(SHIPPED / "pejabat.toml").read_text(encoding="utf-8"))


def settings(workspace: Workspace, *, add: str = "", change: Mapping[str, str] | None = None) -> Workspace:
    """The workspace with other settings."""
    path = workspace.root / "docgen.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in (change or {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text + add, encoding="utf-8")
    return dataclasses.replace(workspace, office=read_office(path))


def asked(workspace: Workspace) -> tuple[str, dict[str, Any]]:
    """A case that waits for its letters, and the step that makes them."""
    steps = third_script()
    done: Performed | None = None
    for step in steps[:4]:
        set_clock(workspace, step["at"])
        ordered = order(step["stage"], step["input"], again=True)
        done = perform(workspace, done.case.id, ordered) if done else open_new(workspace, "ruang", ordered)
    assert done is not None
    set_clock(workspace, steps[4]["at"])
    return done.case.id, steps[4]


def approved(workspace: Workspace, **more: Any) -> Performed:
    case, step = asked(workspace)
    return perform(workspace, case, order(step["stage"], step["input"], **more))


def letter(done: Performed) -> list[str]:
    return [paragraph.text for paragraph in opened(done).paragraphs]


def opened(done: Performed) -> Any:
    (path,) = [paper.path for paper in done.step.documents if paper.kind == LETTER]
    return docx.Document(io.BytesIO((done.folder / path).read_bytes()))


def refused(workspace: Workspace, **more: Any) -> Problem:
    case, step = asked(workspace)
    before = sorted(workspace.store.case_dir(case).rglob("*"))
    with pytest.raises(DocgenError) as refusal:
        perform(workspace, case, order(step["stage"], step["input"], **more))
    (problem,) = refusal.value.problems
    assert sorted(workspace.store.case_dir(case).rglob("*")) == before
    return problem


def found(workspace: Workspace) -> Staffing:
    return staffing_of(workspace, {sop: examined(workspace, sop) for sop in sop_ids(workspace)})


def shown(workspace: Workspace, on: Any = None) -> Roster:
    sops = sound({sop: examined(workspace, sop) for sop in sop_ids(workspace)})
    return roster(workspace.office, sops, on or workspace.now().date())


def test_a_letter_is_signed_by_whoever_is_in_service_on_its_date(workspace: Workspace) -> None:
    ended = settings(workspace, add=SUCCESSOR, change={KASUBBAG: f"{KASUBBAG}\nsampai = 2025-11-02"})
    lines = letter(approved(ended))
    assert "Pejabat Contoh Delapan, S.E." in lines
    assert "KEPALA SUBBAGIAN UMUM," in lines
    later = settings(
        ended, change={"sampai = 2025-11-02": "sampai = 2025-11-03", "mulai = 2025-11-03": "mulai = 2025-11-04"}
    )
    done = approved(later)
    assert "Pejabat Contoh Tujuh, S.H." in letter(done), "the control: a day longer"
    assert done.step.office["penandatangan"][LETTER]["id"] == "kasubbag"  # type: ignore[index, call-overload]


def test_who_is_out_of_service_cannot_be_named(workspace: Workspace) -> None:
    ended = settings(workspace, add=SUCCESSOR, change={KASUBBAG: f"{KASUBBAG}\nsampai = 2025-11-02"})
    problem = refused(ended, by="kasubbag")
    assert (problem.reference, problem.where) == ("official-not-entitled", "--by")
    assert "is not in service on 2025-11-03: from … to 2025-11-02" in problem.message
    assert problem.hint == "Who may: kasubbag-baru."


def test_a_stand_in_takes_the_step_and_signs_as_such(workspace: Workspace) -> None:
    stood_in = settings(workspace, add=PLH)
    problem = refused(stood_in, by="kasubbag")
    assert problem.reference == "official-not-entitled"
    assert "Pejabat Contoh Enam stands in for Pejabat Contoh Tujuh, S.H. (kasubbag)" in problem.message
    assert "800/1/CONTOH/2025" in problem.message
    done = approved(stood_in)
    lines = letter(done)
    block = ["Plh. KEPALA SUBBAGIAN UMUM,", "PENGELOLA RUANG,"]
    assert lines[3:6] == [*block, "Pejabat Contoh Enam"]
    assert lines[-1] == f"Petugas: {' / '.join(block)}"
    assert (done.step.by.id, done.step.role, list(done.step.by.blok)) == ("pengelola", "kasubbag_umum", block)
    earlier = open_case(stood_in, done.case.id).steps[1]
    assert list(earlier.by.blok) == ["PENGELOLA RUANG,"], "in his own role he is himself"


def test_a_vacant_post_is_named_with_who_could_stand_in_and_the_lines_to_write(workspace: Workspace) -> None:
    ended = settings(workspace, change={KASUBBAG: f"{KASUBBAG}\nsampai = 2025-11-02"})
    problem = refused(ended)
    assert problem.reference == "office-unstaffed"
    assert problem.message == "Nobody holds the post Kepala Subbagian Umum (kasubbag_umum) on 2025-11-03."
    assert "pengelola (Pejabat Contoh Enam)" in problem.hint
    assert "kasubbag (" not in problem.hint
    lines = problem.hint[problem.hint.index("[[pengganti]]") :]
    with pytest.raises(DocgenError) as undecreed:
        settings(ended, add=f"\n{lines}\n")
    assert "has no decree" in undecreed.value.problems[0].message
    path = ended.root / "docgen.toml"
    text = path.read_text(encoding="utf-8").replace('surat = ""', 'surat = "800/2/CONTOH/2025"')
    path.write_text(text, encoding="utf-8")
    mended = dataclasses.replace(ended, office=read_office(path))
    done = approved(mended)
    assert done.step.by.blok[0] == "Plt. KEPALA SUBBAGIAN UMUM,"


def test_two_in_one_post_sign_nothing_though_one_of_them_takes_the_step(workspace: Workspace) -> None:
    second = '\n[pejabat.lain]\nnama = "Pejabat Contoh Sembilan"\njabatan = "Kepala Subbagian Umum"\n' + KASUBBAG + "\n"
    double = settings(workspace, add=second)
    problem = refused(double, by="kasubbag")
    assert problem.reference == "office-doubled"
    assert "kasubbag, lain" in problem.message


def test_two_in_one_post_sign_nothing(workspace: Workspace) -> None:
    definition = workspace.templates / "ruang" / "sop.yaml"
    text = definition.read_text(encoding="utf-8")
    other = text.replace("signer: kasubbag_umum, handling: Biasa", "signer: pengelola_ruang, handling: Biasa")
    assert other != text  # signed by somebody else than who takes the step
    definition.write_text(other, encoding="utf-8")
    assert approved(workspace).step.seq == 5, "the control: one in the post"
    second = '\n[pejabat.lain]\nnama = "Pejabat Contoh Sembilan"\njabatan = "PENGELOLA ruang"\n'
    double = settings(workspace, add=second)
    problem = refused(double)
    assert problem.reference == "office-doubled"
    assert problem.message == "In the post Pengelola Ruang there are several on 2025-11-03: pengelola, lain."
    assert problem in found(double).problems
    assert problem in [each for finding in doctor(double) for each in finding.problems]
    ended = settings(double, change={'"PENGELOLA ruang"': '"PENGELOLA ruang"\nsampai = 2025-11-02'})
    assert found(ended).problems == ()


def test_the_office_says_who_signs_a_paper_and_in_whose_name(workspace: Workspace) -> None:
    rule = (
        f'\n[naskah.{LETTER}]\nperan = "pengelola_ruang"\natas_nama = "Sekretaris Daerah"\n'
        'untuk_beliau = "Kepala Bagian Umum"\n'
    )
    done = approved(settings(workspace, add=rule))
    assert letter(done)[3:8] == [
        "a.n. SEKRETARIS DAERAH", "KEPALA BAGIAN UMUM", "u.b.", "PENGELOLA RUANG,", "Pejabat Contoh Enam",
    ]  # fmt: skip
    assert done.step.by.id == "kasubbag"
    undangan = done.step.office["penandatangan"]["surat-undangan"]  # type: ignore[index, call-overload]
    assert undangan["blok"] == ["KEPALA SUBBAGIAN UMUM,"], "of no other paper anything was said"  # type: ignore[index, call-overload]


def put_back(workspace: Workspace, done: Performed) -> bool:
    """Whether a letter that was lost is printed again as it was."""
    (path,) = [done.folder / paper.path for paper in done.step.documents if paper.kind == LETTER]
    before = path.read_bytes()
    path.unlink()
    restored = restore(workspace, done.case.id)
    return path in restored and path.read_bytes() == before and verify_case(workspace, done.case.id) == ()


@pytest.mark.parametrize("began", ["plain", "stood in, F4, srikandi"])
def test_later_officials_and_settings_change_no_old_letter(workspace: Workspace, began: str) -> None:
    switched = {"aktif = false": "aktif = true", 'kertas = "A4"': 'kertas = "F4"'}
    old = workspace if began == "plain" else settings(workspace, add=PLH, change=switched)
    done = approved(old)
    changed = {
        "Pejabat Contoh Tujuh, S.H.": "Orang Lain",
        "Kepala Subbagian Umum": "Kepala Bagian Lain",
        KASUBBAG: f"{KASUBBAG}\nsampai = 2025-11-01",
    }
    if began != "plain":
        changed |= {new: old for old, new in switched.items()} | {PLH: ""}
    else:
        changed |= switched
    new = settings(old, change=changed, add=f'{SUCCESSOR}\n[naskah.{LETTER}]\natas_nama = "Bupati"\n')
    assert put_back(new, done)
    assert letter(approved(new))[3:] != letter(done)[3:], "the control: a new letter has another signature"


def test_with_srikandi_letters_have_tokens_and_take_no_number(workspace: Workspace) -> None:
    active = settings(workspace, change={"aktif = false": "aktif = true"})
    done = approved(active)
    runs = [run.text for paragraph in opened(done).paragraphs for run in paragraph.runs if run.text]
    assert runs == [
        "Nomor: ${nomor_naskah}", "${tanggal_naskah}", "Rapat Contoh & Uji <coba>, Biasa", "${jabatan_pengirim},",
        "${ttd_pengirim}", "${nama_pengirim}", "NIP. ${nip_pengirim}", "Petugas: KEPALA SUBBAGIAN UMUM,",
    ]  # fmt: skip
    assert [paper.number for paper in done.step.documents] == [None, None, None]
    assert {claim.register for claim in all_claims(active)} <= {"agenda-masuk"}
    assert done.step.office["penandatangan"][LETTER]["id"] == "kasubbag", "who was to sign is kept"  # type: ignore[index, call-overload]
    assert verify_case(active, done.case.id) == ()
    assert (check_sop(active, "ruang").problems, check_sop(active, "auditor").problems) == ((), ())
    plain = approved(settings(active, change={"aktif = true": "aktif = false"}))
    assert [claim.number for claim in all_claims(active, register="surat-keluar")] == [1, 2, 3], "the control"
    assert "${" not in "\n".join(letter(plain))


@pytest.mark.parametrize(("sheet", "size"), [("A4", (11906, 16838)), ("F4", (12189, 18709))])
def test_every_paper_is_on_the_sheet_of_the_office(workspace: Workspace, sheet: str, size: tuple[int, int]) -> None:
    done = approved(settings(workspace, change={'kertas = "A4"': f'kertas = "{sheet}"'}))
    for paper in done.step.documents:
        document = docx.Document(str(done.folder / paper.path))
        for section in document.sections:
            assert (round(section.page_width / 635), round(section.page_height / 635)) == size
    assert done.step.office["kertas"] == sheet


def test_acts_on_the_record_are_of_the_day_they_are_done(workspace: Workspace) -> None:
    done = approved(workspace)
    gone = settings(workspace, change={KASUBBAG: f"{KASUBBAG}\nsampai = 2025-11-03"})
    set_clock(gone, "2025-11-04T08:00")
    with pytest.raises(DocgenError) as refusal:
        undo(gone, done.case.id, reason="x", by="kasubbag")
    assert refusal.value.problems[0].reference == "official-not-entitled"
    set_clock(gone, "2025-11-03T16:00")
    assert undo(gone, done.case.id, reason="x", by="kasubbag").step.by.id == "kasubbag"


def test_the_roster_of_a_day(workspace: Workspace) -> None:
    stood_in = settings(workspace, add=PLH)
    post = next(post for post in shown(stood_in).posts if post.official == "kasubbag")
    assert (post.holder, post.roles) == ("pengelola", ("kasubbag_umum",))
    assert post.stand_in is not None
    assert post.stand_in.surat == "800/1/CONTOH/2025"
    paper = next(paper for paper in shown(stood_in).papers if paper.paper == LETTER)
    assert (paper.role, dict(paper.signers)) == ("kasubbag_umum", {"pengelola": "Pejabat Contoh Enam"})
    assert paper.block == ("Plh. KEPALA SUBBAGIAN UMUM,", "PENGELOLA RUANG,")
    after = shown(stood_in, stood_in.office.pengganti[0].sampai.replace(day=5))  # type: ignore[union-attr]
    assert next(post for post in after.posts if post.official == "kasubbag").holder == "kasubbag"
    assert after.vacancies == ()
    ended = settings(stood_in, change={KASUBBAG: f"{KASUBBAG}\nsampai = 2025-11-01"})
    (vacancy,) = shown(ended, after.date).vacancies
    assert "Kepala Subbagian Umum (kasubbag_umum) on 2025-11-05" in vacancy.message


@pytest.mark.parametrize(
    ("add", "change", "reference", "message"),
    [
        ("\n[naskah.surat-persetujuann]\ntembusan = ['Arsip']\n", {}, "office-invalid", "which no SOP has"),
        (f"\n[naskah.{LETTER}]\nperan = 'kasubag'\n", {}, "office-invalid", "the role kasubag, which no SOP has"),
        (
            "\n[naskah.tanda-terima-berkas]\natas_nama = 'Bupati'\n",
            {},
            "office-invalid",
            "Nobody signs the paper tanda-terima-berkas",
        ),
        ("", {KASUBBAG: "peran = ['kasubag']"}, "office-invalid", "pejabat.kasubbag names the role kasubag"),
        (
            PLH + PLH.replace('"kasubbag"', '"pengelola"').replace('pejabat = "pengelola"', 'pejabat = "admin"'),
            {},
            "office-unstaffed",
            "pengelola cannot stand in for kasubbag on 2025-11-03: that day he is away himself",
        ),
        (
            PLH,
            {'peran = ["pengelola_ruang"]': 'peran = ["pengelola_ruang"]\nsampai = 2025-11-03'},
            "office-unstaffed",
            "pengelola cannot stand in for kasubbag on 2025-11-04",
        ),
    ],
)
def test_what_is_wrong_with_the_officials_is_told_once(
    workspace: Workspace, add: str, change: dict[str, str], reference: str, message: str
) -> None:
    assert (found(workspace).problems, found(workspace).warnings) == ((), ()), "the control"
    wrong = settings(workspace, add=add, change=change)
    (problem,) = found(wrong).problems
    assert problem.reference == reference
    assert message in problem.message
    assert problem in [each for finding in doctor(wrong) for each in finding.problems]


def test_what_will_be_wrong_is_told_before(workspace: Workspace) -> None:
    ending = settings(workspace, change={KASUBBAG: f"{KASUBBAG}\nsampai = 2026-01-31"})
    assert found(ending).problems == ()
    (warning,) = found(ending).warnings
    assert "Kepala Subbagian Umum (kasubbag_umum) on 2026-02-01" in warning.message
    followed = settings(ending, add=SUCCESSOR.replace("2025-11-03", "2026-02-01"))
    assert (found(followed).problems, found(followed).warnings) == ((), ()), "the control: somebody follows"


def test_colleagues_in_a_post_in_which_nobody_signs_for_others_are_no_mistake(workspace: Workspace) -> None:
    second = '\n[pejabat.helpdesk-dua]\nnama = "Pejabat Contoh Sembilan"\njabatan = "Petugas Helpdesk LPSE"\n'
    both = found(settings(workspace, add=f'{second}peran = ["helpdesk"]\n'))
    assert both.problems == ()
    (warning,) = both.warnings
    assert "helpdesk, helpdesk-dua" in warning.message


def test_examples_run_whatever_the_dates_of_service_are(workspace: Workspace) -> None:
    set_clock(workspace, "2026-05-04T08:00")
    ended = settings(
        workspace,
        add=SUCCESSOR.replace("2025-11-03", "2026-01-01"),
        change={KASUBBAG: f"{KASUBBAG}\nsampai = 2025-12-31"},
    )
    assert check_sop(ended, "ruang").problems == ()
    assert check_sop(ended, "ruang").examples == ("1-rapat",)


def test_a_letter_issued_once_more_is_signed_by_whoever_is_in_the_post_then(workspace: Workspace) -> None:
    done = approved(settings(workspace, change={"aktif = false": "aktif = true"}))
    later = settings(
        workspace,
        add=SUCCESSOR.replace("2025-11-03", "2026-02-01"),
        change={KASUBBAG: f"{KASUBBAG}\nsampai = 2026-01-31"},
    )
    set_clock(later, "2026-02-02T08:00")
    again = reissue(later, done.case.id, Reissue(kind=LETTER, reason="hilang", by="kasubbag-baru"))
    assert "${jabatan_pengirim}," in letter(again)
    assert again.step.documents[0].number is None
    assert again.step.office["penandatangan"][LETTER]["id"] == "kasubbag-baru"  # type: ignore[index, call-overload]
    assert put_back(settings(later, change={"aktif = true": "aktif = false"}), again)
    plain = reissue(
        dataclasses.replace(later, office=read_office(later.root / "docgen.toml")),
        done.case.id,
        Reissue(kind=LETTER, reason="sekali lagi", by="kasubbag-baru"),
    )
    assert "Pejabat Contoh Delapan, S.E." in letter(plain), "the control: numbered by the office"
    assert plain.step.documents[0].number is not None
