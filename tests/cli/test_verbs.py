"""The kernel's verbs, each for people and for programs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import click
import pytest
from commands import BREAK, Cli, Script, on_a_terminal, spawn
from playing import play, script, set_clock, stand_at, tree

from docgen.app.workspace import Workspace
from docgen.cli.root import root, verbs

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Any:
    """Every kernel command with its path."""
    context = click.Context(group)
    for name in verbs() if group is root else group.commands:
        command = group.get_command(context, name) if group is not root else load(name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


def load(name: str) -> click.Command:
    import importlib  # noqa: PLC0415

    command: click.Command = importlib.import_module(f"docgen.cli.verbs.{name}").command
    return command


def test_every_command_has_help_and_answers_programs() -> None:
    found = dict(commands(root))
    assert ("sop", "check") in found
    assert len(found) == 31
    for path, command in found.items():
        assert command.help, path
        assert any("--json" in param.opts for param in command.params), path
        for param in command.params:
            assert isinstance(param, click.Argument) or param.help, (path, param.name)


def test_what_writes_can_be_tried_first() -> None:
    dry = {path for path, command in commands(root) if any("--dry-run" in param.opts for param in command.params)}
    made = {
        ("template", "preview"),
        ("template", "blank"),
        ("schema", "request"),
        ("schema", "sop"),
        ("schema", "office"),
        ("register", "record"),
        ("register", "void"),
        ("register", "export"),
        ("office", "emblem"),
    }
    assert dry == {("undo",), ("correct",), ("attach",), ("init",), ("demo",), ("next",), ("reissue",), *made}


def test_today_tells_what_waits_for_whom_since_when(workspace: Workspace, cli: Cli) -> None:
    assert cli("today").out == "Nothing waits.\n"
    case, _step = stand_at(workspace, "verifikasi")
    shown = cli("today").out
    assert case in shown
    assert "Pejabat Contoh Dua, S.T." in shown
    assert "2025-11-03 08:20" in shown
    (waiting,) = cli("today", "--json").json["waiting"]
    assert (waiting["case"], waiting["stage"], waiting["officials"]) == (
        case,
        "verifikasi",
        ["Pejabat Contoh Dua, S.T."],
    )


def test_list_filters(workspace: Workspace, cli: Cli) -> None:
    assert "No case fits." in cli("list").out
    first = play(workspace, script("3"))[-1].case.id
    second, _step = stand_at(workspace, "verifikasi")

    def listed(*arguments: str) -> list[str]:
        return [case["case"] for case in cli("list", *arguments, "--json").json["cases"]]

    assert listed() == [first, second]
    assert listed("--open") == [second]
    assert listed("--closed") == [first]
    assert listed("--stage", "verifikasi") == [second]
    assert listed("--sop", "auditor", "0002") == [second]
    assert listed("tidak ada di mana pun") == []
    assert "verifikasi" in cli("list").out
    assert cli("list", "--open", "--closed", "--json").references == ["usage"]
    assert cli("list", "--stage", "verifikas", "--json").references == ["stage-unknown"]
    assert cli("list", "--sop", "auditr", "--json").references == ["sop-unknown"]


def test_show_has_record_steps_and_papers(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    shown = cli("show", "0001").out
    for words in (
        "surat.nomor",
        "Waits at: verifikasi",
        "02/AUD-2025-0001-02-terima-lembar-disposisi.docx",
        "permohonan",
    ):
        assert words in shown
    answer = cli("show", case, "--json").json
    assert [step["stage"] for step in answer["steps"]] == ["permohonan", "terima"]
    assert answer["case"]["record"]["media"]


def test_status_gives_the_commands_that_go_on(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    shown = cli("status", case).out
    assert f"docgen auditor verifikasi {case}" in shown
    assert f"docgen auditor penarikan {case}" in shown
    assert "Pejabat Contoh Dua" in shown
    answer = cli("status", case, "--json").json
    assert answer["waiting"][0]["stage"] == "verifikasi"
    assert "periksa.1.hasil" in [need["path"] for need in answer["waiting"][0]["needs"]]


def test_undo_takes_back_the_last_step_and_says_so(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    before = tree(workspace.root)
    tried = cli("undo", case, "--reason", "salah kasus", "--by", "helpdesk", "-n")
    assert "would be recorded" in tried.out
    assert tree(workspace.root) == before
    done = cli("undo", case, "--reason", "salah kasus", "--by", "helpdesk", "--json")
    assert done.code == 0, done.out
    assert (done.json["step"]["undoes"], done.json["step"]["by"]["id"]) == (2, "helpdesk")
    assert [each["stage"] for each in done.json["next"]] == ["terima"]
    shown = cli("show", case).out
    assert "salah kasus" in shown
    assert "undone" in shown


def test_why_must_be_said_or_is_asked_and_who_is_known(
    workspace: Workspace, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    missing = cli("undo", case, "--json")
    assert missing.code == 2
    assert [error["where"] for error in missing.json["errors"]] == ["--reason"]
    before = tree(workspace.root)
    assert cli("undo", case, prompter=Script(["salah", "n"])).code == 130
    assert cli("undo", case, prompter=Script([BREAK])).code == 130
    assert tree(workspace.root) == before
    asked = cli("undo", case, prompter=Script(["", "salah", "y"]))
    assert asked.code == 0
    assert "Pejabat Contoh Satu" in asked.out  # the helpdesk, who did the last stage
    monkeypatch.setenv("DOCGEN_BY", "verifikator")
    case, _step = stand_at(workspace, "verifikasi", example="2")
    done = cli("undo", case, "--reason", "salah", "--json")
    assert done.json["step"]["by"]["id"] == "verifikator"


def test_correct_mends_a_value_and_names_the_papers(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    assert cli("correct", case, "--reason", "x", "--by", "helpdesk", "--json").references == ["usage"]
    done = cli(
        "correct", case, "--set", "instansi.nama=BPK Perwakilan Lain", "--reason", "salah ketik", "--by", "helpdesk"
    )
    assert done.code == 0, done.err
    assert "to be issued again" in done.out
    assert f"docgen reissue {case} PAPER" in done.out
    assert "02/AUD-2025-0001-02-terima-lembar-disposisi.docx" in done.out
    assert "BPK Perwakilan Lain" in cli("show", case).out
    again = cli(
        "correct", case, "--set", "instansi.nama=BPK Perwakilan Lain", "--reason", "x", "--by", "helpdesk", "--json"
    )
    assert again.references == ["correction-refused"]


def test_one_item_of_a_list_can_be_mended(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    done = cli("correct", case, "--set", "auditor.2.nama=Nama Baru", "--reason", "salah", "--by", "helpdesk", "--json")
    assert done.code == 0, done.out
    people = cli("show", case, "--json").json["case"]["record"]["auditor"]
    assert [person["nama"] for person in people][1] == "Nama Baru"
    assert people[0]["nama"] != "Nama Baru"


def test_attach_copies_a_file_in(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    (workspace.root / "pindai.pdf").write_bytes(PDF)
    done = cli("attach", case, "pindai.pdf", "--as", "lembar-disposisi", "--json")
    assert done.code == 0, done.out
    assert done.json["step"]["by"]["id"] == "helpdesk"
    assert done.json["step"]["files"][0]["nama"] == "pindai.pdf"
    wrong = cli("attach", case, "pindai.pdf", "--as", "lembar-disposis", "--by", "helpdesk", "--json")
    assert wrong.references == ["option-unusable"]
    assert "lembar-disposisi" in wrong.json["errors"][0]["hint"]
    assert cli("attach", case, "docgen.toml", "--as", "berkas", "--by", "helpdesk", "--json").code == 3


def test_sop_list_show_check(workspace: Workspace, cli: Cli) -> None:
    assert "Permohonan Registrasi USER ID Auditor" in cli("sop", "list").out
    shown = cli("sop", "show", "auditor").out
    assert "verifikasi" in shown
    assert "lembar-disposisi" in shown
    assert cli("sop", "show", "auditor", "--json").json["sop"]["number"] == "49"
    checked = cli("sop", "check", "--json")
    assert (checked.code, checked.json["ok"]) == (0, True), checked.out
    path = workspace.root / "templates_docx/auditor/sop.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("next: terima", "next: trima"), encoding="utf-8")
    broken = cli("sop", "check", "auditor")
    assert broken.code == 4
    assert "templates_docx/auditor/sop.yaml:" in broken.err
    assert "auditor" in cli("sop", "list").out
    path.write_text("{", encoding="utf-8")
    assert "docgen sop check auditor" in cli("sop", "list").out
    assert cli("--help").code == 0


def test_template_fields_and_register_list(workspace: Workspace, cli: Cli) -> None:
    fields = cli("template", "fields", "auditor").out
    assert "auditor[].nama" in fields
    assert any(
        each["path"] == "surat.nomor" for each in cli("template", "fields", "auditor", "--json").json["placeholders"]
    )
    assert "No number" in cli("register", "list").out
    case, _step = stand_at(workspace, "verifikasi")
    (number,) = cli("register", "list", "--json").json["numbers"]
    assert (number["register"], number["case"], number["step"]) == ("agenda-masuk", case, 2)
    assert case in cli("register", "list", "--year", "2025", "--register", "agenda-masuk").out
    assert cli("register", "list", "--year", "2024", "--json").json["numbers"] == []
    register = workspace.store.register(year=2025, register="agenda-masuk")
    (register / "000002.json").write_bytes(b"{}")
    damaged = cli("register", "list", "--json")
    assert (damaged.code, damaged.references) == (11, ["register-damaged"])
    assert damaged.json["numbers"] == [number]
    told = cli("register", "list")
    assert told.code == 11
    assert case in told.out
    assert "000002.json" in told.err


def test_the_same_undo_again_asks_for_again(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "disposisi-kepala-biro")
    typed = ["undo", case, "--reason", "salah kasus", "--by", "helpdesk"]
    assert cli(*typed).code == 0
    twice = cli(*typed, "--json")
    assert (twice.code, twice.references) == (5, ["undo-refused"])
    assert cli(*typed, "--again", "--json").json["step"]["seq"] == 5


def test_verify_finds_what_was_changed_by_hand(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    whole = cli("verify", case)
    assert (whole.code, whole.out) == (0, f"{case}: whole\n")
    paper = next((workspace.store.case_dir(case) / "02").glob("*.docx"))
    paper.write_bytes(paper.read_bytes() + b" ")
    damaged = cli("verify", case, "--json")
    assert damaged.code == 11
    assert damaged.json["cases"][0]["problems"][0]["reference"] == "paper-changed"
    assert "damaged" in cli("verify", case).out
    assert cli("verify", "AUD-2025-0009").code == 3


def test_doctor_says_what_is_wrong_and_what_to_do(workspace: Workspace, cli: Cli) -> None:
    assert cli("doctor").code == 0
    (workspace.root / "templates_docx/auditor/form-check-list.docx").unlink()
    sick = cli("doctor", "--json")
    assert sick.code == 4
    assert sick.json["ok"] is False
    assert "wrong" in cli("doctor").out


def test_completion_scripts_say_where_to_put_them(cli: Cli) -> None:
    for shell in ("bash", "zsh", "fish"):
        script_ = cli("completion", shell).out
        assert "_DOCGEN_COMPLETE" in script_
        assert f"docgen completion {shell} >" in script_
    assert cli("completion", "zsh").out.startswith("#compdef docgen")
    assert 'string split --max 1 ","' in cli("completion", "fish").out, "descriptions keep their commas"
    assert cli("completion", "csh", "--json").references == ["usage"]


def test_init_makes_a_workspace_once(tmp_path: Path) -> None:
    done = spawn(["init", "kantor", "--json"], cwd=tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / "kantor/docgen.toml").is_file()
    assert "docgen.toml" in done.json["made"]
    assert spawn(["list"], cwd=tmp_path / "kantor").out == "No case fits.\n"
    again = spawn(["init", "kantor", "--json"], cwd=tmp_path)
    assert (again.code, again.references) == (6, ["would-overwrite"])


def test_demo_plays_both_sops(tmp_path: Path) -> None:
    done = spawn(["demo"], cwd=tmp_path)
    assert done.code == 0, done.err
    folder = tmp_path / "docgen-demo"
    for command in ("docgen auditor permohonan", "docgen training permohonan --rows", "docgen training kelas ubah"):
        assert f"$ {command}" in done.out
    assert len(list((folder / "cases").glob("*/AUD-*/*/*.docx"))) == 20
    cases = {
        each["case"]: each["outcome"] or each["open"][0] for each in spawn(["list", "--json"], cwd=folder).json["cases"]
    }
    assert [cases[f"KLS-2025-000{place}"] for place in (1, 2)] == ["terlaksana", "terlaksana"]
    assert sorted(cases[name] for name in cases if name.startswith("TRN")) == ["batal", "jadwal", *["selesai"] * 8]
    assert spawn(["verify", "--json"], cwd=folder).json["ok"] is True
    assert spawn(["demo"], cwd=tmp_path).code == 6


def test_demo_answers_programs(tmp_path: Path) -> None:
    told = spawn(["demo", "lain", "--json"], cwd=tmp_path)
    assert [each["answer"]["ok"] for each in told.json["commands"]] == [True] * len(told.json["commands"])


def test_every_document_for_programs_is_of_one_shape(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    for arguments in (
        ["today"],
        ["list"],
        ["show", case],
        ["status", case],
        ["sop", "list"],
        ["sop", "show", "auditor"],
        ["sop", "check"],
        ["template", "fields", "auditor"],
        ["register", "list"],
        ["verify", case],
        ["doctor"],
        ["completion", "bash"],
    ):
        done = cli(*arguments, "--json")
        answer = json.loads(done.out)
        assert (done.code, answer["schema"], answer["ok"], done.err) == (0, 1, True, ""), arguments


def test_a_long_table_is_folded_on_a_terminal_and_never_cut(workspace: Workspace, cli: Cli) -> None:
    stand_at(workspace, "verifikasi")
    whole = cli("today").out
    activity = "Menerima dan memverifikasi kelengkapan berkas persyaratan registrasi auditor"
    assert activity in whole, "away from a terminal lines stay whole"
    lines = [line.rstrip() for line in on_a_terminal(workspace.root, "today", columns=100).splitlines()]
    assert max(len(line) for line in lines) <= 100
    assert all(word in " ".join(lines) for word in ("Menerima", "kelengkapan", "registrasi", "auditor"))
    assert "…" not in "".join(lines)


def test_the_sample_requests_open_cases(workspace: Workspace, cli: Cli) -> None:
    shutil.copytree(Path(__file__).parents[2] / "cases/contoh", workspace.root / "cases/contoh")
    set_clock(workspace, "2026-01-05T09:00")
    for path in sorted((workspace.root / "cases/contoh").glob("*.json")):
        done = cli("auditor", "permohonan", "--input", str(path), "--json")
        assert done.code == 0, (path.name, done.out)


def test_input_may_come_from_standard_input(workspace: Workspace) -> None:
    data = json.dumps(script("1")[0]["input"]).encode()
    command = ["auditor", "permohonan", "--input", "-", "--json"]
    done = spawn([*command, "--at", "2025-11-03 08:10"], cwd=workspace.root, stdin=data)
    assert done.code == 0, done.out
    broken = spawn(command, cwd=workspace.root, stdin=b'{"a": 1, "a": 2}')
    assert broken.references[0] == "input-syntax"
    assert broken.json["errors"][0]["where"].startswith("stdin:1:")


def test_a_damaged_case_does_not_hide_the_others(cli: Cli, workspace: Workspace) -> None:
    damaged, _step = stand_at(workspace, "terima")
    whole = play(workspace, script("4")[:2])[-1].case.id
    path = workspace.store.case_dir(damaged) / "01" / "step.json"
    for verb in ("today", "list"):
        assert cli(verb).code == 0, "the control: nothing is damaged yet"
    path.write_bytes(path.read_bytes().replace(b"BPK", b"BKP"))
    (workspace.store.case_dir(damaged) / "case.json").unlink()
    for verb in ("today", "list"):
        told = cli(verb)
        assert told.code == 11
        assert whole in told.out
        assert damaged in told.err
        answer = json.loads(cli(verb, "--json").out)
        assert (answer["ok"], answer["exit_code"]) == (False, 11)
        assert answer["errors"]


def test_list_is_not_stopped_by_the_rules_of_today(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    definition = workspace.templates / "auditor" / "sop.yaml"
    definition.write_text(definition.read_text(encoding="utf-8").replace("verifikasi", "pemeriksaan"), encoding="utf-8")
    assert [each["case"] for each in cli("list", "--stage", "verifikasi", "--json").json["cases"]] == [case]
    assert cli("list", "--stage", "verifikasi", "--closed", "--json").code == 0, "it waits there, though not closed"
    assert cli("list", "--stage", "pemeriksaan", "--json").json["cases"] == []
    unknown = cli("list", "--stage", "verifikasix", "--json")
    assert unknown.references == ["stage-unknown"]
    assert cli("list", "--sop", "pelatihan", "--stage", "pemeriksaan", "--json").references == ["sop-unknown"]
    definition.write_text("stages: [", encoding="utf-8")
    assert cli("list", "--stage", "verifikasi").code == 0
    assert cli("list", "--stage", "verifikasix").code == 0, "it may be a stage of what cannot be read"
    shutil.rmtree(definition.parent)
    assert [each["case"] for each in cli("list", "--sop", "auditor", "--json").json["cases"]] == [case]
    assert cli("list", "--sop", "auditor", "--closed", "--json").code == 0, "its cases go on"


def test_what_a_refusal_tells_to_type_can_be_typed(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    (refused,) = cli("undo", case, "--reason", "salah", "--json").json["errors"]
    mend, end = [shlex.split(command)[1:] for command in re.findall("`(.+?)`", refused["hint"])]
    mend[mend.index("PATH=VALUE")] = "surat.hal=Permohonan"
    assert cli(*mend).code == 0
    assert cli(*end, "--json").json["outcome"] == "ditarik"
