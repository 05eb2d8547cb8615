"""The office around the cases: a new workspace, its demonstration, the doctor, the registers, who may act."""

from __future__ import annotations

import dataclasses
import errno
import os
import shutil
from pathlib import Path

import pytest
from playing import ROOT, at_work, play, script, stand_at, take, tree

from docgen.app import init as init_module
from docgen.app.demo import prepare
from docgen.app.doctor import doctor
from docgen.app.init import SHIPPED, init
from docgen.app.officials import official, signer_for
from docgen.app.registers import all_claims
from docgen.app.show import show
from docgen.app.status import status
from docgen.app.workspace import Workspace, open_workspace, read_office
from docgen.errors import DocgenError, Problem
from docgen.model.case import Person
from docgen.model.sop import DocumentKind
from docgen.store.filesystem import FileSystem

pytestmark = pytest.mark.usefixtures("quick")

LETTER = DocumentKind(title="Surat", signer="ketua_lpse")


def problems(workspace: Workspace) -> list[Problem]:
    return [problem for finding in doctor(workspace) for problem in finding.problems]


def test_a_new_workspace_is_whole(tmp_path: Path) -> None:
    made = init(tmp_path / "kantor" / "lpse")
    assert [path.as_posix() for path in made] == list(SHIPPED)
    workspace = open_workspace(tmp_path / "kantor" / "lpse" / "templates_docx")
    assert problems(workspace) == []
    assert all(finding.well for finding in doctor(workspace))


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_that_is_there_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    with pytest.raises(DocgenError) as refusal:
        init(tmp_path)
    assert refusal.value.problems[0].reference == "would-overwrite"
    assert [path.name for path in tmp_path.iterdir()] == [name.partition("/")[0]]


def test_a_workspace_that_could_not_be_finished_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copyfile = shutil.copyfile
    with monkeypatch.context() as patched:
        left = [5]

        def full(source: Path, target: Path) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, os.strerror(28), str(target))
            copyfile(source, target)

        patched.setattr(init_module.shutil, "copyfile", full)
        with pytest.raises(DocgenError) as refusal:
            init(tmp_path)
    assert refusal.value.problems[0].reference == "disk-full"
    assert init(tmp_path)
    assert problems(open_workspace(tmp_path)) == []


def test_the_demonstration_is_a_whole_case_and_a_scenario(tmp_path: Path) -> None:
    workspace, commands = prepare(tmp_path / "peraga")
    first = [command for command in commands if command.arguments[0] == "auditor"]
    assert [command.arguments[1] for command in first] == [step["stage"] for step in script("1")]
    assert [bool(command.opens) for command in first] == [True, *[False] * (len(first) - 1)]
    known: set[str] = set()
    for command in commands:
        assert "?" not in "".join(command.with_cases(dict.fromkeys(known, "KASUS"), unknown="?"))
        known |= set(command.opens)
        assert all((workspace.root / path).read_bytes() == content for path, content in command.files.items())
    assert len(known) == 1 + 10 + 2


def settings(workspace: Workspace, old: str, new: str) -> Workspace:
    path = workspace.root / "docgen.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return dataclasses.replace(workspace, office=read_office(path))


def test_the_doctor_says_what_is_missing_and_what_to_do(workspace: Workspace) -> None:
    assert problems(workspace) == []
    told = settings(workspace, 'peran = ["verifikator"]', 'peran = ["verifikatr"]')
    told = settings(told, "[register.agenda-masuk]", "[register.agenda]")
    found = problems(told)
    references = [problem.reference for problem in found]
    assert references == [
        "office-invalid",
        "office-unstaffed",
        "office-invalid",
        "office-invalid",
    ]
    assert all(problem.hint for problem in found)


