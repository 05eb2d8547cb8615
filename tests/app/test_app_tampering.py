"""What somebody changes by hand in the record: each command refuses with one clear message and writes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playing import order, play, script, set_clock, stand_at, take, tree

from docgen.app.attach import attach
from docgen.app.correct import correct
from docgen.app.overview import list_cases, today
from docgen.app.perform import perform
from docgen.app.restore import restore
from docgen.app.show import show
from docgen.app.status import status
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.model.case import step_hash
from docgen.store.jsonfile import json_bytes, parse_json

pytestmark = pytest.mark.usefixtures("quick")

NEXT = script("1")[2]
SCAN = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def case(workspace: Workspace) -> str:
    """A case that was received and waits for its verification."""
    case, _step = stand_at(workspace, "verifikasi")
    (workspace.root / "pindaian.pdf").write_bytes(SCAN)
    return case


def folder_of(workspace: Workspace, case: str) -> Path:
    return workspace.store.case_dir(case)


def edit_step(folder: Path) -> None:
    path = folder / "02" / "step.json"
    path.write_bytes(path.read_bytes().replace(b"Datang langsung", b"Telepon"))


def save_step_again(folder: Path) -> None:
    path = folder / "02" / "step.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=2), encoding="utf-8")


def rewrite_step_with_its_hash(folder: Path) -> None:
    """Somebody who knows how the hash is made; the step after would not follow, and the first one's pin is fixed."""
    path = folder / "01" / "step.json"
    content = parse_json(path.read_bytes())
    content["captured"]["surat"]["nomor"] = "999"  # type: ignore[index]
    content["hash"] = step_hash(content)  # type: ignore[arg-type]
    path.write_bytes(json_bytes(content))


def remove_step(folder: Path) -> None:
    shutil.rmtree(folder / "02")


def remove_first_step(folder: Path) -> None:
    shutil.rmtree(folder / "01")


def rename_step(folder: Path) -> None:
    (folder / "02").rename(folder / "03")


def misname_step(folder: Path) -> None:
    (folder / "02").rename(folder / "2")


def add_empty_step(folder: Path) -> None:
    (folder / "03").mkdir()


def add_copied_step(folder: Path) -> None:
    shutil.copytree(folder / "02", folder / "03")


def remove_step_json(folder: Path) -> None:
    (folder / "02" / "step.json").unlink()


def move_case(folder: Path) -> None:
    """A folder copied under another number, the first one taken away, so that it still is the only one."""
    shutil.copytree(folder / "01", folder / "kept")
    for name in ("01", "02"):
        path = folder / name / "step.json"
        path.write_bytes(path.read_bytes().replace(b"AUD-2025-0001", b"AUD-2025-0009"))
    shutil.rmtree(folder / "kept")


def edit_case_json(folder: Path) -> None:
    path = folder / "case.json"
    path.write_bytes(path.read_bytes().replace(b"Kepala Sekretariat Contoh", b"Kepala Biro Contoh"))


def break_case_json(folder: Path) -> None:
    (folder / "case.json").write_text("{", encoding="utf-8")


def change_rules(folder: Path) -> None:
    (path,) = (folder.parent.parent / ".sop").glob("*.yaml")
    path.write_bytes(path.read_bytes().replace(b"15 menit", b"50 menit"))


def change_template(folder: Path) -> None:
    paths = sorted((folder.parent.parent / ".sop").glob("*.docx"))
    paths[0].write_bytes(paths[1].read_bytes())


def remove_template(folder: Path) -> None:
    min((folder.parent.parent / ".sop").glob("*.docx")).unlink()


CHAIN: dict[Callable[[Path], None], str] = {
    edit_step: "step-damaged",
    save_step_again: "step-damaged",
    rewrite_step_with_its_hash: "chain-broken",
    remove_step: "chain-broken",
    remove_first_step: "chain-broken",
    rename_step: "chain-broken",
    misname_step: "chain-broken",
    add_empty_step: "step-damaged",
    add_copied_step: "chain-broken",
    remove_step_json: "step-damaged",
    move_case: "step-damaged",
    edit_case_json: "projection-edited",
    break_case_json: "projection-edited",
    change_rules: "content-damaged",
    change_template: "content-damaged",
    remove_template: "content-damaged",
}
"""What somebody does, and what it is called."""
WRITING: dict[str, Callable[[Workspace, str], object]] = {
    "perform": lambda workspace, case: take(workspace, NEXT, case=case),
    "undo": lambda workspace, case: undo(workspace, case, reason="Salah.", by="helpdesk"),
    "attach": lambda workspace, case: attach(
        workspace, case, workspace.root / "pindaian.pdf", as_="lembar-disposisi", by="helpdesk"
    ),
    "correct": lambda workspace, case: correct(
        workspace,
        case,
        given=order("x", {"surat": {"hal": "Permohonan"}}).given,
        reason="Salah ketik.",
        by="helpdesk",
        base=workspace.root,
    ),
}
READING: dict[str, Callable[[Workspace, str], object]] = {
    "status": status,
    "show": show,
    "dry run": lambda workspace, case: perform(workspace, case, order(NEXT["stage"], NEXT["input"]), dry_run=True),
}


