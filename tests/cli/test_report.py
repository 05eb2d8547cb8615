"""Whatever goes wrong becomes one readable text or one JSON document, with an exit code and the truth."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from commands import DOCGEN, Cli, break_off, environment, on_a_terminal, spawn, terminal, write_json
from injection import Watched
from playing import at_work, script, stand_at, tree

from docgen.app.workspace import Workspace
from docgen.cli.main import main
from docgen.cli.output import visible
from docgen.cli.report import problems_of
from docgen.errors import DocgenError, Problem

ESCAPE = "\x1b["


def test_text_says_what_where_what_to_do_and_the_reference(capsys: pytest.CaptureFixture[str], cli: Cli) -> None:
    done = cli("show", "AUD-2025-0009")
    assert done.out == ""
    assert done.err.splitlines()[0] == "Error: There is no case “AUD-2025-0009”. [case-unknown]"
    assert done.err.splitlines()[1].startswith("  try:")


def test_json_is_one_document_on_standard_output(workspace: Workspace) -> None:
    done = spawn(["show", "AUD-2025-0009", "--json"], cwd=workspace.root)
    assert done.err == ""
    assert done.json["schema"] == 1
    assert done.json["ok"] is False
    assert done.json["exit_code"] == done.code == 3
    assert set(done.json["errors"][0]) == {"reference", "message", "where", "hint"}


@pytest.mark.parametrize(
    ("arguments", "code", "reference"),
    [
        (["auditor", "verifikas"], 2, "stage-unknown"),
        (["--josn"], 2, "usage"),
        (["show"], 2, "usage"),
        (["sop", "chekc"], 2, "usage"),
        (["undo", "AUD"], 2, "usage"),
        (["show", "X"], 3, "case-unknown"),
    ],
)
def test_exit_codes_of_a_real_process(workspace: Workspace, arguments: list[str], code: int, reference: str) -> None:
    done = spawn([*arguments, "--json"], cwd=workspace.root)
    assert done.code == code, done.err
    assert done.references[0] == reference
    assert spawn(arguments, cwd=workspace.root).code == code


def test_outside_a_workspace_the_workspace_is_what_is_missing(tmp_path: Path) -> None:
    for arguments in (["list"], ["auditor", "terima"], ["today"], ["sop", "list"]):
        done = spawn([*arguments, "--json"], cwd=tmp_path)
        assert (done.code, done.references) == (2, ["workspace-missing"])
        assert "docgen init" in done.json["errors"][0]["hint"]
    assert spawn(["--help"], cwd=tmp_path).code == 0
    assert spawn(["completion", "bash"], cwd=tmp_path).code == 0


def test_colour_is_for_terminals_and_never_with_no_color(workspace: Workspace) -> None:
    assert ESCAPE not in spawn(["show", "X"], cwd=workspace.root).err
    assert ESCAPE in on_a_terminal(workspace.root, "show", "X", color=True), "control: a terminal gets colour"
    assert ESCAPE not in on_a_terminal(workspace.root, "show", "X")
    assert ESCAPE in on_a_terminal(workspace.root, "sop", "list", color=True), "control: tables too"
    assert ESCAPE not in on_a_terminal(workspace.root, "sop", "list")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_console_can_show_any_text(workspace: Workspace, encoding: str) -> None:
    path = workspace.root / "templates_docx/auditor/sop.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: Permohonan Registrasi", "title: P – 漢字 ☑ Registrasi"),
        encoding="utf-8",
    )
    env = environment(PYTHONIOENCODING=encoding)
    helps = [["auditor", "--help"]] if encoding != "ascii" else []  # click writes UTF-8 where it finds ASCII
    for arguments in (*helps, ["sop", "list"], ["sop", "list", "--json"], ["show", "漢字–"]):
        done = subprocess.run([*DOCGEN, *arguments], cwd=workspace.root, env=env, capture_output=True, check=False)
        assert done.returncode in {0, 3}
        (done.stdout + done.stderr).decode(encoding)
        if "--json" in arguments:
            assert "漢字 ☑" in json.loads(done.stdout.decode(encoding))["sops"][0]["title"]


def test_characters_that_move_the_cursor_are_shown_as_codes(cli: Cli) -> None:
    done = cli("show", "a\x1b[31mb\u202ec\nd")
    assert "\x1b" not in done.err
    assert "\u202e" not in done.err
    assert "a\\x1b[31mb\\u202ec" in done.err
    assert visible("“é” – 漢字 👩\u200d🔬") == "“é” – 漢字 👩\u200d🔬"


def test_a_reader_that_has_seen_enough_is_no_failure(workspace: Workspace) -> None:
    shell = " ".join(f"'{part}'" for part in [*DOCGEN, "template", "fields", "auditor"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shell} | head -1"],
        cwd=workspace.root,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_an_answer_that_cannot_be_written_is_told(workspace: Workspace) -> None:
    for more in ([], ["--json"]):
        with open("/dev/full", "wb") as full:  # noqa: PTH123
            done = subprocess.run(
                [*DOCGEN, "sop", "list", *more],
                cwd=workspace.root,
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 7
        assert b"[disk-failed]" in done.stderr
        assert b"Traceback" not in done.stderr


def test_an_unexpected_fault_asks_to_be_reported(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> Any:
        raise ZeroDivisionError("kosong")

    odd = Workspace(root=workspace.root, office=workspace.office, clock=broken)
    assert main(["auditor", "permohonan"], workspace=odd, start=odd.root) == 1
    told = capsys.readouterr().err
    assert "[unexpected]" in told
    assert "ZeroDivisionError: kosong" in told
    assert "DOCGEN_DEBUG=1" in told
    assert "Nothing was recorded." in told
    assert "Traceback" not in told


def test_the_traceback_is_shown_when_it_is_asked_for(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise ZeroDivisionError("kosong")

    monkeypatch.setenv("DOCGEN_DEBUG", "1")
    odd = Workspace(root=workspace.root, office=workspace.office, clock=broken)
    main(["auditor", "permohonan"], workspace=odd, start=odd.root)
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_tells_the_truth_about_what_was_recorded(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    write_json(workspace, "p.json", script("1")[0]["input"])
    root, told_recorded, told_nothing = workspace.root, 0, 0
    main(["auditor", "permohonan", "--input", "p.json"], workspace=workspace, start=root)  # its rules are kept now
    capsys.readouterr()
    for number in range(200):
        left = [number]

        def reach(_name: str, _args: tuple[Any, ...], left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                raise KeyboardInterrupt

        before = tree(root)
        watched = at_work(root, now="2025-11-03T08:10", first=1000 * (number + 1), fs=Watched(reach))
        code = main(["auditor", "permohonan", "--input", "p.json", "--again"], workspace=watched, start=root)
        told = capsys.readouterr().err
        steps = {name for name in tree(root) if name.endswith("step.json")} - set(before)
        recorded = {name for name in steps if ".staging" not in name}
        if code == 0:
            break
        assert code == 130
        if recorded:
            told_recorded += 1
            assert "Recorded all the same: case AUD-2025-" in told
        else:
            told_nothing += 1
            assert "Nothing was recorded." in told
    assert code == 0, "the last try was not interrupted any more"
    assert told_nothing > 3
    assert told_recorded > 0


@pytest.mark.parametrize("broken", ["sync_dir", "rename_new"])
def test_a_disk_that_fails_asks_for_the_command_again_only_if_nothing_was_recorded(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    write_json(workspace, "p.json", script("1")[0]["input"])
    root, reached = workspace.root, [False]

    def reach(name: str, args: tuple[Any, ...]) -> None:
        reached[0] |= name == "rename_new" and args[1].name == "AUD-2025-0001"
        if reached[0] and name == broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(args[0]))

    watched = at_work(root, now="2025-11-03T08:10", fs=Watched(reach))
    assert main(["auditor", "permohonan", "--input", "p.json"], workspace=watched, start=root) == 7
    told = capsys.readouterr().err
    recorded = (root / "cases/2025/AUD-2025-0001/01/step.json").is_file()
    assert recorded is (broken == "sync_dir")
    assert ("Recorded all the same: case AUD-2025-0001, step 1." in told) is recorded
    assert ("enter the command again" in told) is not recorded


def test_problems_of_a_refusal_are_its_own() -> None:
    problem = Problem(reference="usage", message="x", hint="y")
    assert problems_of(DocgenError([problem]), ()) == (problem,)


def test_control_c_in_a_real_process(workspace: Workspace) -> None:
    stand_at(workspace, "terima")
    before = tree(workspace.root)
    with terminal(workspace.root, "auditor", "terima", "AUD") as session:
        session.expect("Datang langsung")
        break_off(session)
        assert session.exitstatus == 130
    assert tree(workspace.root) == before


@pytest.mark.parametrize(("fault", "reference"), [(errno.EROFS, "disk-read-only"), (errno.ENOSPC, "disk-full")])
def test_a_disk_that_takes_nothing_is_told(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], fault: int, reference: str
) -> None:
    _case, step = stand_at(workspace, "terima")
    name = write_json(workspace, "t.json", step["input"])
    before = tree(workspace.root)

    def reach(call: str, _args: tuple[Any, ...]) -> None:
        if call == "write_new":
            raise OSError(fault, os.strerror(fault))

    broken = at_work(workspace.root, now="2025-11-03T08:20", first=5000, fs=Watched(reach))
    assert main(["auditor", "terima", "AUD", "--input", name, "--json"], workspace=broken, start=broken.root) == 7
    assert json.loads(capsys.readouterr().out)["errors"][0]["reference"] == reference
    assert tree(workspace.root) == before
