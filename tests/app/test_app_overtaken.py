"""The papers that a correction names: exactly those that would read otherwise, had it known the value."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from playing import given, new_workspace, play, script

from docgen.app.cases import open_case
from docgen.app.correct import correct
from docgen.app.papers import Desk, compile_templates, print_papers
from docgen.app.workspace import Workspace
from docgen.model.case import Document
from docgen.workflow.fold import standing
from docgen.workflow.replay import replay

pytestmark = pytest.mark.usefixtures("quick")

HP = "081200000088"


def last_papers(workspace: Workspace, case: str) -> dict[str, dict[str, bytes]]:
    """The parts of the last paper of each kind and copy, by path, without the seal: that tells the record alone."""
    found: dict[tuple[str, int | None], tuple[Document, str]] = {}
    for step in standing(open_case(workspace, case).steps):
        found |= {(document.kind, document.copy_): (document, step.prev) for document in step.documents}
    folder = workspace.store.case_dir(case)
    return {document.path: parts_of(folder / document.path, document, seal) for document, seal in found.values()}


def parts_of(path: Path, document: Document, seal: str) -> dict[str, bytes]:
    if document.template is None:  # sealed: what is no secret in it has a digest
        return {"": document.content.encode()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).replace(seal.encode(), b"") for name in package.namelist()}


def put(place: Any, path: list[Any], value: Any) -> None:
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value


def spoken(path: list[Any], value: Any) -> Any:
    """What a clerk says to mend this one value: items are counted from 1."""
    for name in reversed(path):
        value = {str(name + 1) if isinstance(name, int) else name: value}
    return value


@pytest.mark.parametrize(
    ("example", "count", "said_at", "path", "value"),
    [
        ("1", 3, 0, ["auditor", 0, "hp"], HP),
        ("1", 3, 0, ["pemohon", "hp"], HP),
        ("1", 3, 0, ["pemohon", "email"], "lain@contoh.example"),
        ("1", 3, 0, ["surat", "sifat"], "Segera"),
        ("1", 3, 0, ["surat_tugas", "objek"], ["Paket Contoh Lain"]),
        ("1", 3, 0, ["surat_tugas", "nomor"], "ST-009"),
        ("1", 3, 1, ["media"], "Surat"),
        ("1", 2, 0, ["instansi", "alamat"], "Jalan Contoh Nomor 2"),
        ("5", 7, 2, ["periksa", 3, "catatan"], "Ganda."),
        ("5", 7, 5, ["akun", 2, "alasan"], "Sudah ada."),
        ("5", 7, 6, ["akun", 1, "user_id"], "AUDITOR-LAIN"),
        ("2", 11, 8, ["surat", "nomor"], "B-099/CONTOH"),
    ],
)
def test_exactly_the_papers_are_named_that_would_read_otherwise(
    workspace: Workspace, tmp_path: Path, example: str, count: int, said_at: int, path: list[Any], value: Any
) -> None:
    steps = script(example)[:count]
    case = play(workspace, steps)[-1].case.id
    as_printed = last_papers(workspace, case)
    put(steps[said_at]["input"], path, value)
    known = new_workspace(tmp_path / "dari-awal")
    as_known = last_papers(known, play(known, steps)[-1].case.id)
    assert as_known.keys() == as_printed.keys()
    otherwise = {name for name, parts in as_printed.items() if parts != as_known[name]}
    done = correct(
        workspace, case, given=given(spoken(path, value)), reason="Salah ketik.", by="helpdesk", base=workspace.root
    )
    assert set(done.step.reissue) == otherwise
    assert len(done.step.reissue) == len(otherwise)


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({"auditor": {"1": {"hp": HP}}}, {"form-check-list"}),
        ({"media": "Surat"}, {"formulir-permintaan-layanan", "tanda-terima-berkas"}),
        ({"surat": {"sifat": "Segera"}}, {"lembar-disposisi"}),
        ({"surat_tugas": {"objek": ["Paket Contoh"]}}, set()),
    ],
)
def test_a_paper_that_shows_another_part_is_not_named(workspace: Workspace, values: Any, kinds: set[str]) -> None:
    done = play(workspace, script("1")[:3])
    mended = correct(
        workspace, done[-1].case.id, given=given(values), reason="x", by="helpdesk", base=workspace.root, dry_run=True
    )
    last = {paper.kind: paper.path for each in done for paper in each.step.documents}
    assert set(mended.step.reissue) == {path for kind, path in last.items() if kind in kinds}


@pytest.mark.parametrize("example", ["1", "2", "3", "4", "5"])
def test_a_step_that_is_decided_again_prints_what_it_printed(workspace: Workspace, example: str) -> None:
    opened = open_case(workspace, play(workspace, script(example))[-1].case.id)
    rules = opened.definition
    for each in replay(rules.sop, opened.steps, {}):
        step, plan, office = each.step, each.then.plan, dict[str, Any](each.step.office)
        assert plan is not None
        templates = compile_templates(rules, tuple(paper.kind for paper in plan.papers))
        desk = Desk(definition=rules, templates=templates, by=step.by, office=office)
        printed = print_papers(desk, each.then.state, plan, case=step.case, seq=step.seq, seal=step.prev)
        again = {paper.document.path: paper.document for paper in printed}
        for document in step.documents:
            then = again.pop(document.path)
            if document.template is None:  # no two seals are alike, but what is no secret is the same
                then = then.model_copy(update={"sha256": document.sha256})
            assert then == document
        assert not again


def only_of_ordinary_letters(workspace: Workspace) -> None:
    """The check list is issued under a condition."""
    path = workspace.templates / "auditor" / "sop.yaml"
    title = "{title: Form Check List Registrasi, "
    text = path.read_text(encoding="utf-8")
    assert title in text
    path.write_text(text.replace(title, title + "when: surat.sifat == 'Biasa', "), encoding="utf-8")


def unfit_for_urgent_letters(workspace: Workspace) -> None:
    """The check list's template fails at certain values only."""
    path = workspace.templates / "auditor" / "form-check-list.docx"
    template = docx.Document(str(path))
    template.add_paragraph("{% if surat.sifat == 'Segera' %}{{ [surat.nomor] | map('rupiah') | join }}{% endif %}")
    template.save(str(path))


@pytest.mark.parametrize("change", [only_of_ordinary_letters, unfit_for_urgent_letters])
def test_a_paper_that_would_not_have_been_printed_with_the_value_is_named(
    workspace: Workspace, change: Callable[[Workspace], None]
) -> None:
    change(workspace)
    done = play(workspace, script("1")[:3])[-1]
    urgent = given({"surat": {"sifat": "Segera"}})
    mended = correct(workspace, done.case.id, given=urgent, reason="x", by="helpdesk", base=workspace.root)
    papers = {paper.path: paper.kind for paper in done.step.documents}
    assert {papers[path] for path in mended.step.reissue} == {"lembar-disposisi", "form-check-list"}


def test_a_second_correction_looks_at_what_stands_on_the_paper(workspace: Workspace) -> None:
    steps = script("1")
    case = play(workspace, steps[:3])[-1].case.id

    def mended(sifat: str) -> set[str]:
        done = correct(
            workspace, case, given=given({"surat": {"sifat": sifat}}), reason="x", by="helpdesk", base=workspace.root
        )
        return {Path(path).parent.name for path in done.step.reissue}

    assert mended("Segera") == {"03"}
    assert mended("Biasa") == set()  # as it was printed
    assert mended("Segera") == {"03"}
    play(workspace, steps[3:4], case=case)
    assert mended("Sangat Segera") == {"07"}
    assert mended("Segera") == set()