def test_the_doctor_names_a_damaged_register_beside_the_rest(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    register = workspace.store.register(year=2025, register="agenda-masuk")
    (register / "000001.json").write_bytes(b"{}")
    (problem,) = problems(workspace)
    assert problem.reference == "register-damaged"
    assert len(doctor(workspace)) > 3


def test_the_doctor_warns_of_a_number_that_belongs_to_no_step(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    done = take(workspace, step, case=case)
    shutil.rmtree(done.folder / "02")
    (warning,) = [each for finding in doctor(workspace) for each in finding.warnings if "agenda" in each.where]
    assert "1" in warning.message
    assert warning.reference == "register-damaged"


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
@pytest.mark.parametrize("name", ["auditor/lembar-disposisi.docx", "bersama/lembar-disposisi.docx", "bersama/kop.docx"])
def test_what_lies_in_the_place_of_a_template_is_not_called_missing(workspace: Workspace, name: str, kind: str) -> None:
    path = workspace.templates / name
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("tidak ada")
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refusal:
        take(workspace, script("1")[0])
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == ("template-unreadable", f"templates_docx/{name}")
    assert {"folder": "it is a folder", "pipe": "it is a pipe", "link": "no such file"}[kind] in problem.message
    assert problem.hint
    assert tree(workspace.root) == before
    assert problem in problems(workspace)


@pytest.mark.parametrize(
    ("code", "reference"), [(errno.EACCES, "disk-read-only"), (errno.EIO, "disk-failed"), (errno.ENOENT, "disk-failed")]
)
def test_a_definition_that_cannot_be_read_says_why(workspace: Workspace, code: int, reference: str) -> None:
    class Refusing(FileSystem):
        def read(self, path: Path) -> bytes:
            raise OSError(code, os.strerror(code), str(path))

    refusing = dataclasses.replace(workspace, fs=Refusing())
    with pytest.raises(DocgenError) as refusal:
        refusing.read(workspace.templates / "auditor" / "sop.yaml")
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == (reference, "templates_docx/auditor/sop.yaml")
    assert os.strerror(code) not in problem.message
    assert ("right" in problem.hint) == (code == errno.EACCES)


def test_a_damaged_file_of_a_register_does_not_hide_the_others(workspace: Workspace) -> None:
    for name in ("1", "2", "3"):
        play(workspace, script(name)[:2])
    again = take(workspace, script("4")[0], again=True)
    play(workspace, script("4")[1:2], case=again.case.id)
    register = workspace.store.register(year=2025, register="agenda-masuk")
    (register / "000001.json").write_bytes(b"{}")
    (register / "000003.json").unlink()
    (register / "000004 (salinan).json").write_bytes(b"{}")
    (register / "000009.void.json").write_bytes(b"{}")
    told: list[DocgenError] = []
    assert [claim.number for claim in all_claims(workspace, on_damage=told.append)] == [2, 4]
    found = [error.problems[0] for error in told]
    assert {problem.reference for problem in found} == {"register-damaged"}
    assert [Path(problem.where).name for problem in found] == [
        "000001.json", "000003.json", "000004 (salinan).json", "000009.void.json"
    ]  # fmt: skip
    assert all(problem.hint for problem in found)
    with pytest.raises(DocgenError) as refusal:
        all_claims(workspace)
    assert list(refusal.value.problems) == found
    assert [problem for problem in problems(workspace) if problem.reference == "register-damaged"] == found


def test_registers_are_listed_by_year_and_number(workspace: Workspace) -> None:
    for name in ("1", "2", "3"):
        play(workspace, script(name)[:2])
    assert [(claim.register, claim.number, claim.case) for claim in all_claims(workspace)] == [
        ("agenda-masuk", number, f"AUD-2025-000{number}") for number in (1, 2, 3)
    ]
    assert all_claims(workspace, year=2026) == ()
    assert all_claims(workspace, register="surat-keluar") == ()


def test_of_several_holders_one_must_be_named(workspace: Workspace) -> None:
    told = settings(workspace, 'peran = ["verifikator"]', 'peran = ["verifikator", "helpdesk"]')
    case = play(told, [{**script("1")[0], "by": "helpdesk"}])[-1].case.id
    before = tree(told.root)
    with pytest.raises(DocgenError) as refusal:
        take(told, script("1")[1], case=case)
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == ("official-unknown", "--by")
    assert "helpdesk" in problem.message
    assert "verifikator" in problem.message
    assert tree(told.root) == before
    done = take(told, {**script("1")[1], "by": "verifikator"}, case=case)
    assert (done.step.by.id, done.step.role) == ("verifikator", "helpdesk")


def signed(workspace: Workspace, by: str) -> Person:
    """Who signs a letter in a step that this official takes today."""
    today = workspace.now().date()
    acting, _role = official(workspace.office, by, on=today)
    return signer_for(workspace.office, "surat", LETTER, by=acting, on=today)


def test_who_signs_is_never_picked_from_several(workspace: Workspace) -> None:
    ketua = next(name for name, one in workspace.office.pejabat.items() if "ketua_lpse" in one.peran)
    assert signed(workspace, "helpdesk").id == ketua
    told = settings(workspace, 'peran = ["verifikator"]', 'peran = ["verifikator", "ketua_lpse"]')
    with pytest.raises(DocgenError) as refusal:
        signed(told, "helpdesk")
    assert refusal.value.problems[0].reference == "office-doubled"
    assert "verifikator" in refusal.value.problems[0].message
    assert signed(told, "verifikator").id == "verifikator", "one of them takes the step"


def test_a_role_that_nobody_holds_stops_the_step(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "verifikasi")
    told = settings(workspace, 'peran = ["verifikator"]', "peran = []")
    with pytest.raises(DocgenError) as refusal:
        take(told, step, case=case)
    assert refusal.value.problems[0].reference == "office-unstaffed"
    assert "docgen.toml" in refusal.value.problems[0].hint


def test_who_does_something_for_an_applicant_is_recorded_as_such(workspace: Workspace) -> None:
    done = take(workspace, script("1")[0])
    assert (done.step.by.id, done.step.role, done.step.recorded_for) == ("helpdesk", "helpdesk", "pemohon")


def test_status_and_show_say_what_a_clerk_wants_to_know(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    found = status(workspace, case)
    (waiting,) = found.waiting
    assert (waiting.stage, waiting.no, waiting.standard_time) == ("terima", "1", "10 menit")
    assert waiting.command.startswith(f"docgen auditor terima {case}")
    assert {need.path for need in waiting.needs} == {"media", "disposisi.kepada"}
    assert [act.stage for act in found.acts] == ["penarikan"]
    shown = show(workspace, case[-4:])
    facts = {fact.path: fact.text for fact in shown.facts}
    assert facts["surat.nomor"] == "001/S/CONTOH/11/2025"
    assert "Auditor Contoh Dua" in facts["auditor.2.nama"]


def test_a_workspace_opened_anew_goes_on_where_it_was(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    again = at_work(workspace.root, now=step["at"], first=50)
    assert take(again, step, case=case).step.seq == 2


def test_a_broken_sop_makes_no_healthy_official_wrong(workspace: Workspace) -> None:
    shutil.copytree(ROOT / "tests" / "sop_ketiga" / "ruang", workspace.templates / "ruang")
    definition = workspace.templates / "auditor" / "sop.yaml"
    definition.write_text("id: [", encoding="utf-8")
    assert not [problem for problem in problems(workspace) if "pejabat." in problem.where]
    shutil.rmtree(definition.parent)
    assert [problem for problem in problems(workspace) if "pejabat." in problem.where], "the control: no SOP has them"


class Counting(FileSystem):
    """Notes what is read."""

    def __init__(self) -> None:
        self.read_paths: list[Path] = []

    def read(self, path: Path) -> bytes:
        self.read_paths.append(path)
        return super().read(path)


def test_the_doctor_reads_a_definition_once_and_hashes_it_for_its_examples_and_its_blanks(workspace: Workspace) -> None:
    fs = Counting()
    doctor(dataclasses.replace(workspace, fs=fs))
    assert fs.read_paths.count(workspace.templates / "auditor" / "sop.yaml") == 3


class Shut(FileSystem):
    """The folder of cases may not be looked into."""

    def __init__(self, shut: Path) -> None:
        self.shut = shut

    def folders(self, path: Path) -> list[str]:
        if path == self.shut:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return super().folders(path)


def test_a_folder_of_cases_that_cannot_be_read_hides_nothing_else(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    done = take(workspace, step, case=case)
    shutil.rmtree(done.folder / "02")
    (workspace.store.staging / ".DS_Store").touch()
    told = settings(workspace, 'peran = ["verifikator"]', 'peran = ["verifikatr"]')
    found = doctor(dataclasses.replace(told, fs=Shut(workspace.store.root)))
    assert [problem.reference for finding in found for problem in finding.problems] == [
        "office-invalid", "office-unstaffed", "disk-read-only"
    ]  # fmt: skip
    record = found[-1]
    assert [warning.reference for warning in record.warnings] == ["paper-changed", "register-damaged"]


def test_what_somebody_put_among_the_steps_on_their_way_stops_none_and_is_named(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    (workspace.store.staging / ".DS_Store").touch()
    assert take(workspace, step, case=case).step.seq == 2
    assert problems(workspace) == []
    (warning,) = [each for each in doctor(workspace)[-1].warnings if each.where.endswith(".DS_Store")]
    assert "Move it" in warning.hint


def test_the_copy_of_a_register_is_named_and_hides_nothing(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    register = workspace.store.register(year=2025, register="agenda-masuk")
    copy = shutil.copytree(register, register.with_name("agenda-masuk (copy)"))
    told: list[DocgenError] = []
    assert [claim.number for claim in all_claims(workspace, on_damage=told.append)] == [1]
    (problem,) = [problem for error in told for problem in error.problems]
    assert (problem.reference, problem.where) == ("register-damaged", str(copy))
    assert problems(workspace) == [problem]


def test_an_official_that_there_is_not_is_quoted_and_the_nearest_named(workspace: Workspace) -> None:
    with pytest.raises(DocgenError) as caught:
        official(workspace.office, "HELPDES", on=workspace.now().date())
    [problem] = caught.value.problems
    assert (problem.message, problem.hint) == ("There is no official “HELPDES”.", "Did you mean helpdesk?")
