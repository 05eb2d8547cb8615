"""Classes of SOP 24, where a wrong step would seat, list or forget somebody wrongly."""

from __future__ import annotations

import pytest
from classes import KASUBBAG, answered, opened, told, waiting
from tours import go

from docgen.app.cases import open_case
from docgen.app.perform import Performed
from docgen.app.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quick")
CHANGED = {"tempat": "Aula LPSE", "alasan": "Ruang dipakai.", "konfirmasi_sampai": "2025-11-11"}


def names(done: Performed) -> list[object]:
    """Who sits in a class after a step of it."""
    seats = done.case.record["peserta"]
    assert isinstance(seats, list)
    return [seat["nama"] for seat in seats if isinstance(seat, dict)]


def full(workspace: Workspace) -> tuple[str, str]:
    """A class of two, full: of the first request one declined, and the next one has his seat."""
    first, second = waiting(workspace, people=2), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, first, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, first, "2025-11-05T09:00", "hadir", "batal")
    go(workspace, session, "isi", at="2025-11-05T10:00", by=KASUBBAG)
    told(workspace, second, "2025-11-05T10:30", until="2025-11-07")
    answered(workspace, second, "2025-11-05T13:00", "hadir")
    return session, first


def test_a_declined_seat_that_was_given_away_does_not_come_back_with_a_change(workspace: Workspace) -> None:
    session, first = full(workspace)
    go(workspace, session, "ubah", CHANGED, at="2025-11-06T08:30", by=KASUBBAG)
    assert open_case(workspace, first).state.record["kursi"] == [True, False]
    fixed = go(workspace, session, "ubah", CHANGED, at="2025-11-06T09:30", by=KASUBBAG)
    assert names(fixed) == ["Peserta Contoh Satu", "Pemohon Contoh Mandiri"]


def test_who_comes_late_into_a_fixed_class_stands_on_its_attendance_list(workspace: Workspace) -> None:
    first, second = waiting(workspace, people=2), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    tentative = go(workspace, session, "rencana", at="2025-11-04T10:00", by=KASUBBAG)
    told(workspace, first, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, first, "2025-11-05T09:00", "hadir", "batal")
    go(workspace, session, "tetapkan", at="2025-11-05T09:30", by=KASUBBAG)
    late = go(workspace, session, "isi", at="2025-11-05T10:00", by=KASUBBAG)
    assert open_case(workspace, second).state.open == ("penyampaian",)
    assert [document.kind for document in tentative.step.documents] == ["jadwal-training"]
    assert [document.kind for document in late.step.documents] == ["jadwal-training", "daftar-hadir"]
