"""A letter prints only what is known by then, or tested; a definition's conditions read only that."""

from __future__ import annotations

import pytest
from player import auditor, small

from docgen.model.references import references
from docgen.model.sandbox import environment
from docgen.model.sop import Sop
from docgen.workflow.early import check_conditions, check_paper
from docgen.workflow.flow import walk

FIELDS = """
    surat:
      type: record
      label: Surat
      fields: {nomor: {type: text, label: N}, hal: {type: text, label: H}, lama: {type: text, label: L, optional: true}}
    orang:
      type: list
      label: Orang
      fields: {nama: {type: text, label: Nama}, gelar: {type: text, label: Gelar, optional: true}}
    periksa:
      type: record
      label: P
      each: o in orang
      fields:
        hasil: {type: choice, label: H, choices: [ya, tidak]}
        sebab: {type: text, label: S, when: hasil == 'tidak'}
    akun: {type: record, label: A, each: "o in orang if o.periksa.hasil == 'ya'", fields: {id: {type: text, label: I}}}
    jalur: {type: choice, label: J, choices: [surat, formulir]}
    nota: {type: text, label: N, when: jalur == 'surat'}
    cek: {type: checklist, label: C, items: {satu: Satu}}
    nanti: {type: text, label: Nanti}
    """
STAGES = """
    - {id: awal, actor: petugas_a, activity: A, fields: [surat, orang, jalur, nota], documents: [pertama], next: tengah}
    - {id: tengah, actor: petugas_a, activity: B, fields: [periksa, cek], next: cetak}
    - {id: cetak, actor: petugas_a, activity: C, fields: [akun], documents: [naskah, borang, tiap, kalau], next: akhir}
    - {id: akhir, actor: petugas_a, activity: D, fields: [nanti], ends: x}
    """
DOCUMENTS = """
    pertama: {title: Pertama}
    naskah: {title: Naskah}
    borang: {title: Borang, form: true}
    tiap: {title: Tiap, each: o in orang if o.akun.id is not none}
    kalau: {title: Kalau, when: nanti is not none and surat.lama}
    """
SMALL = small(FIELDS, STAGES, DOCUMENTS)
FLOW = walk(SMALL)


def found(kind: str, text: str, sop: Sop = SMALL) -> list[tuple[str, str, str]]:
    used = references(environment().parse(text))
    return [
        (finding.severity, ".".join(finding.used.path), finding.near or finding.stage or "")
        for finding in check_paper(sop, FLOW, kind, sop.documents[kind], used)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ surat.nomor }} {{ tahap.tanggal }} {{ kantor.nama }} {{ naskah.hal }}",
        "{% for o in orang %}{{ o.nama }} {{ o.periksa.hasil }}{% endfor %}",
        "{{ surat.lama or '-' }}",
        "{% if surat.lama %}{{ surat.lama }}{% endif %}",
        "{% for o in orang %}{% if o.periksa.hasil == 'tidak' %}{{ o.periksa.sebab }}{% endif %}{% endfor %}",
        "{% for o in orang %}{% if o.akun.id %}{{ o.akun.id }}{% endif %}{% endfor %}",
        "{% if jalur == 'surat' %}{{ surat.nomor }}{% endif %}",
        "{% if nanti %}{{ nanti }}{% endif %}",
        "{% if langkah.akhir.tanggal %}{{ langkah.akhir.petugas.nama }}{% endif %}",
        "{{ langkah.tengah.tanggal }} {{ cek.lengkap }}",
        "{% if penandatangan is defined %}{{ penandatangan.nama }}{% endif %}",
        "{% for b in cek.butir %}{{ b.hasil }}{% endfor %}",
    ],
)
def test_what_is_known_or_tested_may_be_printed(text: str) -> None:
    assert found("naskah", text) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("{{ nanti }}", ("error", "nanti", "cetak")),
        ("{{ langkah.akhir.tanggal }}", ("error", "langkah.akhir.tanggal", "cetak")),
        (
            "{% if langkah.tengah.tanggal %}{{ langkah.akhir.tanggal }}{% endif %}",
            ("error", "langkah.akhir.tanggal", "cetak"),
        ),
        ("{% if surat.nomor %}{{ surat.lama }}{% endif %}", ("warning", "surat.lama", "cetak")),
        ("{{ surat.lama }}", ("warning", "surat.lama", "cetak")),
        ("{% if surat %}{{ surat.lama }}{% endif %}", ("warning", "surat.lama", "cetak")),
        ("{{ nota }}", ("warning", "nota", "cetak")),
        ("{% for o in orang %}{{ o.gelar }}{% endfor %}", ("warning", "orang.[].gelar", "cetak")),
        ("{% for o in orang %}{{ o.akun.id }}{% endfor %}", ("warning", "orang.[].akun.id", "cetak")),
        ("{% for o in orang %}{{ o.periksa.sebab }}{% endfor %}", ("warning", "orang.[].periksa.sebab", "cetak")),
        ("{{ surat.nmor }}", ("error", "surat.nmor", "surat.nomor")),
        ("{{ penerima.nama }}", ("error", "penerima.nama", "")),
    ],
)
def test_what_may_be_unknown_is_found(text: str, finding: tuple[str, str, str]) -> None:
    assert found("naskah", text) == [finding]
    form = [finding] if finding[0] == "error" and finding[2] != "cetak" else []
    assert found("borang", text) == form  # a form prints a dotted line; a misspelt name is wrong there too


