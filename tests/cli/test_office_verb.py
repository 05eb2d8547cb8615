"""`docgen office`: who holds what on a day, and what is wrong with it."""

from __future__ import annotations

import dataclasses

import pytest
from commands import Cli, Result
from playing import set_clock, stand_at

from docgen.app.workspace import Workspace, read_office
from docgen.cli.main import main

STAND_IN = """
[[pengganti]]
jenis = "Plt."
menggantikan = "ketua-lpse"
pejabat = "verifikator"
mulai = 2025-12-01
surat = "800/1/LPSE/2025"
"""


def settings(workspace: Workspace, old: str, new: str, add: str = "") -> Workspace:
    path = workspace.root / "docgen.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new) + add, encoding="utf-8")
    return dataclasses.replace(workspace, office=read_office(path))


@pytest.fixture
def ended(workspace: Workspace) -> Workspace:
    """The head of the office leaves at the end of November 2025, and somebody fills his post from then on."""
    peran = 'peran = ["ketua_lpse"]'
    return settings(workspace, peran, f"{peran}\nsampai = 2025-11-30", STAND_IN)


def run(workspace: Workspace, capsys: pytest.CaptureFixture[str], *arguments: str) -> Result:
    capsys.readouterr()
    code = main(list(arguments), workspace=workspace, start=workspace.root)
    caught = capsys.readouterr()
    return Result(code, caught.out, caught.err)


def line_of(shown: Result, post: str) -> str:
    return next(line for line in shown.out.splitlines() if line.startswith(post))


def test_the_posts_of_a_day_are_shown(ended: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = line_of(run(ended, capsys, "office", "show"), "Ketua LPSE")
    assert before.split("  ")[-1].strip() == "Pejabat Contoh Empat, S.Sos., M.Si. (ketua-lpse)"
    after = line_of(run(ended, capsys, "office", "show", "--date", "1 Desember 2025"), "Ketua LPSE")
    assert "Pejabat Contoh Dua, S.T. (verifikator)" in after
    assert "Plt. 2025-12-01 – …, 800/1/LPSE/2025" in after


def test_programs_get_the_same(ended: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(ended, capsys, "office", "show", "--date", "2025-12-01", "--json").json
    post = next(post for post in shown["office"]["posts"] if post["official"] == "ketua-lpse")
    assert (shown["ok"], shown["office"]["date"], shown["office"]["vacancies"]) == (True, "2025-12-01", [])
    assert (post["holder"], post["roles"], post["stand_in"]["jenis"]) == ("verifikator", ["ketua_lpse"], "Plt.")


def test_a_date_that_is_none_is_refused(cli: Cli) -> None:
    refused = cli("office", "show", "--date", "2025-13-01", "--json")
    assert (refused.code, refused.references) == (3, ["time-invalid"])


def test_the_check_says_that_all_is_well_or_what_is_not(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    well = run(workspace, capsys, "office", "check")
    assert (well.code, well.out) == (0, "The officials are in order on 2025-11-03.\n")
    vacant = settings(workspace, 'peran = ["ketua_lpse"]', 'peran = ["ketua_lpse"]\nsampai = 2025-11-02')
    told = run(vacant, capsys, "office", "check")
    assert told.code == 4
    assert "Nobody holds the post Ketua LPSE (ketua_lpse) on 2025-11-03. [office-unstaffed]" in told.err
    assert 'menggantikan = "ketua-lpse"\n' in told.err, "the lines can be copied"
    answer = run(vacant, capsys, "office", "check", "--json").json
    assert [error["reference"] for error in answer["errors"]] == ["office-unstaffed"]
    doctor = run(vacant, capsys, "doctor", "--json").json
    assert answer["errors"][0] in doctor["errors"]


def test_who_may_do_a_stage_is_said_as_of_today(ended: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    case, _step = stand_at(ended, "persetujuan")
    assert "Pejabat Contoh Empat" in run(ended, capsys, "status", case).out
    set_clock(ended, "2025-12-02T08:00")
    later = run(ended, capsys, "status", case).out
    assert "Pejabat Contoh Dua, S.T. (KETUA LPSE)" in later
    assert "Pejabat Contoh Empat" not in later