@pytest.mark.parametrize("tamper", CHAIN, ids=lambda tamper: tamper.__name__)
def test_each_command_refuses_and_writes_nothing(
    workspace: Workspace, case: str, tamper: Callable[[Path], None]
) -> None:
    tamper(folder_of(workspace, case))
    set_clock(workspace, NEXT["at"])
    before = tree(workspace.root)
    for name, command in {**WRITING, **READING}.items():
        with pytest.raises(DocgenError) as refusal:
            command(workspace, case)
        problem = refusal.value.problems[0]
        assert problem.reference == CHAIN[tamper], name
        assert problem.message, name
        assert problem.where, name
        assert problem.hint, name
        assert tree(workspace.root) == before, name
    found = verify_case(workspace, case)
    assert CHAIN[tamper] in {problem.reference for problem in found}


def test_control_an_untouched_record_is_refused_nothing(workspace: Workspace, case: str) -> None:
    assert verify_case(workspace, case) == ()
    set_clock(workspace, NEXT["at"])
    for command in [*READING.values(), *list(WRITING.values())[2:]]:
        command(workspace, case)
    assert verify_case(workspace, case) == ()


@pytest.mark.parametrize("state", ["removed", "old"])
def test_a_missing_or_old_case_json_is_written_anew(workspace: Workspace, state: str) -> None:
    case, step = stand_at(workspace, "verifikasi")
    path = folder_of(workspace, case) / "case.json"
    old = path.read_bytes()
    take(workspace, step, case=case)
    new = path.read_bytes()
    path.unlink() if state == "removed" else path.write_bytes(old)
    assert verify_case(workspace, case) == ()
    assert [waits.stage for waits in today(workspace)] == ["disposisi-kepala-biro"]  # never believed
    later = script("1")[3]
    take(workspace, later, case=case)
    undo(workspace, case, reason="Salah.", by="helpdesk")
    now, once = (json.loads(raw) for raw in (path.read_bytes(), new))
    assert now["open"] == once["open"]
    assert now["record"] == once["record"]


def change_paper(folder: Path) -> Path:
    path = next((folder / "02").glob("*lembar*.docx"))
    path.write_bytes(b"PK")
    return path


def remove_paper(folder: Path) -> Path:
    path = next((folder / "02").glob("*lembar*.docx"))
    path.unlink()
    return path


def add_to_step(folder: Path) -> Path:
    path = folder / "02" / "surat lain.docx"
    path.write_bytes(b"PK")
    return path


def add_to_case(folder: Path) -> Path:
    path = folder / "pindaian.pdf"
    path.write_bytes(SCAN)
    return path


@pytest.mark.parametrize(
    "tamper", [change_paper, remove_paper, add_to_step, add_to_case], ids=lambda tamper: tamper.__name__
)
def test_a_paper_that_was_touched_stops_whatever_writes_and_nothing_else(
    workspace: Workspace, case: str, tamper: Callable[[Path], Path]
) -> None:
    touched = tamper(folder_of(workspace, case))
    set_clock(workspace, NEXT["at"])
    before = tree(workspace.root)
    for name, command in {**WRITING, "dry run": READING["dry run"]}.items():
        with pytest.raises(DocgenError) as refusal:
            command(workspace, case)
        assert [(each.reference, each.where) for each in refusal.value.problems] == [("paper-changed", str(touched))]
        assert tree(workspace.root) == before, name
    status(workspace, case)
    show(workspace, case)
    assert [each.where for each in verify_case(workspace, case)] == [str(touched)]


@pytest.mark.parametrize("tamper", [change_paper, remove_paper], ids=lambda tamper: tamper.__name__)
def test_a_paper_is_put_back_byte_for_byte_and_what_lay_there_is_kept(
    workspace: Workspace, case: str, tamper: Callable[[Path], Path]
) -> None:
    attach(workspace, case, workspace.root / "pindaian.pdf", as_="lembar-disposisi", by="helpdesk")
    before = tree(workspace.root)
    assert restore(workspace, case) == ()
    touched = tamper(folder_of(workspace, case))
    assert restore(workspace, case) == (touched,)
    after = tree(workspace.root)
    kept = {name: content for name, content in after.items() if "/.aside/" in name and name.endswith(".docx")}
    assert list(kept.values()) == ([b"PK"] if tamper is change_paper else [])
    assert {name: content for name, content in after.items() if "/.aside" not in name} == before
    assert verify_case(workspace, case) == ()
    assert take(workspace, NEXT, case=case).step.seq == 4


def test_control_what_cannot_be_printed_again_is_not_put_back(workspace: Workspace, case: str) -> None:
    done = attach(workspace, case, workspace.root / "pindaian.pdf", as_="lembar-disposisi", by="helpdesk")
    scan = folder_of(workspace, case) / done.step.files[0].path
    scan.write_bytes(SCAN + b"%")
    assert restore(workspace, case) == ()
    assert [each.where for each in verify_case(workspace, case)] == [str(scan)]


