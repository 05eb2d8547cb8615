"""Which papers of SOP 24 the page review looks at: classes of one, twenty and sixty, and what their members get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shelf import Key, Swept
from teams import SIZES

CLASS, REQUEST = "training kelas", "training"
COUNTS = (1, 20, 60)
CASES = (
    *(("ordinary", count, "1", rules) for rules in (CLASS, REQUEST) for count in COUNTS),
    *(("long", 20, "1", rules) for rules in (CLASS, REQUEST)),
    ("ordinary", 20, "6", REQUEST),
    ("ordinary", 1, "7", REQUEST),
    ("long", 1, "2", REQUEST),
)


class Look(NamedTuple):
    """What a kind of paper has: how its signature begins, what stands above it on its page, and its list of people."""

    signature: str
    above: str
    head: str | None = None
    """The last word of the list's head."""
    times: int = 0
    """How often each row says who it is about."""


PAPERS: Mapping[str, Look] = {
    "jadwal-training": Look("Tanjungpandan,", "SPSE", "Keterangan", 3),
    "daftar-hadir": Look("Tanjungpandan,", "Anggota", "tangan", 3),
    "berita-acara": Look("Tanjungpandan,", "Demikian", "dihadiri", 3),
    "surat-penyampaian-jadwal": Look("KEPALA", "Demikian", "Peran", 2),
    "surat-perubahan-jadwal": Look("KEPALA", "Demikian", "Peran", 2),
    "surat-penundaan": Look("KEPALA", "Demikian"),
    "formulir-pendaftaran-training": Look("Tanjungpandan,", "pribadi"),
}
KEYS = tuple(Key(values, count, path, size, rules) for size in SIZES for values, count, path, rules in CASES)
SWEPT: Swept = {
    "schedule": (Key("ordinary", 1, "1", "A4", CLASS), "rencana-jadwal-training", range(5, 14)),
    "attendance": (Key("ordinary", 20, "1", "A4", CLASS), "daftar-hadir-1", range(5, 17)),
    "report": (Key("ordinary", 1, "1", "A4", CLASS), "tutup-berita-acara", range(4, 22, 2)),
    "letter": (Key("ordinary", 20, "1", "A4", REQUEST), "surat-penyampaian-jadwal", range(3, 16)),
}
TORN = (Key("long", 20, "1", "A4", CLASS), "tetapkan-daftar-hadir-1")
