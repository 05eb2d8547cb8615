"""A letter prints only what is known by then, or tested; a definition's conditions read only that."""

from __future__ import annotations

import pytest
from player import auditor, small

from docgen.model.references import references
from docgen.model.sandbox import environment
from docgen.model.sop import Sop
from docgen.workflow.conditions import check_conditions, ways_that_may_end
from docgen.workflow.early import check_paper
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
    passing = {"tanggal": str, "rupiah": str}
    used = references(environment(filters=passing).parse(text), passing=passing)
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
        "{% if jalur == 'surat' %}{{ nota }}{% endif %}",
        "{% if jalur != 'formulir' %}{{ nota }}{% endif %}",
        "{% set x = nanti or surat.nomor %}{{ x }}",
        "{% set x = surat.lama %}{% if x %}{{ x }}{% endif %}",
        "{% set x = '-' %}{% if surat.lama %}{% set x = surat.lama %}{% endif %}{{ x }}",
        "{% if orang %}{{ orang[0].nama }} {{ orang | map(attribute='nama') | join(', ') }}{% endif %}",
        "{% if orang[1].gelar %}{{ orang[1].gelar }}{% endif %}",
        "{% for o in orang | selectattr('gelar') %}{{ o.gelar }}{% endfor %}",
        "{{ orang | selectattr('gelar') | map(attribute='gelar') | join(', ') or '-' }}",
        "{{ cek.butir[0].uraian }}",
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
        ("{{ naskah.nomor }}", ("error", "naskah.nomor", "cetak")),
        ("{{ naskah.sifat }}", ("error", "naskah.sifat", "cetak")),
        ("{{ naskah.lampiran }}", ("error", "naskah.lampiran", "cetak")),
        ("{{ tahap.nomor }}", ("error", "tahap.nomor", "cetak")),
        ("{{ kantor.telepon }}", ("warning", "kantor.telepon", "cetak")),
        ("{{ petugas.pangkat }}", ("warning", "petugas.pangkat", "cetak")),
        ("{% if jalur == 'formulir' %}{{ nota }}{% endif %}", ("warning", "nota", "cetak")),
        (
            "{% for o in orang %}{% if o.periksa.hasil == 'ya' %}{{ o.periksa.sebab }}{% endif %}{% endfor %}",
            ("warning", "orang.[].periksa.sebab", "cetak"),
        ),
        (
            "{% for a in orang %}{% if a.gelar %}{% for b in orang %}{{ b.gelar }}{% endfor %}{% endif %}{% endfor %}",
            ("warning", "orang.[].gelar", "cetak"),
        ),
        ("{% if orang[1].gelar %}{{ orang[0].gelar }}{% endif %}", ("warning", "orang.[].gelar", "cetak")),
        ("{{ (orang | first).nama }}", ("warning", "orang.[].nama", "cetak")),
        ("{% if orang is not none %}{{ orang[0].nama }}{% endif %}", ("warning", "orang.[].nama", "cetak")),
        ("{% if orang %}{{ orang[7].nama }}{% endif %}", ("warning", "orang.[].nama", "cetak")),
        ("{{ orang | map(attribute='nama') | join(', ') }}", ("warning", "orang.[].nama", "cetak")),
        (
            "{% if orang %}{{ orang | map(attribute='gelar') | join }}{% endif %}",
            ("warning", "orang.[].gelar", "cetak"),
        ),
        ("{% set x = orang | map(attribute='nama') | join %}{{ x }}", ("warning", "orang.[].nama", "cetak")),
        ("{{ surat.nmor }}", ("error", "surat.nmor", "surat.nomor")),
        ("{{ penerima.nama }}", ("error", "penerima.nama", "")),
    ],
)
def test_what_may_be_unknown_is_found(text: str, finding: tuple[str, str, str]) -> None:
    assert found("naskah", text) == [finding]
    form = [finding] if finding[0] == "error" and finding[2] != "cetak" else []
    assert found("borang", text) == form  # a form prints a dotted line; a misspelt name is wrong there too


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        ("{{ surat }}", "surat", "record"),
        ("{{ orang | sort(attribute='nama') }}", "orang", "list"),
        ("{{ surat.nomor | tanggal }}", "surat.nomor", "text"),
        ("{{ tahap.tanggal | rupiah }}", "tahap.tanggal", "date"),
        ("{% if surat.nomor > 3 %}x{% endif %}", "surat.nomor", "text"),
        ("{{ 'x' if tahap.tanggal > '2020-01-01' else '' }}", "tahap.tanggal", "date"),
        ("{{ surat.nomor + 1 }}", "surat.nomor", "text"),
        ("{{ orang | sum(attribute='nama') }}", "orang.[].nama", "text"),
    ],
)
def test_a_fact_whose_type_cannot_be_used_so_is_found_on_forms_too(text: str, path: str, kind: str) -> None:
    assert found("naskah", text) == found("borang", text) == [("error", path, kind)]
    sound = (
        "{{ tahap.tanggal | tanggal }}{% if tahap.tanggal >= langkah.awal.tanggal and surat.nomor > 'a' %}x{% endif %}"
    )
    assert found("naskah", sound) == []


