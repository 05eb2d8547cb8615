"""Tanda Terima: for the papers that came in (all SOPs), and for the USER ID that was handed over (SOP 49)."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.table import Table

from templates.incoming import ASSIGNED, FILES, LETTER, ON_FORM, PARTICIPANTS, TEAM, number
from templates.letter import INSTITUTION
from templates.letterhead import add_page_furniture
from templates.people import DOTS, clock, identity, official_signature, signature
from templates.styles import (
    BODY,
    COLUMN,
    GAP,
    GAP_KEPT,
    NOTICE,
    PLAIN_TABLE,
    ROW_NUMBER,
    ROW_NUMBER_LAST,
    SENTENCE,
    SIGNATURE,
    SIGNATURE_LAST,
    SIGNATURE_NAME,
    TICK_LINE,
    TITLE,
)
from templates.word import (
    EMPTY_TICK,
    Box,
    Line,
    add_row,
    box,
    control_row,
    new_document,
    new_table,
    numbered,
    write,
)

COLUMNS = {"No": 9.0, "Uraian": 64.0, "Jumlah": 32.0, "Bentuk": 23.0, "Keterangan": 32.0}
NOW = "Pada hari {{ tahap.tanggal | hari_tanggal }} pukul " + clock("tahap")
UNTICKED = "Bentuk dicentang pada saat berkas diterima; baris yang tidak dicentang berarti tidak diserahkan."
GIVEN = "auditor | selectattr('akun.hasil', 'in', ('dibuat', 'diperpanjang')) | list"
PARTICIPANTS_TEXT = (
    f"{{% if {ON_FORM} %}}Formulir pendaftaran training (perseorangan) atas nama {{{{ peserta[0].nama }}}}"
    "{% else %}Data peserta: {{ peserta | length | angka_terbilang }} orang{% endif %}"
)
EMPTY = Line(content="", style=SIGNATURE)
IN_PERSON = "media == 'Datang langsung' and pemohon.nama"
"""Who brought a letter that came another way, nobody knows."""


def make_received() -> Document:
    """Tanda Terima Berkas: the first form of its template."""
    document = _new("Tanda Terima Berkas")
    write(
        document,
        f"{NOW} telah terima dari {{{{ pemohon.nama }}}}, {INSTITUTION}, berkas permohonan nomor registrasi "
        "{{ kasus.nomor }} berupa:",
        SENTENCE,
    )
    table = _table(document)
    for place, (paper, text) in enumerate(
        (
            (LETTER, "Surat permohonan Nomor {{ surat.nomor }} tanggal {{ surat.tanggal }}"),
            (ASSIGNED, "Surat tugas Nomor {{ surat_tugas.nomor }} tanggal {{ surat_tugas.tanggal }}"),
            (TEAM, "Data auditor: {{ auditor | length | angka_terbilang }} orang"),
            (PARTICIPANTS, PARTICIPANTS_TEXT),
        )
    ):
        control_row(table, f"{{%tr if {paper} %}}")
        _row(
            table,
            number((LETTER, ASSIGNED, TEAM, PARTICIPANTS)[:place], "1"),
            text,
            last=f"not {FILES}" if place > 1 else "false",
        )
        control_row(table, "{%tr endif %}")
    control_row(table, f"{{%tr for b in {FILES} %}}")
    _row(table, number((LETTER, ASSIGNED, TEAM, PARTICIPANTS), "loop.index"), "{{ b.nama }}", electronic="true")
    control_row(table, "{%tr endfor %}")
    write(document, UNTICKED, NOTICE)
    giving = signature(heading="Yang menyerahkan,", person="pemohon", known=IN_PERSON)
    taking = official_signature("petugas", known="petugas.nama", unknown="", rank=False)
    _sign(document, [EMPTY, *giving], [Line(content="Yang menerima,", style=SIGNATURE), *taking])
    return document


def make_user_id() -> Document:
    """Tanda Terima USER ID: the first form of its template. It names persons, and no USER ID of anybody."""
    document = _new("Tanda Terima USER ID")
    write(
        document,
        f"{NOW} telah terima dari {{{{ kantor.nama }}}} atas permohonan {{{{ instansi.nama }}}} Nomor "
        "{{ surat.nomor }} tanggal {{ surat.tanggal }} berupa:",
        SENTENCE,
    )
    table = _table(document)
    control_row(table, f"{{%tr for a in {GIVEN} %}}")
    _row(
        table,
        "loop.index",
        "Pemberitahuan USER ID Auditor atas nama {{ a.nama }}",
        identity("a.identitas"),
        amount="1 (satu) surat",
        electronic="a.akun.kanal == 'e-mail' or a.akun.kanal == 'SMS'",
        notes=("{{ a.akun.hasil }}", "melalui {{ a.akun.kanal }}"),
    )
    control_row(table, "{%tr endfor %}")
    admin = "langkah.user_id.petugas"
    giving = official_signature(admin, known=f"{admin}.nama", unknown="ADMIN LPSE,", rank=False)
    taking = [
        Line(content="Yang menerima,", style=SIGNATURE),
        *[EMPTY] * 5,
        Line(content=f"{{{{ penerima_user_id | titik({len(DOTS)}) }}}}", style=SIGNATURE_NAME),
        Line(content="", style=SIGNATURE_LAST),
    ]
    _sign(document, [Line(content="Yang menyerahkan,", style=SIGNATURE), *giving], taking)
    return document


def _new(title: str) -> Document:
    document = new_document(title=title)
    add_page_furniture(document)
    write(document, title.upper(), TITLE)
    return document


def _table(document: Document) -> Table:
    table = new_table(document, tuple(COLUMNS.values()))
    add_row(table, [box(COLUMN, name, shaded=True, middle=True) for name in COLUMNS], header=True, height_mm=7)
    return table


def _row(
    table: Table,
    counted: str,
    *text: str,
    last: str = "loop.last",
    amount: str = "1 (satu) berkas",
    electronic: str = "false",
    notes: Sequence[str] = ("",),
) -> None:
    """A row; whether a paper was the original or a copy is ticked by hand, unless it came by wire."""
    form = [
        Line(content=f"{{%p if {electronic} %}}", style=BODY),
        Line(content="elektronik", style=BODY),
        Line(content="{%p else %}", style=BODY),
        *(Line(content=[EMPTY_TICK, f"\t{name}"], style=TICK_LINE) for name in ("asli", "salinan")),
        Line(content="{%p endif %}", style=BODY),
    ]
    add_row(
        table,
        [
            numbered(counted, last=last, style=ROW_NUMBER, last_style=ROW_NUMBER_LAST),
            box(BODY, *text),
            box(BODY, amount),
            Box(lines=form),
            box(BODY, *notes),
        ],
        height_mm=8,
    )


def _sign(document: Document, giving: Sequence[Line], taking: Sequence[Line]) -> None:
    write(document, "", GAP_KEPT)
    table = new_table(document, (80.0, 80.0), style=PLAIN_TABLE)
    place = Line(content="{{ kantor.kota }}, {{ tahap.tanggal }}", style=SIGNATURE)
    add_row(table, [Box(lines=[EMPTY, *giving]), Box(lines=[place, *taking])])
    write(document, "", GAP)
