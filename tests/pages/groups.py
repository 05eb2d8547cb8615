"""Requests and classes of SOP 24 of any size for the page review, each of whose people can be told from the others."""

from __future__ import annotations

import copy
from typing import Any

LONG = (
    "Raden Mas Muhammad Abdurrahman Wahyuningtyas Kusumadiningrat Prabowosubiyantoro Sastrowardoyo, "
    "S.Sos., S.E., M.Si., Ak., CA, CPA, CFE"
)
WORDY = "Kepala Bidang Pengelolaan Barang Milik Daerah dan Layanan Pengadaan Secara Elektronik"
INSTITUTION = "Dinas Komunikasi, Informatika, Statistik, dan Persandian Kabupaten Kepulauan Contoh"
TRAINERS = ("ketua-trainer", "trainer")
"""The examples know one trainer, since a new office has one; a class with a team of them has longer papers."""
BY = {"penetapan": "kasubbag-lpse", "training": "ketua-trainer", "perubahan-jadwal": "kasubbag-lpse"}
"""Who takes a step of a class of which the example does not say it."""
Steps = list[dict[str, Any]]


def participant(number: int, values: str) -> dict[str, Any]:
    """Somebody each of whose printed values ends with his number."""
    mark, long = f"x{number:02d}", values == "long"
    return {
        "nama": f"{LONG if long else 'Ali'} {mark}",
        "jabatan": f"{WORDY if long else 'Staf'} {mark}",
        "peran": "Pokja/PP",
    }


def group(steps: Steps, count: int, values: str) -> Steps:
    """The script of a request or class with so many people.

    Args:
        steps: the script of a shipped example.
        count: how many people.
        values: `ordinary`: short names; `long`: as long as offices write.
    """
    steps = copy.deepcopy(steps)
    for step in steps:
        said = step.get("input", {})
        step.setdefault("by", BY.get(step["stage"]))
        if "trainer" in said:
            said["trainer"] = [*TRAINERS]
        if "kelas" in said:
            said["kelas"]["trainer"] = [*TRAINERS]
        if "kuota" in said:
            said["kuota"] = count
            said["minimum"] = 1
        if "peserta" in said:
            seat = "peserta" in said and "kasus" in said["peserta"][0]
            people = [participant(number, values) for number in range(1, count + 1)]
            said["peserta"] = [
                _seat(each, number, values) if seat else _applicant(each, number)
                for number, each in enumerate(people, 1)
            ]
        for name, value in (
            ("kursi", True),
            ("konfirmasi", {"jawaban": "hadir"}),
            ("kehadiran", said.get("kehadiran", [None])[0]),
        ):
            if name in said:
                said[name] = [copy.deepcopy(value) for _ in range(count)]
    return steps


def _applicant(person: dict[str, Any], number: int) -> dict[str, Any]:
    return {**person, "hp": f"08120000{number:04d}", "email": f"x{number:02d}@contoh.example"}


def _seat(person: dict[str, Any], number: int, values: str) -> dict[str, Any]:
    """A seat of a class, as the class has gathered it."""
    institution = INSTITUTION if values == "long" else "Dinas Contoh"
    return {**person, "instansi": f"{institution} x{number:02d}", "kasus": f"TRN-2025-{number:04d}", "urut": 1}
