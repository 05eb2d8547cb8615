"""A third SOP of another office, as a folder only: it works at once, in every command."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from playing import order, set_clock
from third import third_script, with_third

from docgen.app.cases import open_case
from docgen.app.check_sop import check_sop
from docgen.app.correct import correct
from docgen.app.doctor import doctor
from docgen.app.fields import placeholders
from docgen.app.outline import outline
from docgen.app.perform import Performed, open_new, perform
from docgen.app.registers import all_claims
from docgen.app.status import status
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.workflow.replay import replay


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The shipped office, to which a folder and two officials were added."""
    return with_third(tmp_path / "kantor")


def played(workspace: Workspace) -> list[Performed]:
    done: list[Performed] = []
    for step in third_script():
        set_clock(workspace, step["at"])
        ordered = order(step["stage"], step["input"])
        done.append(perform(workspace, done[-1].case.id, ordered) if done else open_new(workspace, "ruang", ordered))
    return done


def text(workspace: Workspace, case: str, path: str) -> str:
    document = docx.Document(io.BytesIO((workspace.store.case_dir(case) / path).read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_its_check_finds_nothing_and_its_example_runs(workspace: Workspace) -> None:
    report = check_sop(workspace, "ruang")
    assert (report.problems, report.warnings, report.examples) == ((), (), ("1-rapat",))
    assert not [finding.problems for finding in doctor(workspace) if not finding.well]


def test_a_case_goes_from_its_request_to_its_end(workspace: Workspace) -> None:
    done = played(workspace)
    case = done[-1].case
    assert (case.id, case.outcome, case.round, case.open) == ("RPT-2025-0001", "terlaksana", 2, ())
    assert case.record["jumlah"] == 2
    assert len(case.dispositions["disposisi"]) == 3
    approval, first, second = done[4].step.documents
    numbers = [paper.number.nomor for paper in (approval, first, second) if paper.number is not None]
    assert numbers == ["000.1.5/001/LPSE/2025", "000.1.6/002/LPSE/2025", "000.1.6/003/LPSE/2025"]
    assert [paper.copy_ for paper in (approval, first, second)] == [None, 1, 2]
    assert [claim.number for claim in all_claims(workspace, register="surat-keluar")] == [1, 2, 3]
    letter = text(workspace, case.id, approval.path)
    assert "Rapat Contoh & Uji <coba>" in letter
    assert "Selasa, 11 November 2025 pukul 09.00 sampai 11.00, dengan 2 undangan" in letter
    assert "Pejabat Contoh Tujuh, S.H." in letter
    assert "Yth. Undangan Dua, Badan Contoh" in text(workspace, case.id, second.path)
    assert "Wakil Contoh" in text(workspace, case.id, done[5].step.documents[0].path)
    assert verify_case(workspace, case.id) == ()


def test_its_rules_are_its_own(workspace: Workspace) -> None:
    steps = third_script()
    steps[0]["input"]["kegiatan"]["sampai"] = "08:00"
    with pytest.raises(DocgenError) as caught:
        open_new(workspace, "ruang", order("pengajuan", steps[0]["input"]))
    assert caught.value.problems[0].message.startswith("Rapat mulai pukul 09.00 dan berakhir pukul 08.00")
    steps[0]["input"]["kegiatan"]["sampai"] = "11:00"
    opened = open_new(workspace, "ruang", order("pengajuan", steps[0]["input"]))
    found = status(workspace, opened.case.id)
    assert [each.stage for each in found.waiting] == ["pemeriksaan"]
    assert [each.stage for each in found.acts] == ["pembatalan"]
    assert found.waiting[0].officials == ("Pejabat Contoh Enam",)
    gone = perform(workspace, opened.case.id, order("pembatalan", {"alasan": "Batal"}))
    assert gone.case.outcome == "dibatalkan"


def test_its_stages_are_commands_and_its_placeholders_are_known(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    found = outline(workspace.root, "ruang")
    assert found is not None
    assert [stage.id for stage in found.stages] == [
        "pengajuan", "pemeriksaan", "pengajuan-ulang", "persetujuan", "rapat", "pembatalan",
    ]  # fmt: skip
    known = {each.path: each for each in placeholders(workspace, "ruang")}
    assert known["undangan[].hadir.datang"].since == "rapat"
    assert known["kegiatan.nama"].since == "pengajuan"
    main = pytest.importorskip("docgen.cli.main").main
    assert main(["ruang", "--help"], workspace=workspace) == 0
    printed = capsys.readouterr().out
    assert "PENGELOLA RUANG" in printed
    assert printed.index("pemeriksaan") < printed.index("persetujuan") < printed.index("rapat ")
    assert main(["ruang", "pemeriksaan", "--help"], workspace=workspace) == 0
    assert "--ruang" in capsys.readouterr().out


def test_a_correction_names_the_one_letter_that_shows_it(workspace: Workspace) -> None:
    done = played(workspace)
    case = done[-1].case.id
    letters = {paper.path: (paper.kind, paper.copy_) for step in done for paper in step.step.documents}

    def named(values: Any) -> list[tuple[str, int | None]]:
        said = order("x", values).given
        mended = correct(workspace, case, given=said, reason="x", base=workspace.root, dry_run=True)
        return [letters[path] for path in mended.step.reissue]

    assert named({"undangan": {"2": {"instansi": "Kantor Contoh"}}}) == [("surat-undangan", 2)]
    assert named({"undangan": {"1": {"nama": "Orang Lain"}}}) == [("surat-undangan", 1), ("daftar-hadir", None)]
    assert named({"hadir": {"2": {"wakil": "Orang Lain"}}}) == [("daftar-hadir", None)]


def test_its_letters_printed_again_have_their_numbers_and_signers(workspace: Workspace) -> None:
    definition = workspace.templates / "ruang" / "sop.yaml"
    text = definition.read_text(encoding="utf-8")
    other = text.replace("signer: kasubbag_umum, handling: Biasa", "signer: pengelola_ruang, handling: Biasa")
    assert other != text  # one letter is signed by somebody else than who takes the step
    definition.write_text(other, encoding="utf-8")
    opened = open_case(workspace, played(workspace)[-1].case.id)
    for each in replay(opened.definition.sop, opened.steps, {}):
        assert each.then.plan is not None
        signed = {paper.kind: paper.signer.model_dump(mode="json") for paper in each.then.plan.papers if paper.signer}
        assert signed == each.step.office.get("penandatangan", {})
        numbers = [(paper.kind, paper.copy, paper.number) for paper in each.then.plan.papers]
        assert numbers == [(paper.kind, paper.copy_, paper.number) for paper in each.step.documents]
