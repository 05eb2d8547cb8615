"""What the clerk of the guide does with requests for a training and with the class, as in `scenes`.

Everybody and everything here is made up. A step that goes otherwise than it is told here raises AssertionError.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from screens.scenes import Keep
from screens.terminal import Desk

HEADINGS = ["Nama", "Jabatan", "Peran", "No. HP", "E-mail"]
TEAM = [
    ["Peserta Contoh Satu", "Pengelola Pengadaan", "PPK", "081200021001", "peserta1@contoh.example"],
    ["Peserta Contoh Dua", "Pengelola Pengadaan", "Pokja/PP", "081200021002", "peserta2@contoh.example"],
    ["Peserta Contoh Tiga", "Bendahara", "Lainnya", "081200021003", "peserta3@contoh.example"],
]
LETTER = [
    ("nomor atau teks", "1"),
    ("Nama lengkap", "Pemohon Contoh Satu"),
    ("Identitas", ""),
    ("Jabatan", "Sekretaris Dinas Contoh Satu"),
    ("Instansi/perusahaan", "Dinas Contoh Satu"),
    ("Alamat", "Jalan Contoh Nomor 1, Kota Contoh"),
    ("No. HP", "081200001001"),
    ("E-mail", "surat1@contoh.example"),
    ("Nomor surat", "001/CONTOH/2025"),
    ("Tanggal surat", "3-11-2025"),
    ("Hal", "Permohonan training SPSE"),
    ("Enter = Biasa", ""),
    ("nomor atau teks", "SPSE"),
    ("Bersedia menunggu", "ya"),
    ("Membawa laptop", "ya"),
    ("Catat", ""),
]
"""What is asked of a request by letter when the list of participants was named as a file."""
FORM = [
    *("jalur", "pemohon.nama", "pemohon.jabatan", "pemohon.instansi", "pemohon.alamat", "pemohon.hp", "pemohon.email"),
    *("aplikasi", "peserta.1.nama", "peserta.1.jabatan", "peserta.1.peran", "peserta.1.hp", "peserta.1.email"),
    *("bersedia_menunggu", "membawa_laptop"),
]
ALL = "TRN-2025-0001 TRN-2025-0002 TRN-2025-0003 TRN-2025-0004"
CLASS = [
    ("Nama kelas", "Gelombang I"),
    ("nomor atau teks", "SPSE"),
    ("Tempat", "Ruang Contoh"),
    ("dipisah koma", "ketua-trainer"),
    ("Kuota", "4"),
    ("paling sedikit", "3"),
    ("berapa banyak", "1"),
    ("Tanggal", "15-11-2025"),
    ("Mulai", "08:00"),
    ("Selesai", "12:00"),
    ("1", "08.00 Registrasi"),
    ("2", "08.30 Praktik SPSE"),
    ("3", ""),
]
MENDED = [("ditanyakan lagi", "hari.1.tanggal"), ("Tanggal", "17-11-2025"), ("Catat", "")]
"""A Saturday is refused; only the day is asked for again."""


def _book(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """An Excel file with these rows, every cell a text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.number_format = "@"
    book.save(path)


def _person(number: int, name: str, phone: str = "") -> list[str]:
    person, mail = f"Perseorangan Contoh {name}", f"orang{number}@contoh.example"
    hp, company = f"08120000400{number}", f"CV Contoh {name}"
    asks = ["formulir", person, "Direktur", company, f"Jalan Contoh Nomor 1{number}", hp, mail]
    return [*asks, "SPSE", person, "Direktur", "Penyedia", phone or hp, mail, "ya", "ya"]


def requests(desk: Desk, keep: Keep) -> None:
    """A letter with a list of participants, and forms of individuals from one spreadsheet."""
    desk.at("2025-11-06 08:00")
    _book(desk.folder / "peserta-dinas-satu.xlsx", [HEADINGS, *TEAM])
    desk.types("docgen training permohonan --peserta peserta-dinas-satu.xlsx", answers=LETTER)
    keep("training-surat")
    desk.at("2025-11-06 08:20")
    people = [_person(1, "Satu"), _person(2, "Dua", phone="0812"), _person(3, "Tiga")]
    _book(desk.folder / "formulir.xlsx", [FORM, *people])
    desk.types("docgen training permohonan --rows formulir.xlsx", code=3)
    keep("training-baris-salah")
    _book(desk.folder / "formulir.xlsx", [FORM, people[0], _person(2, "Dua"), people[2]])
    desk.types("docgen training permohonan --rows formulir.xlsx")
    keep("training-baris")


def dispositions(desk: Desk, keep: Keep) -> None:
    """Several cases in one command, up to the waiting list."""
    desk.at("2025-11-06 08:40")
    desk.types(f'docgen training terima {ALL} --media "Datang langsung" --set disposisi.kepada=kepala_bagian')
    keep("training-terima", end="docgen training disposisi-kepala-bagian TRN-2025-0001")
    desk.at("2025-11-06 10:00")
    desk.types(f"docgen training disposisi-kepala-bagian {ALL} --set disposisi.kepada=kasubbag")
    desk.at("2025-11-06 11:00")
    desk.types(f"docgen training disposisi-kasubbag {ALL} --set disposisi.kepada=tim_trainer")
    desk.screen()
    desk.types("docgen list --sop training --stage jadwal")
    keep("training-antrean")