def test_what_is_computed_of_an_unknown_fact_fails_on_a_form_too() -> None:
    assert found("borang", "{{ surat.lama }} {% if nanti == 'x' %}x{% endif %}") == []
    assert found("borang", "{% if nanti > 'x' %}x{% endif %}") == [("error", "nanti", "cetak")]


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
        (unsure.severity, unsure.condition.text, ".".join(unsure.path)) for unsure in check_conditions(sop, walk(sop))
    ]


def test_a_condition_that_reads_its_own_field_is_looked_at_once() -> None:
    sop = auditor()
    text = "{% for a in auditor %}{% if a.periksa.hasil == 'diterima' %}{{ a.akun.user_id }}{% endif %}{% endfor %}"
    used = references(environment().parse(text))
    flow, document = walk(sop), sop.documents["form-check-list"].model_copy(update={"form": False})
    stages = [
        stage.model_copy(update={"documents": ("surat",)}) if stage.id == "selesai" else stage for stage in sop.stages
    ]
    sop = sop.model_copy(update={"documents": {**sop.documents, "surat": document}, "stages": tuple(stages)})
    assert [finding.severity for finding in check_paper(sop, flow, "surat", document, used)] == ["warning"]


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
    places = {unsure.condition.place for unsure in check_conditions(sop, walk(sop))}
    assert places == {
        ("stages", 0, "set", "hasil"),
        ("stages", 0, "next", 0, "when"),
        ("fields", "lama", "when"),
        ("fields", "nilai", "each"),
        ("documents", "surat", "when"),
        ("documents", "surat", "each"),
    }


@pytest.mark.parametrize(
    ("ways", "sure"),
    [
        ("[{when: pilih == 'a', ends: x}]", False),
        ("[{when: pilih == 'a', ends: x}, {when: pilih == 'b', ends: y}]", True),
        ("[{when: pilih == 'a', ends: x}, {when: pilih != 'a', ends: y}]", True),
        (
            "[{when: pilih == 'a' and setuju, ends: x}, {when: pilih == 'b', ends: y}, {when: not setuju, ends: z}]",
            True,
        ),
        ("[{when: pilih == 'a' and setuju, ends: x}, {when: not setuju, ends: z}]", False),
        ("[{when: nanti == 'a', ends: x}, {when: nanti == 'b', ends: y}]", False),
        ("[{when: umur > 3, ends: x}, {ends: y}]", True),
        ("[{when: umur > 3, ends: x}]", False),
    ],
)
def test_a_stage_whose_ways_on_may_all_be_closed_is_found(ways: str, sure: bool) -> None:
    fields = """
        pilih: {type: choice, label: P, choices: [a, b]}
        nanti: {type: choice, label: P, choices: [a, b]}
        setuju: {type: yesno, label: S}
        umur: {type: integer, label: U}
        """
    stage = (
        f"- {{id: awal, actor: petugas_a, activity: A, fields: [pilih, setuju, umur], optional: [nanti], next: {ways}}}"
    )
    sop = small(fields, stage)
    assert list(ways_that_may_end(sop, walk(sop))) == ([] if sure else [0])


def test_the_message_of_a_guard_is_read_where_the_guard_does_not_hold() -> None:
    fields = """
        nama: {type: text, label: N}
        nanti: {type: text, label: N}
        orang: {type: list, label: O, fields: {gelar: {type: text, label: G, optional: true}}}
        """
    stage = (
        "- {{id: awal, actor: petugas_a, activity: A, fields: [nama, orang], optional: [nanti], ends: x,"
        " require: [{}]}}"
    )
    message = "'{{ nama }} {{ nanti }}'"
    assert conditions(stage.format(f"{{that: nama, else: {message}}}"), fields) == [
        ("warning", "{{ nama }} {{ nanti }}", "nanti")
    ]
    each = "{{each: o in orang, that: {}, else: '{{{{ o.gelar }}}}'}}"
    assert conditions(stage.format(each.format("not o.gelar")), fields) == []
    assert conditions(stage.format(each.format("o.gelar")), fields) == [("warning", "{{ o.gelar }}", "orang.[].gelar")]
