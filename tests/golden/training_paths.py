"""Every path of SOP 24, through its classes; each gives the requests and classes that were played."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from classes import DAY, KASUBBAG, SOP, answered, closed, opened, told, waiting
from playing import play, script
from tours import go

from docgen.app.workspace import Workspace

TWO_DAYS = [
    {**DAY, "selesai": "15:00", "acara": ["Pembukaan", "Pengenalan SPSE", "Istirahat", "Praktik persiapan tender"]},
    {**DAY, "tanggal": "2025-11-13"},
]
SECOND = {"nama": "SPSE Gelombang II", "hari": [{**DAY, "tanggal": "2025-11-26"}]}
SUBSTITUTE = {
    "jawaban": "diganti",
    "pengganti": {
        "nama": "Peserta Contoh Pengganti",
        "jabatan": "Analis Contoh",
        "hp": "081200000131",
        "email": "pengganti@contoh.example",
    },
}


def planned(workspace: Workspace, session: str, at: str, **more: object) -> None:
    """A class takes in who waits."""
    go(workspace, session, "rencana", at=at, by=KASUBBAG, **more)  # type: ignore[arg-type]


def fixed(workspace: Workspace, session: str, at: str) -> None:
    """The schedule of a class is no longer tentative."""
    go(workspace, session, "tetapkan", at=at, by=KASUBBAG)


def again(workspace: Workspace, case: str, why: str, attended: Sequence[str]) -> str:
    """The one who is left of a request sits in a second class, on these days; gives the class."""
    follow_up = {"tindak_lanjut": "jadwal ulang", "dijadwalkan_ulang": {"*": True}, "alasan": why}
    go(workspace, case, "tindak-lanjut", follow_up, at="2025-11-13T08:30", by=KASUBBAG)
    second = opened(workspace, "2025-11-17T09:30", **SECOND)
    planned(workspace, second, "2025-11-17T10:00")
    told(workspace, case, "2025-11-17T10:30", until="2025-11-21")
    answered(workspace, case, "2025-11-18T09:00", "hadir")
    fixed(workspace, second, "2025-11-24T08:30")
    closed(workspace, second, "2025-11-26T12:30", [attended])
    return second


def institution(workspace: Workspace) -> list[str]:
    """Three by letter, two days: one comes, one sends somebody else, one declines."""
    case = waiting(workspace)
    session = opened(workspace, "2025-11-04T09:30", hari=TWO_DAYS)
    planned(workspace, session, "2025-11-04T10:00")
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-06T09:00", "hadir", SUBSTITUTE, "batal")
    fixed(workspace, session, "2025-11-10T08:30")
    days = [str(day["tanggal"]) for day in TWO_DAYS]
    closed(workspace, session, "2025-11-13T12:30", [days, days[:1]], kendala="Internet terputus dua puluh menit.")
    return [case, session]


def individual(workspace: Workspace) -> list[str]:
    """One, by form."""
    case = waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30")
    planned(workspace, session, "2025-11-04T10:00")
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07", by_way_of="SMS")
    answered(workspace, case, "2025-11-06T09:00", "hadir")
    fixed(workspace, session, "2025-11-10T08:30")
    closed(workspace, session, "2025-11-12T12:30", [["2025-11-12"]])
    return [case, session]


def rejected(workspace: Workspace) -> list[str]:
    """A shipped example as it is."""
    return [play(workspace, script("3", SOP), sop=SOP)[-1].case.id]


def withdrawn(workspace: Workspace) -> list[str]:
    """One withdraws after he confirmed; the class is held without him."""
    stays, goes = waiting(workspace, people=1), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30")
    planned(workspace, session, "2025-11-04T10:00")
    for case in (stays, goes):
        told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
        answered(workspace, case, "2025-11-05T09:00", "hadir")
    go(workspace, goes, "penarikan", {"alasan": "Peserta pindah tugas."}, at="2025-11-06T10:00")
    fixed(workspace, session, "2025-11-10T08:30")
    return [goes, session]


def released(workspace: Workspace) -> list[str]:
    """Nobody confirmed: the seat is released and given to the next who waits."""
    silent, next_ = waiting(workspace, people=1), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=1)
    planned(workspace, session, "2025-11-04T10:00")
    told(workspace, silent, "2025-11-04T10:30", until="2025-11-07")
    go(workspace, silent, "pelepasan-kursi", {"alasan": "Tidak ada konfirmasi."}, at="2025-11-10T08:00")
    go(workspace, session, "isi", at="2025-11-10T08:30", by=KASUBBAG)
    told(workspace, next_, "2025-11-10T09:00", until="2025-11-11", by_way_of="telepon")
    answered(workspace, next_, "2025-11-10T13:00", "hadir")
    fixed(workspace, session, "2025-11-11T08:30")
    return [silent, next_, session]


def rescheduled(workspace: Workspace) -> list[str]:
    """Another day and room after everybody answered, and a declined seat was given away: all confirm anew."""
    case, next_ = waiting(workspace), waiting(workspace, "2")
    session = opened(workspace, "2025-11-04T09:30", kuota=3)
    planned(workspace, session, "2025-11-04T10:00")
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-06T09:00", "hadir", SUBSTITUTE, "batal")
    fixed(workspace, session, "2025-11-10T08:30")
    go(workspace, session, "isi", at="2025-11-10T09:00", by=KASUBBAG)
    told(workspace, next_, "2025-11-10T09:30", until="2025-11-11", by_way_of="telepon")
    answered(workspace, next_, "2025-11-10T13:00", "hadir")
    changed = {
        "hari": [{**DAY, "tanggal": "2025-11-19"}],
        "tempat": "Aula LPSE",
        "alasan": "Ruang pelatihan dipakai untuk kegiatan lain.",
        "konfirmasi_sampai": "2025-11-14",
    }
    go(workspace, session, "ubah", changed, at="2025-11-11T08:30", by=KASUBBAG)
    answered(workspace, case, "2025-11-12T09:00", "batal", "hadir", None)
    answered(workspace, next_, "2025-11-12T09:30", "hadir")
    closed(workspace, session, "2025-11-19T12:30", [["2025-11-19"], ["2025-11-19"]])
    return [case, next_, session]


def postponed(workspace: Workspace) -> list[str]:
    """Too few: the class is put off, its member keeps its place and is first in the next class."""
    case = waiting(workspace, people=1)
    session = opened(workspace, "2025-11-04T09:30", minimum=2)
    planned(workspace, session, "2025-11-04T10:00")
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-06T09:00", "hadir")
    reason = {"alasan": "Peserta belum mencapai jumlah paling sedikit."}
    go(workspace, session, "tunda", reason, at="2025-11-10T08:30", by=KASUBBAG)
    later = waiting(workspace, "2", day="2025-11-10")
    second = opened(workspace, "2025-11-11T09:30", **SECOND, kuota=1)
    planned(workspace, second, "2025-11-11T10:00")
    told(workspace, case, "2025-11-11T10:30", until="2025-11-20")
    return [case, later, session, second]


def absent(workspace: Workspace) -> list[str]:
    """Of two, one is absent: he alone is scheduled anew, is absent again, and the request is closed."""
    case = waiting(workspace, people=2)
    session = opened(workspace, "2025-11-04T09:30")
    planned(workspace, session, "2025-11-04T10:00")
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-06T09:00", "hadir", "hadir")
    fixed(workspace, session, "2025-11-10T08:30")
    closed(workspace, session, "2025-11-12T12:30", [["2025-11-12"], []])
    second = again(workspace, case, "Peserta sakit.", [])
    follow_up = {"tindak_lanjut": "tutup", "alasan": "Peserta tidak hadir dua kali."}
    go(workspace, case, "tindak-lanjut", follow_up, at="2025-11-27T08:30", by=KASUBBAG)
    return [case, session, second]


def divided(workspace: Workspace) -> list[str]:
    """Three for whom no class has room: two sit in the first class, the third in the next."""
    case = waiting(workspace)
    session = opened(workspace, "2025-11-04T09:30", kuota=2)
    planned(workspace, session, "2025-11-04T10:00", split=[case])
    told(workspace, case, "2025-11-04T10:30", until="2025-11-07")
    answered(workspace, case, "2025-11-06T09:00", "hadir", "hadir", None)
    fixed(workspace, session, "2025-11-10T08:30")
    closed(workspace, session, "2025-11-12T12:30", [["2025-11-12"], ["2025-11-12"]])
    return [case, session, again(workspace, case, "Satu peserta belum mendapat kursi.", ["2025-11-26"])]


PATHS: dict[str, Callable[[Workspace], list[str]]] = {
    "24-1-instansi": institution,
    "24-2-perseorangan": individual,
    "24-3-ditolak": rejected,
    "24-4-ditarik": withdrawn,
    "24-5-kursi-dilepas": released,
    "24-6-jadwal-diubah": rescheduled,
    "24-7-ditunda": postponed,
    "24-8-tidak-hadir": absent,
    "24-9-dipecah": divided,
}
