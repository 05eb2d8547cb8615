"""A paper as an example makes it, and forms with nothing filled in: from the templates as they lie in the folder."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import docx
import pytest
from playing import at_work, new_workspace, script, tree

from docgen.app.blank import blank_forms, offered
from docgen.app.check_sop import check_sop
from docgen.app.doctor import doctor
from docgen.app.one_paper import sop_with
from docgen.app.preview import preview
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.store.filesystem import FileSystem

THIRD = Path(__file__).parent.parent / "sop_ketiga"
FORM = "formulir-pinjam"


@pytest.fixture
def third(tmp_path: Path) -> Workspace:
    """An office with the third SOP, which has letters that are numbered and signed."""
    root = tmp_path / "kantor"
    new_workspace(root)
    shutil.copytree(THIRD / "ruang", root / "templates_docx" / "ruang")
    with (root / "docgen.toml").open("a", encoding="utf-8") as settings:
        settings.write((THIRD / "pejabat.toml").read_text(encoding="utf-8"))
    return at_work(root)


def words(content: bytes) -> str:
    """The text of a Word file outside its tables, and of its tables."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text of a template, as somebody does in Word."""
    document = docx.Document(str(path))
    (found,) = [paragraph for paragraph in document.paragraphs if old in paragraph.text]
    found.runs[0].text = found.text.replace(old, new)
    for run in found.runs[1:]:
        run.text = ""
    document.save(str(path))


def refused(action: object, *arguments: object, **options: object) -> Problem:
    assert callable(action)
    with pytest.raises(DocgenError) as caught:
        action(*arguments, **options)
    (problem,) = caught.value.problems
    return problem


def with_form(workspace: Workspace, *paragraphs: str) -> None:
    """Gives the third SOP a form that no stage issues."""
    definition = workspace.templates / "ruang" / "sop.yaml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(
        text.replace("documents:\n", f"documents:\n  {FORM}: {{title: Formulir Peminjaman, form: true}}\n", 1),
        encoding="utf-8",
    )
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(workspace.templates / "ruang" / f"{FORM}.docx"))


# --- the preview ----------------------------------------------------------------------------------------------------


def test_a_preview_shows_the_example_in_the_template_as_it_lies_there_now(third: Workspace) -> None:
    before = tree(third.root)
    made = preview(third, "ruang", "surat-persetujuan")
    assert (made.example, made.stage, made.copies) == ("1-rapat", "persetujuan", 1)
    assert "Rapat" in words(made.content)
    edit(third.templates / "ruang" / "surat-persetujuan.docx", "dapat dipakai", "boleh dipakai")
    assert "boleh dipakai" in words(preview(third, "ruang", "surat-persetujuan").content)
    assert "boleh dipakai" not in words(made.content)
    assert tree(third.root) == before, "nothing was written, no number claimed"


def test_a_preview_says_that_it_is_one_in_its_properties_only(third: Workspace) -> None:
    made = preview(third, "ruang", "surat-undangan")
    assert docx.Document(io.BytesIO(made.content)).core_properties.title == "Pratinjau: Undangan Rapat"
    assert "ratinjau" not in words(made.content)
    assert made.copies > 1


def test_the_last_printing_of_the_first_example_is_shown(workspace: Workspace) -> None:
    made = preview(workspace, "auditor", "form-check-list")
    issuing = [step["stage"] for step in script("1") if step["stage"] != "permohonan"]
    assert made.example.startswith("1")
    assert issuing.index(made.stage) > issuing.index("verifikasi")
    other = preview(workspace, "auditor", "form-check-list", example="2-dikembalikan")
    assert other.example == "2-dikembalikan"
    assert other.content != made.content


def test_another_template_that_is_broken_does_not_matter(third: Workspace) -> None:
    (third.templates / "ruang" / "daftar-hadir.docx").write_bytes(b"PK")
    assert preview(third, "ruang", "surat-persetujuan").content
    assert refused(preview, third, "ruang", "daftar-hadir").reference == "template-unreadable"


def test_an_unknown_paper_and_an_unknown_example_are_refused_with_the_nearest(third: Workspace) -> None:
    paper = refused(preview, third, "ruang", "surat-undngan")
    assert (paper.reference, paper.hint) == ("paper-unknown", "Did you mean surat-undangan?")
    example = refused(preview, third, "ruang", "surat-undangan", example="1-rapt")
    assert (example.reference, example.hint) == ("usage", "Did you mean 1-rapat?")


