"""Pemberitahuan USER ID Auditor (SOP 49): to each auditor his own, in confidence. It never holds a password."""

from __future__ import annotations

from docx.document import Document

from templates.letter import add_place, finish, new_letter, when
from templates.people import identity_label
from templates.styles import LETTER_FACT, LETTER_LEAD, LETTER_POINT, LETTER_TO
from templates.word import strong, write

ACCOUNT = "penerima.akun"
NEW_LOCAL = f"{ACCOUNT}.hasil == 'dibuat' and {ACCOUNT}.mode_akun == 'spse_lokal'"
"""An account of this kind begins with a password of the office."""
OPENING = (
    "Menindaklanjuti surat {{ instansi.nama }} Nomor {{ surat.nomor }} tanggal {{ surat.tanggal }} hal "
    "{{ surat.hal }}, dan berdasarkan surat tugas {{ surat_tugas.penerbit }} Nomor {{ surat_tugas.nomor }} tanggal "
    "{{ surat_tugas.tanggal }}, dengan ini disampaikan USER ID Auditor yang telah "
    f"{{% if {ACCOUNT}.hasil == 'diperpanjang' %}}diperpanjang{{% else %}}dibuat{{% endif %}} bagi Saudara:"
)
ON_PASSWORD = (
    f"{{% if {NEW_LOCAL} %}}kata sandi pertama tidak dimuat dalam surat ini, disampaikan secara terpisah, dan wajib "
    "diganti pada saat pertama kali masuk ke aplikasi;"
    f"{{% elif {ACCOUNT}.mode_akun == 'inaproc' %}}kata sandi tidak diterbitkan; Saudara masuk ke aplikasi melalui "
    "akun INAPROC;{% else %}kata sandi wajib dijaga kerahasiaannya;{% endif %}"
)
TERMS = (
    ON_PASSWORD,
    "USER ID dan kata sandi tidak boleh dipinjamkan atau diberitahukan kepada siapa pun;",
    "akses hanya dipergunakan untuk pemeriksaan sesuai dengan surat tugas;",
    "USER ID ditutup setelah masa berlaku berakhir; dan",
    "kebocoran atau penyalahgunaan USER ID segera dilaporkan kepada {{ kantor.nama }}.",
)


def make() -> Document:
    """The template's first form."""
    document = new_letter(title="Pemberitahuan USER ID Auditor")
    write(document, "Yth.\tSdr. {{ penerima.nama }}", LETTER_TO)
    add_place(document, "{{ penerima.jabatan_tim }}, {{ instansi.nama }}")
    write(document, OPENING, LETTER_LEAD)
    write(document, "Nama\t:\t{{ penerima.nama }}", LETTER_FACT)
    number = "{{ penerima.identitas.nomor | nip }}"
    write(document, f"{identity_label('penerima.identitas')}\t:\t{number}", LETTER_FACT)
    write(document, "Instansi\t:\t{{ instansi.nama }}", LETTER_FACT)
    write(document, ["USER ID\t:\t", strong(f"{{{{ {ACCOUNT}.user_id }}}}")], LETTER_FACT)
    when(
        document,
        "kantor.alamat_aplikasi",
        "Alamat aplikasi\t:\t{{ kantor.alamat_aplikasi }}",
        style=LETTER_FACT,
    )
    write(document, "Berlaku s.d.\t:\t{{ surat_tugas.sampai }}", LETTER_FACT)
    when(
        document,
        "surat_tugas.objek",
        "Objek/paket\t:\t{{ surat_tugas.objek | join('; ') }}",
        style=LETTER_FACT,
    )
    write(document, "USER ID tersebut dipergunakan dengan ketentuan sebagai berikut:", LETTER_LEAD)
    for place, term in enumerate(TERMS, 1):
        write(document, f"{place}.\t{term}", LETTER_POINT)
    finish(document)
    return document
