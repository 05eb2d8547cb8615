"""A clerk's first day: `init` asks for the office's data, `doctor` leads on, `next` does the work."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pexpect
import pytest
from commands import BREAK, Cli, Script, break_off, on_a_terminal, spawn, terminal
from playing import ROOT, stand_at, tree

from docgen.app.workspace import Workspace, read_office

KOP = ["", "-", ""]
OFFICE = [*KOP, 'LPSE "Uji" \\ & <Rekan>', "", "", "", "", "", "", "", "", ""]
NIP = "198609262015051001"
NOBODY = [""] * 8
"""Nobody so far, in each of the roles."""


def begin(cli: Cli, folder: Path, answers: list[str], *options: str) -> tuple[Any, Script]:
    clerk = Script(answers)
    return cli("init", "kantor-baru", *options, start=folder, prompter=clerk), clerk


TALK = [
    (r"line 1: the government \(Enter = PEMERINTAH KABUPATEN BELITUNG\)", "PEMERINTAH KABUPATEN CONTOH"),
    (r"line 2: the body", "<"),
    (r"Enter = PEMERINTAH KABUPATEN CONTOH\)", ""),
    (r"line 2: the body", "-"),
    (r"line 3: the unit", ""),
    (r"Name of the office", 'LPSE "Uji" \\ & <Rekan>'),
    (r"as the letterhead calls it", "Kantor LPSE Uji"),
    (r"Address", "Jalan Contoh 1"),
    (r"Town", "Contohkota"),
    (r"Code of the unit", ""),
    (r"Telephone", "bukan nomor"),
    (r"not a telephone number[^\n]*\n[^\n]*Telephone", ""),
    (r"E-mail", "lpse@"),
    (r"not an e-mail address[^\n]*\n[^\n]*E-mail", "lpse@contoh.example"),
    (r"Web site", ""),
    (r"Post code", ""),
    (r"Web address", ""),
    (r"HELPDESK LPSE \(helpdesk\)[\s\S]*Name with titles", "Pejabat Contoh Satu, S.Kom."),
    (r"made-up official of the sample[\s\S]*Name with titles", "Auditor Contoh Satu, S.Kom."),
    (r"Post \(Enter = HELPDESK LPSE\)", ""),
    (r"Rank", "Penata (III/c)"),
    (r"number or text; Enter = none", "NI"),
    (r"Did you mean NIP\?[\s\S]*number or text", "NIP"),
    (r"NIP \(the number\)", "198613262015051001"),
    (r"no month 13[\s\S]*NIP \(the number\)", NIP),
    (r"or a number from above", "1"),
    (r"KEPALA BIRO[\s\S]*or a number from above", ""),
    (r"KETUA LPSE[\s\S]*or a number from above", ""),
    (r"ADMIN LPSE[\s\S]*or a number from above", ""),
    (r"KEPALA BAGIAN[\s\S]*or a number from above", ""),
    (r"KASUBBAG LPSE[\s\S]*or a number from above", ""),
    (r"TIM TRAINER[\s\S]*or a number from above", ""),
    (r"Enter = Asia/Jakarta", "2"),
    (r"Language[\s\S]*number or text", ""),
    (r"What will stand in docgen.toml:[\s\S]*kepala-biro.nama: nobody so far[\s\S]*Write these settings", "n"),
    (r"by its number", "99"),
    (r"whole number from 1[\s\S]*by its number", "2"),
    (r"line 2: the body", "SEKRETARIAT DAERAH"),
    (r"Write these settings", ""),
]


def test_a_new_office_is_asked_for_its_data_with_mistakes(tmp_path: Path) -> None:
    with terminal(tmp_path, "init", "kantor") as session:
        for expected, answer in TALK:
            session.expect(expected)
            assert not (tmp_path / "kantor").exists(), "nothing is made before all was confirmed"
            session.sendline(answer)
        session.expect("Next: cd kantor, then docgen doctor")
        session.expect(pexpect.EOF)
    text = (tmp_path / "kantor/docgen.toml").read_text(encoding="utf-8")
    office = read_office(tmp_path / "kantor/docgen.toml")
    assert office.kantor.nama == 'LPSE "Uji" \\ & <Rekan>'
    assert (office.kantor.kop.perangkat, office.kantor.email) == ("SEKRETARIAT DAERAH", "lpse@contoh.example")
    assert office.zona_waktu == "Asia/Makassar"
    assert list(office.pejabat) == ["helpdesk"], "who was not named is not made up"
    helpdesk = office.pejabat["helpdesk"]
    assert (helpdesk.nama, helpdesk.peran) == ("Auditor Contoh Satu, S.Kom.", ("helpdesk", "verifikator"))
    assert helpdesk.identitas is not None
    assert helpdesk.identitas.nomor == NIP
    shipped = (ROOT / "docgen.toml").read_text(encoding="utf-8")
    comments = [line.partition("# ")[2] for line in shipped.splitlines() if "# " in line]
    assert [comment for comment in comments if comment not in text] == [], "its comments stay"


@pytest.mark.parametrize("answered", [0, 3, 18, len(TALK) - 1])
def test_breaking_off_leaves_nothing_behind(tmp_path: Path, answered: int) -> None:
    with terminal(tmp_path, "init", "atas/kantor") as session:
        for expected, answer in TALK[:answered]:
            session.expect(expected)
            session.sendline(answer)
        session.expect(TALK[answered][0])
        break_off(session)
        assert session.exitstatus == 130
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_leads_from_a_new_office_to_the_first_command(tmp_path: Path, cli: Cli) -> None:
    done, clerk = begin(cli, tmp_path, [*OFFICE, *NOBODY, "", "", ""])
    assert (done.code, clerk.answers) == (0, []), done.err
    folder, settings = tmp_path / "kantor-baru", tmp_path / "kantor-baru/docgen.toml"
    roles = ["helpdesk", "verifikator", "kepala-biro", "ketua-lpse", "admin"]
    roles += ["kepala-bagian", "kasubbag-lpse", "ketua-trainer"]
    for role in roles:
        answer = spawn(["doctor", "--json"], cwd=folder).json
        place, do = answer["next"]["where"], answer["next"]["do"]
        lines = settings.read_text(encoding="utf-8").splitlines()
        start = int(place.removeprefix("docgen.toml:")) - 1
        assert lines[start] == f"# [pejabat.{role}]"
        assert "Take the #" in do
        while start < len(lines) and lines[start]:
            lines[start] = (
                lines[start].removeprefix("# ").replace("Pejabat Contoh", "Petugas Uji").replace("0010", "0020")
            )
            start += 1
        settings.write_text("\n".join(line.replace('"19', '"19') for line in lines) + "\n", encoding="utf-8")
    left = spawn(["doctor", "--json"], cwd=folder).json
    assert left["ok"]
    (warning,) = [each for finding in left["findings"] for each in finding["warnings"]]
    assert warning["reference"] == "office-sample", "their numbers are still made up"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        "\n".join(line for line in text.splitlines() if not line.startswith("identitas")) + "\n", encoding="utf-8"
    )
    well = spawn(["doctor"], cwd=folder)
    assert (well.code, well.err) == (0, "")
    assert well.out.splitlines()[-1] == "Next: Take in the first case: docgen auditor permohonan"


def test_the_doctor_tells_made_up_officials_by_those_that_are_shipped(workspace: Workspace, cli: Cli) -> None:
    answer = cli("doctor", "--json").json
    assert answer["ok"]
    assert answer["findings"][0]["warnings"][0]["reference"] == "office-sample"
    place = answer["next"]["where"].split(":")
    line = (workspace.root / "docgen.toml").read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]
    assert line == "[pejabat.helpdesk]"


def test_where_something_waits_the_doctor_says_so(tmp_path: Path) -> None:
    spawn(["init", "kantor"], cwd=tmp_path)
    folder = tmp_path / "kantor"
    settings = folder / "docgen.toml"
    text = settings.read_text(encoding="utf-8").replace("Pejabat Contoh", "Petugas Uji")
    settings.write_text(
        "\n".join(line for line in text.splitlines() if not line.startswith("identitas")) + "\n", encoding="utf-8"
    )
    request = ["--input", "cases/contoh/bpk-tim-empat.json", "--at", "2025-11-03 08:10"]
    assert spawn(["auditor", "permohonan", *request], cwd=folder).code == 0
    assert "docgen next" in spawn(["doctor", "--json"], cwd=folder).json["next"]["do"]


def test_the_same_person_may_hold_several_roles_and_going_back_undoes_it(tmp_path: Path, cli: Cli) -> None:
    person = ["Auditor Contoh Dua", "", "", ""]
    done, clerk = begin(cli, tmp_path, [*OFFICE, *person, "1", "<", "-", "1", *NOBODY[3:], "", "en", ""])
    assert (done.code, clerk.answers) == (0, []), done.err
    office = read_office(tmp_path / "kantor-baru/docgen.toml")
    assert office.pejabat["helpdesk"].peran == ("helpdesk", "kepala_biro")
    assert office.bahasa == "en"


def test_another_kind_of_number_asks_for_the_number_again(tmp_path: Path, cli: Cli) -> None:
    person = ["Auditor Contoh Dua", "", "", "NIP", NIP, "<", "<", "NRP", "1234567"]
    done, clerk = begin(cli, tmp_path, [*OFFICE, *person, *NOBODY[1:], "", "", ""])
    assert (done.code, clerk.answers) == (0, []), done.err
    identity = read_office(tmp_path / "kantor-baru/docgen.toml").pejabat["helpdesk"].identitas
    assert identity is not None
    assert (identity.jenis, identity.nomor) == ("NRP", "1234567")


@pytest.mark.parametrize("name", ["{{ kantor }}", "=helpdesk", "a\u200bb", "a\x07b", "x" * 501])
def test_what_no_paper_could_print_is_refused_at_its_question(tmp_path: Path, cli: Cli, name: str) -> None:
    done, clerk = begin(cli, tmp_path, [*OFFICE, name, BREAK])
    assert done.code == 130
    assert clerk.asked[-1] == clerk.asked[-2], "the same question is asked again"
    assert list(tmp_path.iterdir()) == [tmp_path / "kantor"]


def test_without_a_terminal_and_with_plain_the_sample_office_is_taken(tmp_path: Path, cli: Cli) -> None:
    shipped = (ROOT / "docgen.toml").read_bytes()
    assert spawn(["init", "satu"], cwd=tmp_path).code == 0
    assert cli("init", "dua", "--plain", start=tmp_path, prompter=Script([])).code == 0
    assert cli("init", "tiga", "--json", start=tmp_path, prompter=Script([])).code == 0
    assert [(tmp_path / name / "docgen.toml").read_bytes() for name in ("satu", "dua", "tiga")] == [shipped] * 3


def test_a_dry_run_asks_and_writes_nothing(tmp_path: Path, cli: Cli) -> None:
    done, _clerk = begin(cli, tmp_path, [*OFFICE, *NOBODY, "", "", ""], "--dry-run")
    assert (done.code, "nothing was written" in done.out) == (0, True)
    assert not (tmp_path / "kantor-baru").exists()


def test_a_workspace_is_not_made_inside_another(workspace: Workspace, cli: Cli) -> None:
    for folder in ("dalam", "cases/dalam"):
        refused = cli("init", folder, "--json", start=workspace.root)
        assert (refused.code, refused.references) == (2, ["workspace-nested"])
        assert not (workspace.root / folder).exists()
    assert cli("init", "../sebelah", "--json", start=workspace.root).code == 0


def test_what_is_in_the_way_is_told_before_anything_is_asked(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "kantor-baru").mkdir()
    (tmp_path / "kantor-baru/docgen.toml").write_text("schema = 1\n", encoding="utf-8")
    done, clerk = begin(cli, tmp_path, [])
    assert (done.code, clerk.asked) == (6, [])


TERIMA = [
    (r"Who did it[\s\S]*Enter = helpdesk", ""),
    (r"Media[\s\S]*number or text", "Pos"),
    (r"not offered[\s\S]*number or text", "Surat"),
    (r"Passed on to[\s\S]*Enter = verifikator", "<"),
    (r"Enter = Surat", ""),
    (r"Enter = verifikator", ""),
    (r"somebody else", ""),
    (r"With the request for[\s\S]*Enter = none", ""),
    (r"another request", ""),
    (r"Wording", "diteruskan – segera"),
    (r"next line", ""),
    (r"Record this\?", ""),
]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_next_stage_on_a_terminal_with_mistakes(workspace: Workspace, encoding: str) -> None:
    case, _step = stand_at(workspace, "terima")
    more = {"PYTHONIOENCODING": encoding} if encoding != "utf-8" else {}
    with terminal(workspace.root, "next", encoding=encoding, **more) as session:
        seen = ""
        for expected, answer in TERIMA:
            session.expect(expected)
            seen += session.before + session.after
            session.sendline(answer)
        session.expect("recorded")
        session.expect(pexpect.EOF)
    assert "\x1b[3" not in seen, "no colours were wished"
    captured = spawn(["show", case, "--json"], cwd=workspace.root).json["steps"][-1]["captured"]
    assert captured["media"] == "Surat"
    assert captured["disposisi"] == {"kepada": ["verifikator"], "isi": "diteruskan – segera"}


@pytest.mark.parametrize("answered", [0, 4, len(TERIMA) - 1])
def test_ctrl_c_at_the_next_stage_records_nothing(workspace: Workspace, answered: int) -> None:
    stand_at(workspace, "terima")
    before = tree(workspace.root)
    with terminal(workspace.root, "next") as session:
        for expected, answer in TERIMA[:answered]:
            session.expect(expected)
            session.sendline(answer)
        session.expect(TERIMA[answered][0])
        break_off(session)
        assert session.exitstatus == 130
    assert tree(workspace.root) == before


def test_a_narrow_terminal_shows_what_waits_in_whole_words(workspace: Workspace) -> None:
    stand_at(workspace, "verifikasi")
    lines = [line.rstrip() for line in on_a_terminal(workspace.root, "today", columns=40).splitlines()]
    assert max(map(len, lines)) <= 40
    assert "Stage: verifikasi" in lines
    assert "kelengkapan" in " ".join(lines).split()


def test_every_role_of_the_shipped_sops_has_a_sample_official() -> None:
    settings = tomllib.loads((ROOT / "docgen.toml").read_text(encoding="utf-8"))
    held = {role for official in settings["pejabat"].values() for role in official["peran"]}
    from docgen.app.first_settings import shipped_sample  # noqa: PLC0415

    assert {role.role for role in shipped_sample().roles} <= held
