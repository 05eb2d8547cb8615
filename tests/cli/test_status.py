"""`docgen status`: what a stage needs, what may be said beside, and who enters it for whom."""

from __future__ import annotations

from typing import Any

import pytest
from commands import Cli
from playing import stand_at

from docgen.app.workspace import Workspace


def waiting(cli: Cli, case: str, stage: str) -> Any:
    (found,) = [each for each in cli("status", case, "--json").json["waiting"] if each["stage"] == stage]
    return found


def test_a_stage_that_needs_nothing_tells_what_may_be_said(workspace: Workspace, cli: Cli) -> None:
    case, _step = stand_at(workspace, "perbaikan", example="2")
    shown = cli("status", case).out
    assert "It asks for what is needed" not in shown
    assert shown.split("May also be said:\n")[1].split("\n\n")[0].splitlines() == [
        '    --set "surat.nomor=…"   Surat permohonan (nomor, tanggal, hal, sifat)',
        '    --set "surat_tugas.nomor=…"   Surat tugas pemeriksaan (nomor, tanggal, penerbit, mulai, sampai, objek)',
        '    --set "auditor.1.nama=…"   Data auditor (nama, identitas, pangkat, jabatan_tim, hp, email)',
        "    --berkas FILE   Berkas yang diserahkan",
    ]


@pytest.mark.parametrize(
    ("stage", "needs", "may"),
    [
        ("terima", ["media", "disposisi.kepada"], {"disposisi.kepada_lain": "kepada_lain, harap, harap_lain, isi"}),
        ("arsip", ["lokasi_arsip"], {}),
    ],
)
def test_what_is_needed_is_not_told_twice(
    workspace: Workspace, cli: Cli, stage: str, needs: list[str], may: dict[str, str]
) -> None:
    case, _step = stand_at(workspace, stage)
    found = waiting(cli, case, stage)
    assert [need["path"] for need in found["needs"]] == needs
    assert {each["path"]: each["label"].partition("(")[2].rstrip(")") for each in found["may"]} == may


def test_only_items_that_are_asked_are_spoken_of(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "user-id")
    given = [f"akun.{place}.hasil=gagal" for place in (1, 3, 4)] + ["akun.2.hasil=tunda"]
    given += [f"akun.{place}.alasan=belum" for place in (1, 2, 3, 4)]
    sets = [word for text in given for word in ("--set", text)]
    assert cli("auditor", "user-id", case, *sets, "--at", step["at"]).code == 0
    found = waiting(cli, case, "user-id")
    assert {each["path"].split(".")[1] for each in (*found["needs"], *found["may"])} == {"2"}


def test_what_may_be_said_can_be_said(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "perbaikan", example="2")
    for each in waiting(cli, case, "perbaikan")["may"]:
        if each["option"].startswith("--set"):
            value = "Isi lain"
            done = cli(
                "auditor", "perbaikan", case, "--set", f"{each['path']}={value}", "--at", step["at"], "-n", "--json"
            )
            assert done.code == 0, done.out


def test_who_enters_it_for_whom(workspace: Workspace, cli: Cli) -> None:
    case, step = stand_at(workspace, "arsip")
    shown = cli("status", case).out
    assert "By: Pejabat Contoh Satu, S.Kom. (HELPDESK LPSE), on behalf of AUDITOR / APIP / APH\n" in shown
    assert (
        "By: Pejabat Contoh Dua, S.T. (VERIFIKATOR LPSE); Pejabat Contoh Satu, S.Kom. (HELPDESK LPSE); "
        "Pejabat Contoh Lima, A.Md. (ADMIN LPSE)\n"
    ) in shown
    done = cli("auditor", "arsip", case, "--lokasi-arsip", "Rak 1", "--at", step["at"])
    assert (
        "Next: 6 selesai, by Pejabat Contoh Satu, S.Kom. (HELPDESK LPSE), on behalf of AUDITOR / APIP / APH\n"
        in done.out
    )
    assert "Pejabat Contoh Satu, S.Kom.  " in cli("today").out


def test_today_separates_names_whose_titles_have_commas(workspace: Workspace, cli: Cli) -> None:
    stand_at(workspace, "arsip")
    assert "Pejabat Contoh Dua, S.T.; Pejabat Contoh Satu, S.Kom.; Pejabat Contoh Lima, A.Md." in cli("today").out
