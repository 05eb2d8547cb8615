"""What the clerk of the guide does, from the first day to the archive: the screens by their names.

Everybody and everything here is made up. A step that goes otherwise than it is told here raises AssertionError.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from screens.terminal import Answer, Desk

START = "2025-11-03 07:45"
SIGNED = b"%PDF-1.4\n% the scan of a signed paper, as far as the guide goes\n%%EOF\n"


class Keep(Protocol):
    """Keeps what was seen since the last time under a name: all of it, or the lines from one text to another."""

    def __call__(self, name: str, begin: str = "", end: str = "") -> None:
        """Keeps it."""


def _official(name: str, rank: str, number: str) -> list[Answer]:
    return [("gelar", name), ("Jabatan", ""), ("Pangkat", rank), ("nomor atau teks", "1"), ("Nomor NIP", number)]


def first_day(desk: Desk, keep: Keep) -> None:
    """Version, init, doctor."""
    desk.types("docgen --version")
    keep("versi")
    letterhead = [(label, "") for label in ("baris 1", "baris 2", "baris 3")]
    office = [(label, "") for label in ("Nama kantor", "Sebutan kantor", "Alamat", "Kota", "Kode unit", "Telepon")]
    mistakes = [
        ("E-mail", ""),
        ("Situs web", "<"),
        ("E-mail", "lpse@contoh"),
        ("E-mail", "lpse@contoh.example"),
        ("Situs web", ""),
        ("Kode pos", ""),
        ("Alamat web", ""),
    ]
    people = [
        *_official("Petugas Contoh Satu, S.Kom.", "Penata Muda (III/a)", "199013012015051001"),
        ("Nomor NIP", "199001012015051001"),
        *_official("Petugas Contoh Dua, S.T.", "Penata (III/c)", "198502022010021002"),
        *_official("Petugas Contoh Tiga, S.E., M.M.", "Pembina Tingkat I (IV/b)", "197503032000031003"),
        *_official("Petugas Contoh Empat, S.Sos.", "Pembina (IV/a)", "197804042003042004"),
        ("gelar", ""),
        *_official("Petugas Contoh Enam, S.H.", "Pembina (IV/a)", "197706062003061006"),
        *_official("Petugas Contoh Tujuh, S.Kom.", "Penata Tingkat I (III/d)", "198107072006042007"),
        *_official("Petugas Contoh Delapan, S.T.", "Penata Muda Tingkat I (III/b)", "198808082012121008"),
    ]
    end = [("Asia/Jakarta", ""), ("Enter = id", ""), ("Tulis pengaturan", "")]
    desk.types("docgen init lpse", answers=[*letterhead, *office, *mistakes, *people, *end])
    keep("init")
    desk.shows("cd lpse")
    desk.folder = desk.home / "lpse"
    desk.types("docgen doctor", code=4)
    keep("doctor-kurang")
    _fill_in_the_admin(desk.folder / "docgen.toml")
    desk.types("docgen doctor")
    keep("doctor-baik")
    desk.types('docgen register record agenda-masuk 1-6 --note "buku agenda kertas 2025"')
    desk.types('docgen register record surat-keluar 1-4 --note "register kertas 2025" --by helpdesk')
    keep("nomor-lama")
    desk.types("docgen today")
    keep("today-kosong")


def _fill_in_the_admin(settings: Path) -> None:
    """What the guide says: the marks are taken away from the waiting table, and its made-up holder is replaced."""
    text = settings.read_text(encoding="utf-8")
    head, mark, tail = text.partition("# [pejabat.admin]\n")
    table, _blank, rest = tail.partition("\n\n")
    lines = [line.removeprefix("# ") for line in (mark + table).splitlines()]
    filled = "\n".join(lines).replace("Pejabat Contoh Lima, A.Md.", "Petugas Contoh Lima, A.Md.")
    settings.write_text(
        f"{head}{filled.replace('190505051930051005', '199205052016051005')}\n\n{rest}", encoding="utf-8"
    )


REQUEST = [
    ("Nama instansi", "BPK Perwakilan Provinsi Contoh"),
    ("nomor atau teks", "1"),
    ("Alamat", "Jalan Contoh Nomor 1, Kota Contoh"),
    ("Nama lengkap", "Pemohon Contoh, S.E."),
    ("NIP/NRP", "198606062010061006"),
    ("Jabatan", "Kepala Sekretariat"),
    ("No. HP", "0812-0000-0099"),
    ("E-mail", "sekretariat@contoh.example"),
    ("Nomor surat", "001/S/CONTOH/11/2025"),
    ("Tanggal surat", "31-11-2025"),
    ("Tanggal surat", "3-11-2025"),
    ("Hal", "Permohonan Registrasi USER ID Auditor"),
    ("nomor atau teks", ""),
    ("Nomor", "ST-001/S/CONTOH/11/2025"),
    ("Tanggal", "3-11-2025"),
    ("Penerbit", "Kepala Perwakilan BPK Provinsi Contoh"),
    ("Berlaku mulai", "5-11-2025"),
    ("Berlaku sampai", "31-12-2025"),
    ("1", "Paket Contoh Pembangunan Gedung"),
    ("2", ""),
    ("Data auditor", "2"),
    ("Nama", "Auditor Contoh Satu"),
    ("NIP/NRP", "198101012005012001"),
    ("Pangkat", "Penata Tingkat I (III/d)"),
    ("Jabatan dalam tim", "Ketua Tim"),
    ("No. HP", "081200000001"),
    ("E-mail", "auditor1@contoh.example"),
    ("Nama", "Auditor Contoh Dua"),
    ("NIP/NRP", "199002022015021002"),
    ("Pangkat", ""),
    ("Jabatan dalam tim", "Anggota Tim"),
    ("No. HP", "081200000002"),
    ("E-mail", "auditor2@contoh.example"),
    ("1", "surat-tugas.pdf"),
    ("2", ""),
    ("Catat", ""),
]

NOTHING_MORE = [("pihak lain", ""), ("nomor atau teks", ""), ("permintaan lain", ""), ("Isi disposisi", "")]
"""A disposition that says no more than to whom."""


def reception(desk: Desk, keep: Keep) -> None:
    """A request of a team of two is taken in and registered."""
    (desk.folder / "surat-tugas.pdf").write_bytes(SIGNED)
    desk.at("2025-11-03 08:10")
    desk.types("docgen auditor permohonan", answers=REQUEST)
    keep("permohonan")
    desk.at("2025-11-03 08:20")
    desk.types("docgen today")
    keep("today")
    answers = [("Enter = helpdesk", ""), ("nomor atau teks", "1"), ("Enter = verifikator", ""), *NOTHING_MORE]
    desk.types("docgen next 0001", answers=[*answers, ("Catat", "")])
    keep("terima")
    desk.types("docgen status 0001")
    keep("status")


def decision(desk: Desk, keep: Keep) -> None:
    """The papers are checked; the heads of office decide."""
    desk.at("2025-11-03 08:40")
    checks = [
        *((start, "1") for start in ("Surat permohonan", "Surat tugas", "Masa berlaku", "Data auditor", "Objek")),
        ("Formulir", "ya"),
        ("Formulir", "1"),
    ]
    auditor = [("Tercantum", "ya"), ("nomor atau teks", "diterima")]
    to_the_head = [("Enter = kepala_biro", ""), *NOTHING_MORE]
    desk.types(
        "docgen next 0001",
        answers=[("Enter = verifikator", ""), *checks, *auditor, *auditor, *to_the_head, ("Catat", "")],
    )
    keep("verifikasi")
    desk.at("2025-11-03 09:15")
    desk.types(
        "docgen next 0001",
        answers=[("Enter = kepala-biro", ""), ("Enter = ketua_lpse", ""), *NOTHING_MORE, ("Catat", "")],
    )
    keep("kepala-biro", end="Isi disposisi")
    desk.at("2025-11-03 10:00")
    desk.types(
        "docgen next 0001",
        answers=[("Enter = ketua-lpse", ""), ("Enter = admin_lpse", ""), *NOTHING_MORE, ("Catat", "")],
    )
    keep("persetujuan", begin="Yang akan dicatat")


def user_ids(desk: Desk, keep: Keep) -> None:
    """USER IDs are made; the first password of one goes on a sealed page."""
    desk.at("2025-11-04 08:30")
    one = [("nomor atau teks", "1"), ("USER ID", "CONTOH.SATU"), ("nomor atau teks", "1"), ("nomor atau teks", "1")]
    two = [("nomor atau teks", "1"), ("USER ID", "CONTOH.DUA"), ("nomor atau teks", "2"), ("nomor atau teks", "1")]
    desk.types(
        "docgen next 0001",
        answers=[("Enter = admin", ""), *one, ("Kata sandi", ""), *two, ("Catat", ""), ("Sudah", "y")],
    )
    keep("user-id")
    desk.types('docgen undo 0001 --reason "salah ketik" --by admin', code=5)
    keep("undo-ditolak")


def end(desk: Desk, keep: Keep) -> None:
    """A signed letter is scanned, the file is archived, the team has its USER IDs."""
    desk.at("2025-11-04 09:30")
    (desk.folder / "pindaian surat 1.pdf").write_bytes(SIGNED)
    desk.types('docgen attach 0001 "pindaian surat 1.pdf" --as pemberitahuan-user-id --item 1')
    keep("attach")
    desk.at("2025-11-04 10:00")
    desk.types(
        "docgen next 0001",
        answers=[("nomor atau teks", "2"), ("Enter = ", ""), ("Diterima oleh", "Auditor Contoh Satu"), ("Catat", "")],
    )
    keep("selesai", begin="Yang mana")
    desk.at("2025-11-04 10:15")
    desk.types(
        "docgen next 0001",
        answers=[("nomor atau teks", ""), ("Tempat simpan", "Rak 2, map 2025/AUD, nomor 1"), ("Catat", "")],
    )
    keep("arsip", begin="Tempat simpan")
    desk.types("docgen list")
    keep("list")
    desk.types("docgen verify 0001")
    keep("verify")


def mistakes(desk: Desk, keep: Keep) -> None:
    """A value is corrected, a paper is issued again, a slip is lost, a paper was changed by hand."""
    desk.at("2025-11-04 13:00")
    desk.types('docgen correct 0001 --set auditor.2.hp=081200000022 --reason "salah ketik nomor HP" --by helpdesk')
    keep("correct")
    desk.types('docgen reissue 0001 form-check-list --reason "nomor HP diralat" --by verifikator')
    keep("reissue")
    desk.types(
        'docgen reissue 0001 slip-kata-sandi --reason "lembar hilang" --by admin',
        answers=[("Kata sandi pertama", ""), ("Sudah", "y")],
    )
    keep("reissue-slip")
    (paper,) = desk.folder.glob("cases/2025/*/02/*-lembar-disposisi.docx")
    paper.write_bytes(paper.read_bytes() + b" ")
    desk.types("docgen verify 0001", code=11)
    keep("verify-rusak")
    desk.types("docgen verify 0001 --restore")
    keep("verify-pulih")


def returned(desk: Desk, keep: Keep) -> None:
    """A request that lacks something goes back; a step is undone; errors on the way."""
    desk.at("2025-11-05 08:00")
    sample = "cases/contoh/kejaksaan-tidak-lengkap.json"
    desk.types(f"docgen auditor permohonan --input {sample}")
    keep("permohonan-berkas")
    desk.types("docgen auditor verifikasi 0002", code=5)
    keep("urutan-salah")
    desk.at("2025-11-05 08:10")
    desk.types('docgen auditor terima 0002 --media "Datang langsung" --set disposisi.kepada=verifikator')
    keep("terima-sekaligus")
    desk.types('docgen undo 0002 --reason "salah pilih kasus" --by helpdesk')
    keep("undo")
    desk.types("docgen auditor terima 0002 --media Surat --set disposisi.kepada=verifikator")
    desk.screen()
    desk.at("2025-11-05 08:30")
    checks = [
        *((start, "1") for start in ("Surat permohonan", "Surat tugas", "Masa berlaku")),
        ("Data auditor", "2"),
        ("Apa yang tidak sesuai", "nama auditor kedua tidak tercantum dalam surat tugas"),
        ("Objek", "3"),
        ("Formulir", "1"),
    ]
    auditors = [
        *(("Tercantum", "ya"), ("nomor atau teks", "diterima")),
        *(("Tercantum", "tidak"), ("nomor atau teks", "ditolak"), ("Catatan", "Tidak tercantum dalam surat tugas")),
    ]
    desk.types(
        "docgen next 0002",
        answers=[("Enter = verifikator", ""), *checks, *auditors, ("Enter = ", ""), *NOTHING_MORE, ("Catat", "")],
    )
    keep("verifikasi-kurang", begin="Data auditor: nama", end="Catatan (teks)")
    desk.types("docgen next 0002", answers=[("Enter = helpdesk", ""), ("Catat", "")])
    keep("pengembalian", begin="Anda tidak mengisi")


def books(desk: Desk, keep: Keep) -> None:
    """The numbers."""
    desk.at("2025-11-05 15:00")
    desk.types('docgen register record surat-keluar 8 --note "undangan rapat" --by helpdesk')
    desk.types('docgen register void surat-keluar 8 --reason "undangan batal dikirim" --by helpdesk')
    keep("register-void")
    desk.types("docgen register list --register surat-keluar")
    keep("register-list")
    desk.types("docgen register gaps")
    keep("register-gaps")
    desk.types("docgen register export agenda-masuk -o agenda-2025.xlsx")
    keep("register-export")


def officials(desk: Desk, keep: Keep) -> None:
    """Who holds which post; somebody stands in."""
    desk.types("docgen office show")
    keep("office-show")
    settings = desk.folder / "docgen.toml"
    stand_in = """
[[pengganti]]
jenis = "Plh."
menggantikan = "ketua-lpse"
pejabat = "kepala-biro"
mulai = 2025-11-10
sampai = 2025-11-14
surat = "800.1.11.1/012/CONTOH/2025"
"""
    settings.write_text(settings.read_text(encoding="utf-8") + stand_in, encoding="utf-8")
    desk.types("docgen office check")
    desk.types("docgen office show --date 2025-11-12")
    keep("office-plh")


DAYS = (first_day, reception, decision, user_ids, end, mistakes, returned, books, officials)
"""All that she does, in order."""
