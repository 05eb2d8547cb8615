"""The frame of a letter (surat dinas): date, number and subject, addressee, who signs, and who gets a copy.

The order and the places are those of the regulation on official papers: the place and date begin the right half, the
four facts stand aligned below, the signature block fills the right half again, the copies come last.
"""

from __future__ import annotations

from docx.document import Document

from templates.letterhead import add_page_furniture
from templates.people import SIGNER, identity
from templates.styles import (
    LETTER_AT,
    LETTER_BODY,
    LETTER_CLOSING,
    LETTER_COPIES,
    LETTER_COPY,
    LETTER_DATE,
    LETTER_HEAD,
    LETTER_LAST,
    LETTER_NAME,
    LETTER_POST,
    LETTER_TO,
    LETTER_TO_MORE,
    ParagraphStyle,
)
from templates.word import Line, new_document, write

INSTITUTION = "{{ instansi.nama if instansi is defined else pemohon.instansi }}"
ADDRESS = "{{ instansi.alamat if instansi is defined else pemohon.alamat }}"
ASKED = (
    "{% if surat.nomor %}surat Saudara Nomor {{ surat.nomor }} tanggal {{ surat.tanggal }} hal {{ surat.hal }}"
    "{% else %}permohonan Saudara tanggal {{ kasus.dibuka }}{% endif %}"
)
"""What the applicant sent: a letter, or a form."""
THANKS = "Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih."


def new_letter(*, title: str) -> Document:
    """A letter with its head, down to the subject."""
    document = new_document(title=title)
    add_page_furniture(document)
    write(document, "{{ kantor.kota }}, {{ naskah.tanggal }}", LETTER_DATE)
    for line in (
        "Nomor\t:\t{{ naskah.nomor }}",
        "Sifat\t:\t{% if naskah.sifat %}{{ naskah.sifat }}{% else %}Biasa{% endif %}",
        "Lampiran\t:\t{% if naskah.lampiran %}{{ naskah.lampiran }}{% else %}-{% endif %}",
        "Hal\t:\t{{ naskah.hal }}",
    ):
        write(document, line, LETTER_HEAD)
    return document


def add_applicant(document: Document) -> None:
    """The letter goes to whoever asked: an institution by the post of who wrote for it, a person by his name."""
    who = "{% if surat.nomor %}{{ pemohon.jabatan }}{% else %}Sdr. {{ pemohon.nama }}{% endif %}"
    write(document, f"Yth.\t{who}", LETTER_TO)
    add_place(document, INSTITUTION)


def add_place(document: Document, belongs_to: str) -> None:
    """The rest of the addressee, and where he is."""
    write(document, belongs_to, LETTER_TO_MORE)
    write(document, "di", LETTER_AT)
    write(document, ADDRESS, LETTER_TO_MORE)


def when(document: Document, condition: str, *contents: str, style: ParagraphStyle = LETTER_BODY) -> None:
    """Paragraphs that are printed if the condition holds."""
    write(document, f"{{%p if {condition} %}}", style)
    for content in contents:
        write(document, content, style)
    write(document, "{%p endif %}", style)


def signed() -> list[Line]:
    """The signature block in the right half."""
    post = (
        f"{{%p for baris in {SIGNER}.blok %}}",
        "{{ baris }}",
        "{%p endfor %}",
        f"{{%p if {SIGNER}.ttd %}}",
        f"{{{{ {SIGNER}.ttd }}}}",
        "{%p else %}",
        "\n\n\n",
        "{%p endif %}",
    )
    return [
        *(Line(content=line, style=LETTER_POST) for line in post),
        Line(content=f"{{{{ {SIGNER}.nama }}}}", style=LETTER_NAME),
        *_if(f"{SIGNER}.pangkat", f"{{{{ {SIGNER}.pangkat }}}}", LETTER_POST),
        *_if(f"{SIGNER}.identitas.nomor", identity(f"{SIGNER}.identitas"), LETTER_LAST),
    ]


def _if(condition: str, content: str, style: ParagraphStyle) -> list[Line]:
    return [Line(content=each, style=style) for each in (f"{{%p if {condition} %}}", content, "{%p endif %}")]


def finish(document: Document, closing: str = THANKS) -> None:
    """The last sentence, the signature block, which is never parted from it, and the copies."""
    write(document, closing, LETTER_CLOSING)
    for line in signed():
        write(document, line.content, line.style)
    write(document, "{%p if naskah.tembusan %}", LETTER_COPIES)
    write(document, "Tembusan:", LETTER_COPIES)
    write(document, "{%p for salinan in naskah.tembusan %}", LETTER_COPY)
    write(document, "{{ loop.index }}.\t{{ salinan }}", LETTER_COPY)
    write(document, "{%p endfor %}", LETTER_COPY)
    write(document, "{%p endif %}", LETTER_COPIES)