def opened(desk: Desk, keep: Keep) -> None:
    """A class is opened, its plan looked at and recorded; a step is undone through the class."""
    desk.at("2025-11-07 08:00")
    desk.types("docgen training kelas buka --by ketua-trainer", answers=[*CLASS, *MENDED])
    keep("kelas-buka")
    desk.types("docgen training kelas rencana KLS-2025-0001 --dry-run --by ketua-trainer")
    keep("kelas-rencana-coba")
    reason = "minta bulan depan lewat telepon"
    desk.types(
        f'docgen training kelas rencana KLS-2025-0001 -n --by ketua-trainer --exclude TRN-2025-0002 --reason "{reason}"'
    )
    keep("kelas-rencana-kecuali", begin="1. TRN", end="4. TRN")
    desk.types("docgen training kelas rencana KLS-2025-0001 --by ketua-trainer")
    keep("kelas-rencana", begin="Dilakukan juga")
    desk.types('docgen undo TRN-2025-0001 --reason "salah kelas"', code=5)
    keep("kelas-undo")


def told(desk: Desk, keep: Keep) -> None:
    """The schedule is told and changed; participants confirm, decline and send somebody else."""
    desk.at("2025-11-07 09:00")
    seated = "TRN-2025-0001 TRN-2025-0002"
    desk.types(f"docgen training penyampaian {seated} --kanal telepon --konfirmasi-sampai 13-11-2025")
    keep("training-penyampaian")
    desk.at("2025-11-10 08:00")
    days = [["tanggal", "mulai", "selesai", "acara"], ["2025-11-18", "08:00", "12:00", "08.00 Registrasi"]]
    _book(desk.folder / "hari.xlsx", days)
    change = '--hari hari.xlsx --alasan "Ruangan dipakai rapat." --konfirmasi-sampai 14-11-2025'
    desk.types(f"docgen training kelas ubah KLS-2025-0001 --by ketua-trainer {change}")
    keep("kelas-ubah")
    desk.at("2025-11-11 08:30")
    answers = [("nomor atau teks", "hadir"), ("nomor atau teks", "diganti")]
    substitute = [("Nama", "Pengganti Contoh Satu"), ("Identitas", ""), ("Jabatan", "Bendahara")]
    substitute += [("No. HP", "081200030001"), ("E-mail", "pengganti@contoh.example")]
    desk.types(
        "docgen training konfirmasi TRN-2025-0001",
        answers=[*answers, *substitute, ("nomor atau teks", "hadir"), ("Catat", "")],
    )
    keep("training-konfirmasi")
    desk.types('docgen training konfirmasi TRN-2025-0002 --set "konfirmasi.*.jawaban=batal"')
    keep("training-batal")
    desk.at("2025-11-12 08:00")
    desk.types("docgen training kelas isi KLS-2025-0001 --by ketua-trainer")
    keep("kelas-isi")
    desk.types("docgen training penyampaian TRN-2025-0003 --kanal SMS --konfirmasi-sampai 14-11-2025")
    desk.screen()


def held(desk: Desk, keep: Keep) -> None:
    """The class is fixed, held and reported on; who was absent is scheduled anew; a class is postponed."""
    desk.at("2025-11-14 08:00")
    desk.types("docgen training kelas tetapkan KLS-2025-0001 --by ketua-trainer")
    keep("kelas-tetapkan")
    desk.types("docgen training kelas show KLS-2025-0001")
    keep("kelas-show")
    (desk.folder / "kalender").mkdir()
    desk.types("docgen training kelas show KLS-2025-0001 --ics kalender")
    keep("kelas-ics")
    desk.types("docgen training kelas show KLS-2025-0001 --xlsx hadir.xlsx")
    keep("kelas-xlsx")
    desk.at("2025-11-18 12:30")
    _fill_in(desk.folder / "hadir.xlsx", ["ya", "ya", "tidak", "ya"])
    close = "docgen training kelas tutup KLS-2025-0001 --by ketua-trainer --kehadiran hadir.xlsx"
    desk.types(close, code=5)
    keep("kelas-belum")
    desk.types('docgen training konfirmasi TRN-2025-0003 --set "konfirmasi.*.jawaban=hadir"')
    desk.screen()
    desk.types(close)
    keep("kelas-tutup")
    desk.at("2025-11-19 08:00")
    follow = '--by kasubbag-lpse --tindak-lanjut "jadwal ulang" --set "dijadwalkan_ulang.*=ya" --alasan "Sakit."'
    desk.types(f"docgen training tindak-lanjut TRN-2025-0001 {follow}")
    keep("training-tindak-lanjut")


def postponed(desk: Desk, keep: Keep) -> None:
    """A second class has too few participants."""
    desk.at("2025-11-19 09:00")
    second = [("Nama kelas", "Gelombang II"), *CLASS[1:7], ("Tanggal", "25-11-2025"), *CLASS[8:], ("Catat", "")]
    desk.types("docgen training kelas buka --by ketua-trainer", answers=second)
    desk.types("docgen training kelas rencana KLS-2025-0002 --by ketua-trainer")
    desk.screen()
    desk.at("2025-11-20 08:00")
    desk.types("docgen training kelas tetapkan KLS-2025-0002 --by ketua-trainer", code=5)
    keep("kelas-kurang")
    desk.types('docgen training kelas tunda KLS-2025-0002 --by ketua-trainer --alasan "Peserta belum cukup."')
    keep("kelas-tunda")


def _fill_in(path: Path, answers: Sequence[str]) -> None:
    """Writes who attended into the last column of a list."""
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for row, answer in enumerate(answers, start=2):
        sheet.cell(row, sheet.max_column).value = answer
    book.save(path)


DAYS = (requests, dispositions, opened, told, held, postponed)
"""All that she does with them, in order."""
