"""What `template fields` promises is what papers see: every name, when it is known, and when it may be empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playing import ROOT, order, script, set_clock, take

from docgen.app.cases import open_case
from docgen.app.definitions import current
from docgen.app.draft import draft_step
from docgen.app.fields import Placeholder, placeholders, printed
from docgen.app.situation import new_situation, situation_of
from docgen.app.workspace import Workspace
from docgen.cli.stage_command import current_sop
from docgen.model.shape import paper_shape
from docgen.model.sop import Sop
from docgen.render.context import paper_context

ACTS = "penarikan"
LETTERS = "surat-pengembalian, surat-penolakan, surat-pembatalan, pemberitahuan-user-id"


def found(workspace: Workspace, sop: str = "auditor") -> dict[str, Placeholder]:
    listed = placeholders(workspace, sop)
    assert len({each.path for each in listed}) == len(listed)
    return {each.path: each for each in listed}


@pytest.fixture
def ruang(workspace: Workspace) -> Workspace:
    folder = workspace.root / "templates_docx/ruang"
    folder.mkdir()
    (folder / "sop.yaml").write_bytes((ROOT / "tests/sop_ketiga/ruang/sop.yaml").read_bytes())
    return workspace


def test_every_placeholder_has_a_label_and_a_type(ruang: Workspace) -> None:
    for sop in ("auditor", "ruang"):
        assert [each.path for each in placeholders(ruang, sop) if not each.label or not each.type] == []


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("pemohon.identitas.nomor", "NIP/NRP: number"),
        ("pemohon.identitas.jenis", "NIP/NRP: kind of the number"),
        ("surat.nomor", "Nomor surat"),
        ("kasus.segel", "seal of the record before this step"),
        ("langkah.verifikasi.petugas.nama", "verifikasi: who took the step: name"),
        ("petugas.identitas.nomor", "who takes this step: identity: number"),
        ("kelengkapan.kurang[].uraian", "Kelengkapan berkas persyaratan: what is lacking: wording of the item"),
    ],
)
def test_labels_say_what_each_one_is(workspace: Workspace, path: str, label: str) -> None:
    assert found(workspace)[path].label == label


@pytest.mark.parametrize(
    ("path", "since", "empty"),
    [
        ("surat.nomor", "permohonan", ""),
        ("auditor[].nama", "permohonan", ""),
        ("auditor[].pangkat", "permohonan", "may be left out"),
        ("surat_tugas.objek[]", "permohonan", "may be left out"),
        ("berkas[].nama", "permohonan", "may be left out"),
        ("auditor[].periksa.catatan", "verifikasi", "only if hasil == 'ditolak'"),
        ("auditor[].akun.hasil", "user-id", "only for a in auditor if a.periksa.hasil == 'diterima'"),
        ("disposisi.rantai[].isi", "terima", "may be left out"),
        ("disposisi.rantai[].dari", "terima", f"not for certain at: {ACTS}"),
        ("langkah.pengembalian.tanggal", "pengembalian", "not for certain at: disposisi-kepala-biro"),
        ("kantor.nama", None, ""),
        ("kantor.telepon", None, "only if docgen.toml has it"),
        ("kantor.kop.unit", None, "only if docgen.toml has it"),
        ("petugas.pangkat", None, "only if docgen.toml has it"),
        ("naskah.tanggal", None, ""),
        ("naskah.nomor", None, f"only in papers with `register`: {LETTERS}"),
        ("naskah.sifat", None, "only in papers with `handling`: pemberitahuan-user-id"),
        ("naskah.kode", None, ""),
        ("naskah.lampiran", None, "only in papers with `annexes`: surat-pengembalian"),
        ("penandatangan.nama", None, f"only in papers with `signer`: {LETTERS}"),
        ("tahap.nomor", None, "at: permohonan, pengembalian, perbaikan, penolakan, penarikan"),
    ],
)
def test_what_may_be_empty_says_when(workspace: Workspace, path: str, since: str | None, empty: str) -> None:
    placeholder = found(workspace)[path]
    assert placeholder.since == since
    assert placeholder.empty.startswith(empty) if empty else placeholder.empty == ""


def test_the_papers_that_have_a_number_or_copies_are_named(ruang: Workspace) -> None:
    listed = found(ruang, "ruang")
    assert listed["naskah.nomor"].empty == "only in papers with `register`: surat-persetujuan, surat-undangan"
    assert listed["penandatangan.nama"].empty == "only in papers with `signer`: surat-persetujuan, surat-undangan"
    assert listed["penerima.nama"].empty.startswith("only in papers with `each`: surat-undangan")
    assert listed["penerima.nama"].label == "Nama"


def names(sop: Sop) -> Iterator[str]:
    """Every name that some paper of an SOP may print."""
    for document in sop.documents.values():
        yield from (printed(path) for path, _leaf in paper_shape(sop, document).leaves())


def test_exactly_what_papers_may_name_is_listed(ruang: Workspace) -> None:
    assert set(found(ruang, "ruang")) == set(names(current_sop(ruang, "ruang")))


def values(seen: Any, path: list[str]) -> Iterator[Any]:
    """What stands at a path; at `[]` in each item."""
    if not path:
        yield seen
        return
    name, *rest = path
    for item in seen[name.removesuffix("[]")] if name.endswith("[]") else [seen[name]]:
        yield from values(item, rest)


def broken(sop: Sop, listed: dict[str, Placeholder], stage: str, seen: dict[str, Any]) -> list[str]:
    """The placeholders that should be filled at a stage and are not."""
    due = []
    for each in listed.values():
        begun = each.since is None or sop.index(each.since) <= sop.index(stage)
        lacking = re.fullmatch(r"(?:not for certain at: ([^;]*))?", each.empty)  # other reasons may hold anywhere
        certain = lacking is not None and stage not in (lacking[1] or "").split(", ")
        if begun and certain and re.split(r"\W", each.path)[0] in seen:
            due.append(each.path)
    assert len(due) > 30
    return [path for path in due if None in values(seen, path.split("."))]


def played(workspace: Workspace, name: str, *, steps: int = 99) -> Iterator[tuple[str, dict[str, Any]]]:
    """The stages of an example, each with what its papers see."""
    case = ""
    for step in script(name)[:steps]:
        set_clock(workspace, step["at"])
        ordered = order(step["stage"], step.get("input"), by=step.get("by"))
        situation = (
            situation_of(open_case(workspace, case))
            if case
            else new_situation(workspace, current(workspace, "auditor"), ordered)
        )
        draft = draft_step(workspace, situation, ordered)
        plan = draft.plan
        seen = dict(plan.view)
        for paper in plan.papers[:1]:
            seen = paper_context(
                sop=situation.definition.sop, state=situation.state, case="AUD-2025-0001", seal="0" * 64, plan=plan,
                paper=paper, by=draft.by, office=draft.desk.office,
            )  # fmt: skip
        yield step["stage"], seen
        case = take(workspace, step, case=case).case.id


@pytest.mark.parametrize("name", ["2", "4", "5"])
def test_what_is_said_to_be_certain_is_there(workspace: Workspace, name: str) -> None:
    sop, listed = current_sop(workspace, "auditor"), found(workspace)
    wrong = [(stage, broken(sop, listed, stage, seen)) for stage, seen in played(workspace, name)]
    assert wrong == [(step["stage"], []) for step in script(name)]


def test_control_a_fact_that_is_not_always_there_is_noticed(workspace: Workspace) -> None:
    sop, listed = current_sop(workspace, "auditor"), found(workspace)
    promised = {path: replace(each, empty="") for path, each in listed.items()}
    stages = {stage: broken(sop, promised, stage, seen) for stage, seen in played(workspace, "1", steps=2)}
    assert "auditor[].pangkat" in stages["permohonan"]
    assert {"kantor.telepon", "naskah.nomor", "naskah.lampiran"} <= set(stages["terima"])
