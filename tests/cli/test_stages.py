"""`docgen <sop> <stage>`: options from the definition, steps on the disk, one answer for people or for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Cli, write_json
from playing import script, set_clock, stand_at, tree

from docgen.app.workspace import Workspace


def open_case(cli: Cli, workspace: Workspace, *more: str) -> str:
    """A new case by the command line; gives its id."""
    name = write_json(workspace, "permohonan.json", script("1")[0]["input"])
    set_clock(workspace, "2025-11-03T08:10")
    done = cli("auditor", "permohonan", "--input", name, "--json", *more)
    assert done.code == 0, done.err + done.out
    return str(done.json["case"])


def test_help_of_an_sop_lists_its_stages_in_the_order_of_the_sop(cli: Cli) -> None:
    shown = cli("auditor", "--help").out
    stages = ["permohonan", "terima", "verifikasi", "pengembalian", "disposisi-kepala-biro", "user-id", "selesai"]
    places = [shown.index(f"  {stage} ") for stage in stages]
    assert places == sorted(places)
    assert "2  verifikasi" in shown
    words = " ".join(shown.split())
    assert "VERIFIKATOR LPSE: Menerima dan memverifikasi kelengkapan berkas" in words
    assert "(15 menit)" in words


def test_help_of_a_stage_shows_options_and_paths(cli: Cli) -> None:
    shown = " ".join(cli("auditor", "terima", "--help").out.split())
    assert "--media TEXT" in shown
    assert "Datang langsung, Surat, Telepon, E-mail" in shown
    assert "disposisi.kepada" in shown
    assert "--agenda" not in shown, "a number is taken from its register, never asked"
    assert "CASE" in shown
    first = cli("auditor", "permohonan", "--help").out
    assert "CASE" not in first
    assert "--again" in first
    assert "--berkas FILE" in first


def test_a_case_from_request_to_second_step(cli: Cli, workspace: Workspace) -> None:
    case = open_case(cli, workspace)
    assert case == "AUD-2025-0001"
    set_clock(workspace, "2025-11-03T08:20")
    done = cli("auditor", "terima", "0001", "--media", "Surat", "--set", "disposisi.kepada=verifikator")
    assert done.code == 0, done.err
    assert done.err == ""
    assert "AUD-2025-0001: step 2 (terima) recorded: 2025-11-03 08:20, Pejabat Contoh Satu" in done.out
    papers = sorted((workspace.root / "cases/2025/AUD-2025-0001/02").glob("*.docx"))
    assert [paper.relative_to(workspace.root).as_posix() in done.out for paper in papers] == [True] * 4
    assert "docgen auditor verifikasi AUD-2025-0001" in done.out


def test_the_answer_for_programs(cli: Cli, workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    done = cli("auditor", "terima", case, "--input", write_json(workspace, "t.json", step["input"]), "--json")
    answer = done.json
    assert done.err == ""
    assert answer["schema"] == 1
    assert answer["ok"] is True
    assert answer["case"] == case
    assert answer["step"]["stage"] == "terima"
    assert answer["step"]["seq"] == 2
    assert [paper["kind"] for paper in answer["papers"]] == [
        "lembar-disposisi",
        "formulir-permintaan-layanan",
        "form-check-list",
        "tanda-terima-berkas",
    ]
    assert all((workspace.root / answer["folder"]).is_dir() for _paper in answer["papers"])
    assert all((workspace.root / paper["path"]).is_file() for paper in answer["papers"])
    assert [stage["stage"] for stage in answer["next"]] == ["verifikasi"]
    assert answer["dry_run"] is False


def test_a_dry_run_says_what_would_be_and_writes_nothing(cli: Cli, workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    before = tree(workspace.root)
    name = write_json(workspace, "t.json", step["input"])
    done = cli("auditor", "terima", case, "--input", name, "-n")
    assert done.code == 0, done.err
    assert "would be recorded" in done.out
    assert tree(workspace.root) == before
    assert cli("auditor", "terima", case, "--input", name).code == 0
    assert tree(workspace.root) != before, "control: without -n the same command writes"


def test_input_may_be_yaml_or_standard_input(cli: Cli, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _step = stand_at(workspace, "terima")
    (workspace.root / "t.yaml").write_text("media: Surat\ndisposisi: {kepada: [verifikator]}\n", encoding="utf-8")
    assert cli("auditor", "terima", case, "--input", "t.yaml", "-n").code == 0


def test_options_win_over_the_input_file(cli: Cli, workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    name = write_json(workspace, "t.json", step["input"] | {"media": "Surat"})
    done = cli("auditor", "terima", case, "--input", name, "--media", "Telepon", "--json")
    assert done.json["step"]["captured"]["media"] == "Telepon"


def test_all_that_is_missing_is_told_at_once_with_its_option(cli: Cli, workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    done = cli("auditor", "terima", case, "--json")
    assert done.code == 3
    assert done.references == ["field-missing", "field-missing"]
    assert [error["where"] for error in done.json["errors"]] == ["media", "disposisi.kepada"]
    assert "--media" in done.json["errors"][0]["hint"]
    assert "--set" in done.json["errors"][1]["hint"]


@pytest.mark.parametrize(
    ("arguments", "reference", "code", "words"),
    [
        (["auditor", "verifikas", "AUD"], "stage-unknown", 2, "verifikasi"),
        (["auditr", "terima", "AUD"], "sop-unknown", 2, "auditor"),
        (["stats"], "usage", 2, "status"),
        (["auditor", "terima", "AUD", "--medai", "Surat"], "usage", 2, "--media"),
        (["auditor", "terima"], "usage", 2, "CASE"),
        (["auditor", "terima", "AUD-2025-0009", "--media", "Surat"], "case-unknown", 3, "AUD-2025-0001"),
        (["auditor", "verifikasi", "AUD"], "step-not-allowed", 5, "terima"),
        (["auditor", "terima", "AUD", "--by", "verifikatr"], "official-unknown", 2, "verifikator"),
        (["auditor", "terima", "AUD", "--by", "verifikator"], "official-not-entitled", 5, "helpdesk"),
        (["auditor", "terima", "AUD", "--at", "kemarin"], "time-invalid", 3, "08:30"),
        (["auditor", "terima", "AUD", "--at", "2025-11-03 23:59"], "time-invalid", 3, "future"),
        (["auditor", "terima", "AUD", "--at", "03-11-2025 08:01"], "time-invalid", 3, "opened"),
        (["auditor", "terima", "AUD", "--set", "media"], "option-unusable", 2, "PATH=VALUE"),
        (["auditor", "terima", "AUD", "--set", "mdia=Surat"], "field-unknown", 3, "media"),
        (["auditor", "terima", "AUD", "--media", "Surat", "--set", "media=Surat"], "option-unusable", 2, "twice"),
        (["auditor", "terima", "AUD", "--media", "Pos"], "value-invalid", 3, "Datang langsung"),
        (["auditor", "terima", "AUD", "--input", "tidak-ada.json"], "input-unreadable", 3, "tidak-ada.json"),
        (["auditor", "terima", "AUD", "--input", "docgen.toml"], "input-unreadable", 3, ".json"),
        (["auditor", "terima", "AUD", "--media", "Surat\x07"], "value-characters", 3, "media"),
    ],
)
def test_bad_input_gets_one_clear_message_and_nothing_is_written(
    cli: Cli, workspace: Workspace, arguments: list[str], reference: str, code: int, words: str
) -> None:
    stand_at(workspace, "terima")
    before = tree(workspace.root)
    done = cli(*arguments, "--json")
    assert done.code == code
    assert reference in done.references
    assert words in done.out
    assert done.json["exit_code"] == code
    assert tree(workspace.root) == before
    spoken = cli(*arguments)
    assert spoken.out == ""
    assert f"[{reference}]" in spoken.err


@pytest.mark.parametrize(
    "text", ["2025-11-03 08:30", "2025-11-03T08:30", "2025-11-03T01:30:00Z", "08:30", "3-11-2025 08.30"]
)
def test_when_it_happened_may_be_written_in_several_ways(cli: Cli, workspace: Workspace, text: str) -> None:
    case, step = stand_at(workspace, "terima")
    set_clock(workspace, "2025-11-03T16:00")
    done = cli(
        "auditor", "terima", case, "--input", write_json(workspace, "t.json", step["input"]), "--at", text, "--json"
    )
    assert done.json["step"]["at"] == "2025-11-03T08:30:00+07:00"


def test_several_cases_each_get_the_step(cli: Cli, workspace: Workspace) -> None:
    first, second = open_case(cli, workspace), open_case(cli, workspace, "--again")
    said = ["--media", "Surat", "--set", "disposisi.kepada=verifikator"]
    done = cli("auditor", "terima", first, second, *said, "--json")
    assert done.code == 0
    assert [each["case"] for each in done.json["cases"]] == [first, second]
    assert all((workspace.root / f"cases/2025/{case}/02").is_dir() for case in (first, second))


def test_of_several_cases_the_failed_ones_are_named(cli: Cli, workspace: Workspace) -> None:
    case = open_case(cli, workspace)
    said = ["--media", "Surat", "--set", "disposisi.kepada=verifikator"]
    done = cli("auditor", "terima", case, "AUD-2025-0077", *said)
    assert done.code == 9
    assert f"{case}: step 2" in done.out
    assert "AUD-2025-0077" in done.err
    assert "[batch-failed]" in done.err
    assert "1 of 2" in done.err
    answer = cli("auditor", "verifikasi", case, "AUD-2025-0077", "--json").json
    assert [each["ok"] for each in answer["cases"]] == [False, False]
    assert answer["exit_code"] == 9


def test_a_case_that_is_named_twice_gets_nothing(cli: Cli, workspace: Workspace) -> None:
    case = open_case(cli, workspace)
    before = tree(workspace.root)
    said = ["--media", "Surat", "--set", "disposisi.kepada=verifikator"]
    done = cli("auditor", "terima", case, "0001", *said, "--json")
    assert (done.code, done.references) == (2, ["option-unusable"])
    assert case in done.json["errors"][0]["message"]
    assert tree(workspace.root) == before


def test_a_step_that_may_be_repeated_is_not_repeated_by_a_command_typed_twice(cli: Cli, workspace: Workspace) -> None:
    case, step = stand_at(workspace, "user-id")
    set_clock(workspace, step["at"])
    later = [case, "--set", "akun.*.hasil=tunda", "--set", "akun.*.alasan=Menunggu."]
    assert cli("auditor", "user-id", *later).code == 0
    before = tree(workspace.root)
    for more in ([], ["--dry-run"]):
        twice = cli("auditor", "user-id", *later, *more, "--json")
        assert (twice.code, twice.references) == (5, ["step-repeated"])
    assert tree(workspace.root) == before
    assert cli("auditor", "user-id", *later[:-1], "akun.*.alasan=Masih menunggu.").code == 0, "that is something else"
    assert cli("auditor", "user-id", *later).code == 0, "and so is this"
    assert cli("auditor", "user-id", *later, "--again").code == 0
    assert "--again" not in cli("auditor", "verifikasi", "--help").out


def test_the_same_request_is_not_entered_twice_unless_it_is_meant(cli: Cli, workspace: Workspace) -> None:
    open_case(cli, workspace)
    again = cli("auditor", "permohonan", "--input", "permohonan.json", "--json")
    assert again.references == ["request-repeated"]
    assert cli("auditor", "permohonan", "--input", "permohonan.json", "--again").code == 0


def test_options_come_from_the_definition_that_the_case_is_pinned_to(cli: Cli, workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    path = workspace.root / "templates_docx/auditor/sop.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fields: [agenda, media, disposisi]", "fields: [agenda, disposisi]"), encoding="utf-8")
    assert "--media" not in cli("auditor", "terima", "--help").out
    assert "--media" in cli("auditor", "terima", case, "--help").out
    assert "--media" in cli("auditor", "terima", "--by", "helpdesk", "--media", "Surat", case, "--help").out
    assert "--media" not in cli("auditor", "terima", "--by", case, "--help").out, "that is nobody's case"


def test_a_broken_definition_is_told_with_all_its_errors(cli: Cli, workspace: Workspace) -> None:
    path = workspace.root / "templates_docx/auditor/sop.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("type: checklist", "type: cheklist").replace("actor: verifikator", "aktor: x"), encoding="utf-8"
    )
    done = cli("auditor", "terima", "AUD", "--json")
    assert done.code == 4
    assert len(done.references) >= 2
    assert all(error["where"].startswith("templates_docx/auditor/sop.yaml:") for error in done.json["errors"])
    assert cli("--help").code == 0, "help of the rest still works"


def test_file_names_count_from_the_input_or_from_where_the_clerk_stands(cli: Cli, workspace: Workspace) -> None:
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    folder, here = workspace.root / "masuk", workspace.root / "meja"
    for place in (folder, here):
        place.mkdir()
    (folder / "a.pdf").write_bytes(pdf)
    (here / "b.pdf").write_bytes(pdf + b"%")
    data = script("1")[0]["input"]
    (folder / "minta.json").write_text(json.dumps(data | {"berkas": ["a.pdf"]}), encoding="utf-8")
    set_clock(workspace, "2025-11-03T08:10")
    from_input = cli("auditor", "permohonan", "--input", "../masuk/minta.json", "--json", start=here)
    assert [file["nama"] for file in from_input.json["step"]["files"]] == ["a.pdf"]
    both = cli("auditor", "permohonan", "--input", "../masuk/minta.json", "--berkas", "b.pdf", "--json", start=here)
    assert [file["nama"] for file in both.json["step"]["files"]] == ["b.pdf"]
    wrong = cli("auditor", "permohonan", "--input", "../masuk/minta.json", "--berkas", "a.pdf", "--json", start=here)
    assert wrong.references == ["file-refused"], "control: an option's file is not looked for beside the input"


def test_a_case_of_another_sop_is_refused(cli: Cli, workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    twin = workspace.root / "templates_docx/kembar"
    twin.mkdir()
    text = (workspace.root / "templates_docx/auditor/sop.yaml").read_text(encoding="utf-8")
    (twin / "sop.yaml").write_text(
        text.replace("id: auditor\n", "id: kembar\n", 1).replace("case_prefix: AUD", "case_prefix: KMB"),
        encoding="utf-8",
    )
    done = cli("kembar", "terima", case, "--media", "Surat", "--json")
    assert done.references == ["sop-unknown"]
    assert "auditor" in done.out


def test_paths_are_shown_from_where_the_clerk_stands(cli: Cli, workspace: Workspace, tmp_path: Path) -> None:
    case, step = stand_at(workspace, "terima")
    name = write_json(workspace, "t.json", step["input"])
    inside = cli("auditor", "terima", case, "--input", name, "-n")
    assert "  cases/2025/" in inside.out
    elsewhere = tmp_path / "lain"
    elsewhere.mkdir()
    outside = cli("auditor", "terima", case, "--input", str(workspace.root / name), "-n", start=elsewhere)
    assert str(workspace.root / "cases/2025") in outside.out
