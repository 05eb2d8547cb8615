"""Training (SOP 24): requests and classes, played through `open_new` and `perform` from the shipped examples."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from playing import order, play, script, set_clock
from tours import go

from docgen.app.perform import Performed, open_new
from docgen.app.workspace import Workspace

SOP, CLASS = "training", "training kelas"
KASUBBAG, TRAINER = "kasubbag-lpse", "ketua-trainer"
INTAKE = ("permohonan", "terima", "disposisi-kepala-bagian", "disposisi-kasubbag")
DAY = {"tanggal": "2025-11-12", "mulai": "08:00", "selesai": "12:00"}


def waiting(
    workspace: Workspace, example: str = "1", *, day: str = "2025-11-03", people: int | None = None, **changes: Any
) -> str:
    """A request of a shipped example that waits for a class; gives its number.

    Args:
        workspace: where.
        example: the start of the example's name.
        day: when it was received and disposed.
        people: only so many of its participants.
        changes: other values for the first step, by field.
    """
    steps = copy.deepcopy([step for step in script(example, SOP) if step["stage"] in INTAKE])
    said = steps[0]["input"]
    said |= changes
    said["peserta"] = said["peserta"][:people]
    for step in steps:
        step["at"] = day + step["at"][len(day) :]
    return play(workspace, steps, sop=SOP)[-1].case.id


def opened(workspace: Workspace, at: str, **changes: Any) -> str:
    """A class of twenty that is open for one morning; gives its number."""
    set_clock(workspace, at)
    values = {
        "nama": "SPSE Gelombang I",
        "materi": "SPSE",
        "tempat": "Ruang Pelatihan LPSE",
        "trainer": ["ketua-trainer", "trainer"],
        "kuota": 20,
        "minimum": 1,
        "hari": [DAY],
        **changes,
    }
    return open_new(workspace, CLASS, order("buka", values, by=KASUBBAG)).case.id


def told(workspace: Workspace, case: str, at: str, *, until: str, by_way_of: str = "surat") -> Performed:
    """The schedule is passed on to a member."""
    return go(workspace, case, "penyampaian", {"kanal": by_way_of, "konfirmasi_sampai": until}, at=at)


def answered(workspace: Workspace, case: str, at: str, *answers: str | Mapping[str, Any] | None) -> Performed:
    """A member confirms: of each participant what he answers; None: he has no seat."""
    said = [{"jawaban": answer} if isinstance(answer, str) else answer for answer in answers]
    return go(workspace, case, "konfirmasi", {"konfirmasi": said}, at=at)


def closed(workspace: Workspace, session: str, at: str, attended: Sequence[Sequence[str]], **more: Any) -> Performed:
    """A class is over: of each seat the days on which he was there."""
    values = {"kehadiran": [list(days) for days in attended], **more}
    return go(workspace, session, "tutup", values, at=at, by=TRAINER)