def test_a_paper_that_no_example_issues_names_the_stage_that_does(third: Workspace) -> None:
    example = third.templates / "ruang" / "contoh" / "1-rapat.json"
    content = json.loads(example.read_text(encoding="utf-8"))
    stages = [step["stage"] for step in content["steps"]]
    content["steps"] = content["steps"][: stages.index("rapat")]
    del content["ends"]
    example.write_text(json.dumps(content), encoding="utf-8")
    problem = refused(preview, third, "ruang", "daftar-hadir")
    assert problem.reference == "paper-unplayed"
    assert "rapat" in problem.message
    assert preview(third, "ruang", "surat-undangan").content, "the control: what is issued before is shown"


def test_a_form_of_no_stage_is_shown_as_a_blank(third: Workspace) -> None:
    with_form(third, "{{ kegiatan.nama }}")
    problem = refused(preview, third, "ruang", FORM)
    assert problem.reference == "paper-unplayed"
    assert f"docgen template blank ruang {FORM}" in problem.hint


def test_what_the_check_refuses_in_this_template_the_preview_refuses_too(third: Workspace) -> None:
    edit(third.templates / "ruang" / "surat-persetujuan.docx", "{{ ruang }}", "{{ rung }}")
    problem = refused(preview, third, "ruang", "surat-persetujuan")
    assert (problem.reference, problem.hint) == ("placeholder-unknown", "Did you mean ruang?")


def test_a_paper_that_lists_the_papers_of_the_case_lists_them_all(workspace: Workspace) -> None:
    text = words(preview(workspace, "auditor", "daftar-isi-berkas").content)
    assert {"Lembar Disposisi", "Form Check List Registrasi"} <= set(text.splitlines())


def test_a_sealed_page_cannot_be_shown(workspace: Workspace) -> None:
    problem = refused(preview, workspace, "auditor", "slip-kata-sandi")
    assert problem.reference == "usage"
    assert "sealed" in problem.message


# --- what a letter must show ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "told", "back"),
    [
        ("{{ penandatangan.nama }}", "signature block", "{{ penandatangan.nama }}"),
        ("{{ naskah.nomor }}", "number", "{{ naskah.nomor }}"),
        ("{{ naskah.sifat }}", "handling", "{{ naskah.sifat }}"),
    ],
)
def test_a_letter_whose_template_lost_what_it_must_show_is_refused(
    third: Workspace, tag: str, told: str, back: str
) -> None:
    assert check_sop(third, "ruang").problems == (), "the control: it is whole"
    edit(third.templates / "ruang" / "surat-persetujuan.docx", tag, "-")
    (problem,) = check_sop(third, "ruang").problems
    assert problem.reference == "template-incomplete"
    assert told in problem.message
    assert "Persetujuan Pemakaian Ruang" in problem.message
    assert back in problem.hint
    assert refused(preview, third, "ruang", "surat-persetujuan") == problem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ penandatangan.nama | upper }}", True),
        ("{{ penandatangan.nama | titik }}", True),
        ("{% set p = penandatangan %}{{ p.nama }}", True),
        ("{% if penandatangan.nama %}tanpa nama{% endif %}", False),
        ("{{ penandatangan.jabatan }}", False),
        ("penandatangan.nama", False),
    ],
)
def test_a_name_that_is_printed_in_any_way_is_enough(third: Workspace, text: str, shown: bool) -> None:
    edit(third.templates / "ruang" / "surat-persetujuan.docx", "{{ penandatangan.nama }}", text)
    found = [problem.reference for problem in check_sop(third, "ruang").problems]
    assert found == ([] if shown else ["template-incomplete"])


# --- a template that is open ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["~$rat-undangan.docx", ".~lock.surat-undangan.docx#", "~$surat-undangan.docx"])
def test_a_template_that_is_open_in_word_is_told_as_a_warning(third: Workspace, sign: str) -> None:
    assert check_sop(third, "ruang").warnings == (), "the control: nobody has it open"
    (third.templates / "ruang" / sign).write_bytes(b"\x05Siti")
    report = check_sop(third, "ruang")
    assert report.problems == ()
    assert [problem.reference for problem in report.warnings] == ["file-open"]
    assert report.warnings[0].where == "templates_docx/ruang/surat-undangan.docx"
    assert report.examples
    assert [warning.reference for warning in preview(third, "ruang", "surat-undangan").warnings] == ["file-open"]
    assert preview(third, "ruang", "surat-persetujuan").warnings == (), "another one is open, not this"
    told = [warning for finding in doctor(third) for warning in finding.warnings]
    assert "file-open" in {warning.reference for warning in told}