def test_going_through_a_list_proves_nothing_of_what_is_said_of_its_items() -> None:
    assert found("pertama", "{% for o in orang %}{{ o.nama }}{% endfor %}") == []
    text = "{% for o in orang %}{{ o.periksa.hasil }}{% endfor %}"
    assert found("pertama", text) == [("error", "orang.[].periksa.hasil", "awal")]
    rows = "{% for b in cek.butir %}{{ b.hasil }}{% endfor %}"  # its rows are always there
    assert ("error", "cek.butir.[].hasil", "awal") in found("pertama", rows)
    tested = "{% for o in orang if o.periksa.hasil %}{{ o.periksa.hasil }}{% endfor %}"
    assert found("pertama", tested) == []


def test_the_condition_of_a_document_vouches_for_what_it_tests() -> None:
    assert found("tiap", "{{ penerima.akun.id }} {{ penerima.nama }}") == []
    assert found("tiap", "{{ penerima.gelar }}") == [("warning", "penerima.gelar", "cetak")]
    assert found("kalau", "{{ nanti }} {{ surat.lama }}") == []


def conditions(stages: str, fields: str = FIELDS) -> list[tuple[str, str, str]]:
    sop = small(fields, stages)
    return [
        (finding.severity, condition.text, ".".join(finding.used.path))
        for condition, finding in check_conditions(sop, walk(sop))
    ]


def test_conditions_of_the_shipped_sop_read_only_what_is_known() -> None:
    assert list(check_conditions(auditor(), walk(auditor()))) == []


@pytest.mark.parametrize(
    ("guard", "finding"),
    [
        ("{that: umur > 17, else: x}", ("error", "umur > 17", "umur")),
        ("{each: o in orang, that: o.usia > 17, else: x}", ("warning", "o.usia > 17", "orang.[].usia")),
        ("{that: umur is not none and umur > 17, else: x}", None),
        ("{each: o in orang if o.usia, that: o.usia > 17, else: x}", None),
        ("{that: umur == 17, else: x}", None),
        ("{that: umur, else: x}", None),
        ("{each: o in orang, that: not o.usia, else: x}", None),
        ("{that: umur + 1, else: x}", ("error", "umur + 1", "umur")),
    ],
)
def test_a_guard_that_compares_what_may_be_unknown_is_found(guard: str, finding: tuple[str, str, str] | None) -> None:
    fields = """
        umur: {type: integer, label: U}
        orang: {type: list, label: O, fields: {usia: {type: integer, label: U, optional: true}}}
        """
    stages = (
        f"- {{id: awal, actor: petugas_a, activity: A, fields: [orang], optional: [umur], ends: x, require: [{guard}]}}"
    )
    assert conditions(stages, fields) == ([finding] if finding else [])


def test_ways_fields_computed_values_and_documents_are_looked_at_too() -> None:
    fields = """
        umur: {type: integer, label: U}
        lama: {type: integer, label: L, when: umur > 3}
        orang: {type: list, label: O, fields: {usia: {type: integer, label: U}}}
        nilai: {type: integer, label: N, each: o in orang if umur > 5}
        hasil: {type: integer, label: H}
        """
    sop = small(
        fields,
        """
        - id: awal
          actor: petugas_a
          activity: A
          fields: [lama, orang, nilai]
          set: {hasil: umur + 1}
          documents: [surat]
          next: [{when: umur > 9, to: awal}, {ends: x}]
        """,
        "surat: {title: S, when: umur > 7, each: o in orang if umur < 8}",
    )
    places = {condition.place for condition, _finding in check_conditions(sop, walk(sop))}
    assert places == {
        ("stages", 0, "set", "hasil"),
        ("stages", 0, "next", 0, "when"),
        ("fields", "lama", "when"),
        ("fields", "nilai", "each"),
        ("documents", "surat", "when"),
        ("documents", "surat", "each"),
    }
