"""Every path of SOP 49; each gives the case that was played."""

from __future__ import annotations

from collections.abc import Callable

from playing import given, play, script, set_clock

from docgen.app.correct import correct
from docgen.app.undo import undo
from docgen.app.workspace import Workspace


def played(name: str) -> Callable[[Workspace], list[str]]:
    """A shipped example as it is."""
    return lambda workspace: [play(workspace, script(name))[-1].case.id]


def undone(workspace: Workspace) -> list[str]:
    """The Verifikator found the papers incomplete by mistake: taken back, the office goes on another way."""
    mistaken, good = script("2")[:3], script("2")[10:]
    case = play(workspace, mistaken)[-1].case.id
    set_clock(workspace, "2025-11-05T08:35")
    undo(workspace, case, reason="Cap pada surat ternyata ada.", by="verifikator")
    play(workspace, good, case=case)
    return [case]


def corrected(workspace: Workspace) -> list[str]:
    """A typo in an auditor's name and in the letter's number is found after the verification."""
    case = play(workspace, script("1")[:3])[-1].case.id
    set_clock(workspace, "2025-11-03T08:50")
    mended = given({"auditor": {"2": {"nama": "Auditor Contoh Dwi"}}, "surat": {"nomor": "010/S/CONTOH/11/2025"}})
    correct(workspace, case, given=mended, reason="Salah ketik.", by="helpdesk", base=workspace.root)
    play(workspace, script("1")[3:], case=case)
    return [case]


PATHS: dict[str, Callable[[Workspace], list[str]]] = {
    "1-tim-bpk": played("1"),
    "2-dikembalikan": played("2"),
    "3-ditolak": played("3"),
    "4-ditarik": played("4"),
    "5-sebagian": played("5"),
    "6-dibatalkan": undone,
    "7-dikoreksi": corrected,
}