def test_the_common_letterhead_can_be_open_too(third: Workspace) -> None:
    (third.templates / "bersama" / ".~lock.kop.docx#").write_bytes(b"")
    assert [problem.where for problem in check_sop(third, "ruang").warnings] == ["templates_docx/bersama/kop.docx"]


class Held(FileSystem):
    """What Windows does with a file that Word holds: nobody else may read it."""

    def read(self, path: Path) -> bytes:
        if path.name == "surat-undangan.docx":
            raise PermissionError(13, "Permission denied", str(path))
        return super().read(path)


@pytest.mark.parametrize("opened", [True, False])
def test_a_template_that_word_lets_nobody_read_is_told_so(third: Workspace, opened: bool) -> None:
    if opened:
        (third.templates / "ruang" / "~$rat-undangan.docx").write_bytes(b"\x05Siti")
    problem = refused(preview, at_work(third.root, fs=Held()), "ruang", "surat-undangan")
    assert problem.reference == ("file-open" if opened else "disk-read-only")
    assert ("close it" in problem.hint) is opened


# --- blank forms ----------------------------------------------------------------------------------------------------


def test_forms_that_no_stage_issues_are_for_applicants(third: Workspace) -> None:
    assert refused(offered, third, "ruang").reference == "usage"
    with_form(third, "{{ kegiatan.nama }}")
    assert offered(third, "ruang") == (FORM,)
    report = check_sop(third, "ruang")
    assert (report.problems, report.warnings) == ((), ()), "such a form is not forgotten"


def test_a_blank_has_dots_empty_rows_and_the_office(third: Workspace) -> None:
    with_form(
        third,
        "Kepada {{ kantor.nama }}, {{ kantor.kota }}",
        "Nama: {{ kegiatan.nama }} {{ kegiatan.tanggal | tanggal }}",
        "{%p for o in undangan %}",
        "{{ loop.index }}. {{ o.nama }}",
        "{%p endfor %}",
        "{{ kasus.judul }} {{ naskah.hal }} {{ langkah.rapat.tanggal }}",
    )
    (form,) = blank_forms(third, sop_with(third, "ruang"), (FORM,), rows=3)
    text = words(form.content)
    dots = "." * 30
    assert f"Kepada {third.office.kantor.nama}, {third.office.kantor.kota}" in text
    assert f"Nama: {dots} {dots}" in text
    assert [line for line in text.splitlines() if line[:2] in {"1.", "2.", "3.", "4."}] == [
        f"{row}. {dots}" for row in (1, 2, 3)
    ]
    assert f"Peminjaman Ruang Rapat Formulir Peminjaman {dots}" in text


def test_rows_keep_to_what_the_list_may_have(third: Workspace) -> None:
    with_form(third, "{%p for o in undangan %}", "{{ loop.index }}. {{ o.nama }}", "{%p endfor %}", "Akhir")
    (form,) = blank_forms(third, sop_with(third, "ruang"), (FORM,), rows=99)
    assert words(form.content).count("\n" + "20. ") == 1
    assert "21. " not in words(form.content), "the definition allows 20"


@pytest.mark.parametrize("kind", ["lembar-disposisi", "formulir-permintaan-layanan", "form-check-list"])
def test_each_shipped_form_can_be_had_blank(workspace: Workspace, kind: str) -> None:
    assert offered(workspace, "auditor", kind) == (kind,)
    (form,) = blank_forms(workspace, sop_with(workspace, "auditor"), (kind,), rows=4)
    assert "None" not in words(form.content)
    assert "Pemohon Contoh" not in words(form.content)
    assert "." * 30 in words(form.content)


def test_the_sample_request_is_the_blank_of_sop_49(workspace: Workspace) -> None:
    assert offered(workspace, "auditor") == ("surat-permohonan",)
    (form,) = blank_forms(workspace, sop_with(workspace, "auditor"), ("surat-permohonan",), rows=5)
    assert workspace.office.kantor.kota in words(form.content)


def test_a_letter_is_never_printed_blank(third: Workspace) -> None:
    problem = refused(offered, third, "ruang", "surat-undangan")
    assert problem.reference == "usage"
    assert "docgen template preview ruang surat-undangan" in problem.hint


def test_a_form_of_no_stage_is_proved_by_the_check(third: Workspace) -> None:
    with_form(third, "{% if kegiatan.mulai < kegiatan.sampai %}x{% endif %}")
    assert [problem.reference for problem in check_sop(third, "ruang").problems] == ["render-failed"]
    (third.templates / "ruang" / f"{FORM}.docx").unlink()
    assert [problem.reference for problem in check_sop(third, "ruang").problems] == ["template-missing"]
