"""`docgen next` leads through whatever is next, and any dialog can be gone back through one question at a time."""

from __future__ import annotations

from typing import Any

import pytest
from commands import BREAK, Cli, Script, spawn, write_json
from playing import moment, play, script, set_clock, stand_at, tree

from docgen.app.workspace import Workspace


def last_step(cli: Cli, case: str) -> Any:
    return cli("show", case, "--json").json["steps"][-1]


def told(clerk: Script) -> str:
    return "\n".join(clerk.said)


def test_the_next_stage_is_done_with_what_the_case_and_the_office_offer(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    clerk = Script(["", "2", "", "", "", "", "", ""])
    done = cli("next", prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    assert last_step(cli, case)["captured"]["disposisi"] == {"kepada": ["verifikator"]}
    assert last_step(cli, case)["by"]["id"] == "helpdesk"
    shown = told(clerk)
    assert "Next: 1 terima, by Pejabat Contoh Satu, S.Kom." in shown
    assert f"docgen auditor penarikan {case}" in shown, "how to withdraw is said"


def test_what_will_be_made_is_shown_before_it_is_made(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    before = tree(workspace.root)
    clerk = Script(["", "2", "", "", "", "", "", BREAK])
    assert cli("next", case, prompter=clerk).code == 130
    assert tree(workspace.root) == before
    shown = told(clerk)
    for line in (
        "Lembar Disposisi",
        "No. agenda: the next number of Buku Agenda Surat Masuk",
        "Then it goes to: 2 verifikasi, by Pejabat Contoh Dua, S.T. (VERIFIKATOR LPSE)",
        "Done by: Pejabat Contoh Satu, S.Kom.",
    ):
        assert line in shown
    assert clerk.asked[-1].startswith("Record this?")


def test_a_stage_that_asks_nothing_is_confirmed_too(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "pengembalian", example="2")
    before = tree(workspace.root)
    assert cli("next", case, prompter=Script(["", "n", ""])).code == 130
    assert tree(workspace.root) == before
    assert cli("next", case, prompter=Script(["", ""])).code == 0
    assert last_step(cli, case)["stage"] == "pengembalian"


def test_of_several_open_stages_one_is_chosen_and_who_did_it(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "arsip")
    clerk = Script(["", "selesai", "<", "1", "2", "Rak 1", ""])
    done = cli("next", case, prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    assert "An answer is needed" in told(clerk)
    step = last_step(cli, case)
    assert (step["stage"], step["by"]["id"]) == ("arsip", "helpdesk")


def test_going_back_keeps_the_earlier_answers_and_reaches_the_first_question(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    clerk = Script(["", "Surat", "verifikator, 1", "Sekretariat", "<", "<", "<", "<", "<", "", "", "", "-", *[""] * 4])
    done = cli("next", case, prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    captured = last_step(cli, case)["captured"]
    assert captured["media"] == "Surat"
    assert captured["disposisi"] == {"kepada": ["verifikator", "helpdesk"]}, "a - takes the answer away"
    assert clerk.said.count("  This is the first question.") == 1
    assert any("Enter = Surat" in question for question in clerk.asked)
    assert any("Enter = verifikator, helpdesk; - = nobody of these" in question for question in clerk.asked)
    assert any("Enter = Sekretariat; - = none" in question for question in clerk.asked)
    assert sum("To go back one question" in line for line in clerk.said) == 1, "it is announced once"


def test_from_the_confirmation_the_last_question_is_asked_again(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "arsip")
    clerk = Script(["arsip", "", "Rak 1", "<", "Rak 2", ""])
    assert cli("next", case, prompter=clerk).code == 0
    assert last_step(cli, case)["captured"]["lokasi_arsip"] == "Rak 2"


def test_an_answer_on_which_others_depend_can_be_gone_back_to(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "user-id")
    people = step["input"]["akun"]
    people[0] = {}
    name = write_json(workspace, "akun.json", step["input"])
    clerk = Script(["", "tunda", "listrik padam", "<", "<", "dibuat", "A-1", "1", "1", "", "y"])
    done = cli("next", case, "--input", name, "--generate", prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    first = last_step(cli, case)["captured"]["akun"][0]
    account = {"hasil": "dibuat", "user_id": "A-1", "mode_akun": "spse_lokal", "kanal": "e-mail"}
    assert first == {**account, "sandi": True}


def test_a_dialog_of_a_stage_begins_at_its_first_question(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    clerk = Script(["<", "<", "Surat", "", "", "", "", "", "y"])
    assert cli("auditor", "terima", case, prompter=clerk).code == 0
    assert clerk.said.count("  This is the first question.") == 2


def test_within_a_question_the_sign_goes_back_a_line(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    clerk = Script(["", "ts", "<", "s", "2", "tanggal salah", BREAK])
    assert cli("next", case, prompter=clerk).code == 130
    assert sum("What is wrong with it" in question for question in clerk.asked) == 2
    assert sum("Surat permohonan kepada" in question for question in clerk.asked) == 2


def test_what_is_shown_is_what_will_be_recorded(workspace: Workspace, cli: Cli) -> None:
    data = script("1")[0]["input"]
    data["pemohon"] |= {"hp": None, "identitas": None}
    data["surat"]["tanggal"] = None
    name = write_json(workspace, "p.json", data)
    clerk = Script(["198609262015051001", "+62 812 3456 7890", "1-11-2025", "y"])
    assert cli("auditor", "permohonan", "--input", name, prompter=clerk).code == 0
    shown = told(clerk)
    for text in ("No. HP: 0812-3456-7890", "NIP 19860926 201505 1 001", "Tanggal surat: 1 November 2025"):
        assert text in shown
    assert "+62 812 3456 7890" not in shown


def test_who_may_not_do_it_is_told_whose_it_is(workspace: Workspace, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _step = stand_at(workspace, "arsip")
    monkeypatch.setenv("DOCGEN_BY", "kepala-biro")
    clerk = Script(["arsip", "admin", "Rak 1", ""])
    assert cli("next", case, prompter=clerk).code == 0
    assert "This is not for Pejabat Contoh Tiga, S.E., M.M. to do." in told(clerk)
    assert last_step(cli, case)["by"]["id"] == "admin"
    monkeypatch.setenv("DOCGEN_BY", "helpdesk")
    clerk = Script(["Budi", ""])
    assert cli("next", case, prompter=clerk).code == 0, "who may do it is not asked who did it"
    typed = cli("next", case, "--by", "kepala-biro", prompter=Script([]))
    assert typed.code == 5


def test_one_case_alone_need_not_be_named(workspace: Workspace, cli: Cli) -> None:
    assert cli("next", prompter=Script([])).out == "Nothing waits.\n"
    case, _step = stand_at(workspace, "terima")
    assert cli("next", "--json").json["case"] == case
    play(workspace, script("2")[:1])
    several = cli("next", prompter=Script([]))
    assert several.code == 2
    assert several.out.count("terima") >= 2, "what waits is listed"
    assert f"docgen next {case}" in several.err
    assert case in {each["case"] for each in cli("next", "--json").json["waiting"]}


def test_a_program_is_told_what_is_next_and_nothing_is_done(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    before = tree(workspace.root)
    answer = cli("next", case, "--json").json
    (waiting,) = answer["waiting"]
    assert (waiting["stage"], answer["step"]) == ("terima", None)
    assert [need["path"] for need in waiting["needs"]] == ["media", "disposisi.kepada"]
    assert [each["stage"] for each in answer["acts"]] == ["penarikan"]
    half = cli("next", case, "--json", "--set", "media=Surat")
    assert (half.code, set(half.references)) == (3, {"field-missing"})
    assert tree(workspace.root) == before
    whole = ["--set", "media=Surat", "--set", "disposisi.kepada=verifikator"]
    assert cli("next", case, "--json", "-n", *whole).json["dry_run"] is True
    assert tree(workspace.root) == before
    done = cli("next", case, "--json", *whole)
    assert (done.code, done.json["step"]["stage"]) == (0, "terima")


def test_without_a_terminal_the_command_is_told_and_nothing_is_done(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    before = tree(workspace.root)
    done = spawn(["next", case], cwd=workspace.root)
    assert done.code == 2
    assert done.out.startswith(f"docgen auditor terima {case} --media ")
    assert "disposisi.kepada=" in done.out
    assert "there is none here" in done.err
    assert tree(workspace.root) == before
    done = spawn(["next", case, "--set", "media=Surat", "--set", "disposisi.kepada=verifikator"], cwd=workspace.root)
    assert (done.code, "recorded" in done.out) == (0, True)


def test_without_a_terminal_several_stages_are_not_guessed(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "arsip")
    done = cli("next", case, "--set", "lokasi_arsip=Rak 1")
    assert done.code == 2
    assert [line.split()[2] for line in done.out.splitlines()] == ["arsip", "selesai"]
    assert cli("next", case, "--json", "--set", "lokasi_arsip=Rak 1").references == ["usage"]


def test_a_closed_case_says_how_it_ended(workspace: Workspace, cli: Cli) -> None:
    done = play(workspace, script("1"))
    case = done[-1].case.id
    closed = cli("next", case, prompter=Script([]))
    assert (closed.code, "closed (selesai)" in closed.err) == (5, True)
    act = cli("auditor", "penolakan", case, "--alasan", "x")
    assert (act.code, f"case {case} is closed (selesai)" in act.err) == (5, True)


def test_a_dry_run_asks_and_records_nothing(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "arsip")
    before = tree(workspace.root)
    done = cli("next", case, "--dry-run", prompter=Script(["arsip", "", "Rak 1"]))
    assert (done.code, "would be recorded" in done.out) == (0, True)
    assert tree(workspace.root) == before


def test_it_can_be_said_when_it_happened(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "terima")
    set_clock(workspace, "2025-11-28T08:00")
    clerk = Script(["", "2", "", "", "", "", "", ""])
    assert cli("next", case, "--at", "2025-11-03 09:30", prompter=clerk).code == 0
    assert last_step(cli, case)["at"] == moment("2025-11-03T09:30").isoformat()
    assert step["stage"] == "terima"
    early = cli("next", case, "--at", "2025-11-02 09:30", prompter=Script([""]))
    assert (early.code, "[time-invalid]" in early.err) == (3, True)


def test_verify_tells_of_every_case_that_was_named(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "terima")
    mixed = cli("verify", "9999", case)
    assert (mixed.code, f"{case}: whole" in mixed.out, "[case-unknown]" in mixed.err) == (3, True, True)
    rows = cli("verify", case, "9999", "--json").json["cases"]
    assert [(row["case"], row["ok"]) for row in rows] == [(case, True), ("9999", False)]


def test_values_that_are_refused_are_refused_in_sentences(workspace: Workspace, cli: Cli) -> None:
    data = script("1")[0]["input"]
    data["surat"]["tanggal"], data["pemohon"]["hp"], data["instansi"]["jenis"] = "besok lusa", "1", "Toko"
    data["instansi"]["nama"] = "a\u200bb"
    found = cli("auditor", "permohonan", "--json", "--input", write_json(workspace, "p.json", data)).json["errors"]
    assert len(found) == 4
    assert [error["message"] for error in found if not error["message"].endswith(".")] == []


def test_the_question_of_an_act_can_be_gone_back_to(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "verifikasi")
    clerk = Script(["<", "salah ketik", "<", "", "<", "salah pilih", "y"])
    done = cli("undo", case, prompter=clerk)
    assert (done.code, clerk.answers) == (0, []), done.err
    assert last_step(cli, case)["reason"] == "salah pilih"
    assert clerk.said.count("  This is the first question.") == 1
    assert sum("Enter = salah ketik" in question for question in clerk.asked) == 2