def test_what_office_programs_leave_beside_a_paper_is_nobodys_damage(workspace: Workspace, case: str) -> None:
    folder = folder_of(workspace, case)
    paper = next((folder / "02").glob("*lembar*.docx"))
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", f"~${paper.name[2:]}", f".~lock.{paper.name}#"):
        (folder / "02" / name).write_bytes(b"?")
        (folder / name).write_bytes(b"?")
    assert verify_case(workspace, case) == ()
    assert take(workspace, NEXT, case=case).step.seq == 3


def test_a_register_that_was_lost_does_not_begin_anew(workspace: Workspace, case: str) -> None:
    shutil.rmtree(workspace.store.root / "register")
    before = tree(workspace.root)
    other = take(workspace, script("3")[0]).case.id
    with pytest.raises(DocgenError) as refusal:
        take(workspace, script("3")[1], case=other)
    (problem,) = refusal.value.problems
    assert problem.reference == "register-damaged"
    assert f"{case}/02/step.json" in problem.message
    assert {name for name in tree(workspace.root) if "register" in name} == set()
    assert len(tree(workspace.root)) > len(before), "the new case itself needed no number"


def test_verify_lists_everything_at_once(workspace: Workspace, case: str) -> None:
    folder = folder_of(workspace, case)
    papers = sorted((folder / "02").glob("*.docx"))
    papers[0].unlink()
    papers[1].write_bytes(b"PK")
    (folder / "02" / "catatan.txt").write_text("?", encoding="utf-8")
    (folder / "surat.pdf").write_bytes(SCAN)
    edit_case_json(folder)
    change_template(folder)
    register = workspace.store.register(year=2025, register="agenda-masuk")
    (register / "000001.json").unlink()
    found = verify_case(workspace, case)
    assert {problem.reference for problem in found} == {
        "paper-changed",
        "projection-edited",
        "content-damaged",
        "register-damaged",
    }
    assert [problem.reference for problem in found].count("paper-changed") == 4
    assert all(problem.hint for problem in found)


def number_file(workspace: Workspace) -> Path:
    return workspace.store.register(year=2025, register="agenda-masuk") / "000001.json"


def void_it(path: Path) -> None:
    claim = parse_json(path.read_bytes())
    reason = {key: claim[key] for key in ("schema", "register", "year", "number")} | {"reason": "Salah."}
    content = {**reason, "operation": claim["operation"], "at": claim["at"]}
    path.with_name("000001.void.json").write_bytes(json_bytes(content))


def give_it_away(path: Path) -> None:
    path.write_bytes(json_bytes({**parse_json(path.read_bytes()), "case": "AUD-2025-0002"}))


def spoil_it(path: Path) -> None:
    path.write_bytes(b"{}\n")


@pytest.mark.parametrize("tamper", [Path.unlink, void_it, give_it_away, spoil_it])
def test_a_number_of_a_field_must_stand_in_its_register(
    workspace: Workspace, case: str, tamper: Callable[[Path], None]
) -> None:
    tamper(number_file(workspace))
    (found,) = verify_case(workspace, case)
    assert found.reference == "register-damaged"
    assert "000001" in found.where


def test_one_damaged_case_does_not_hide_the_others(workspace: Workspace) -> None:
    cases = [play(workspace, script(name)[:2])[-1].case.id for name in ("1", "3", "2")]
    assert len(set(cases)) == 3
    edit_step(folder_of(workspace, cases[0]))
    (folder_of(workspace, cases[0]) / "case.json").unlink()
    edit_case_json(folder_of(workspace, cases[1]))
    problems: list[DocgenError] = []
    waits = today(workspace, on_damage=problems.append)
    assert sorted(each.case for each in waits) == cases[1:]
    assert [error.problems[0].reference for error in problems] == ["step-damaged", "projection-edited"]
    problems.clear()
    assert [each.case for each in list_cases(workspace, on_damage=problems.append)] == cases[1:]
    assert len(problems) == 2
    with pytest.raises(DocgenError) as refusal:
        list_cases(workspace)
    assert len(refusal.value.problems) == 2


def test_what_was_written_into_case_json_is_never_listed(workspace: Workspace, case: str) -> None:
    path = folder_of(workspace, case) / "case.json"
    path.write_bytes(path.read_bytes().replace(b'"verifikasi"', b'"selesai"'))
    told: list[DocgenError] = []
    (waits,) = today(workspace, on_damage=told.append)
    assert waits.stage == "verifikasi"
    assert [error.problems[0].reference for error in told] == ["projection-edited"]


def test_a_damaged_case_does_not_stop_a_new_one(workspace: Workspace, case: str) -> None:
    edit_step(folder_of(workspace, case))
    break_case_json(folder_of(workspace, case))
    assert take(workspace, script("3")[0]).case.id == "AUD-2025-0002"


def test_lost_steps_are_told_in_the_list(workspace: Workspace, case: str) -> None:
    remove_step(folder_of(workspace, case))
    told: list[DocgenError] = []
    assert list_cases(workspace, on_damage=told.append) == ()
    assert [error.problems[0].reference for error in told] == ["chain-broken"]
