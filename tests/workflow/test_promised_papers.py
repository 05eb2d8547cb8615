"""A letter in which the check finds nothing is never refused, whatever is said in the case: random letters."""

from __future__ import annotations

from typing import Any

import pytest
from answers import complete, generating, some_optional
from hypothesis import given, settings
from hypothesis import strategies as st
from player import Played, official, small

from docgen.errors import DocgenError
from docgen.model.shape import OFFICE
from docgen.model.sop import Sop
from docgen.render.context import paper_context
from docgen.render.part import Part, compile_part
from docgen.workflow.early import check_paper
from docgen.workflow.flow import walk
from docgen.workflow.reading import Reading

FIELDS = """
    jalur: {type: choice, label: J, choices: [surat, formulir, lisan]}
    nota: {type: text, label: N, when: jalur == 'surat'}
    nanti: {type: text, label: Nanti}
    surat:
      type: record
      label: S
      fields:
        nomor: {type: text, label: N}
        lama: {type: text, label: L, optional: true}
        objek: {type: list, of: text, label: O, optional: true}
    orang:
      type: list
      label: Orang
      fields: {sebutan: {type: text, label: S}, gelar: {type: text, label: G, optional: true}}
    wajib: {type: list, label: W, min: 1, fields: {sebutan: {type: text, label: S}, usia: {type: integer, label: U}}}
    periksa:
      type: record
      label: P
      each: o in orang
      fields:
        hasil: {type: choice, label: H, choices: [ya, tidak]}
        sebab: {type: text, label: S, when: hasil == 'tidak'}
    akun: {type: text, label: A, each: "o in orang if o.periksa.hasil == 'ya'"}
    dispo: {type: disposition, label: D, choices: [Proses]}
    hitung: {type: text, label: H}
    """
STAGES = """
    - {id: awal, no: 1, actor: petugas_a, activity: A, fields: [jalur, nota, surat, orang, wajib], next: tengah}
    - {id: tengah, actor: petugas_a, activity: B, fields: [periksa, dispo], optional: [jalur],
       set: {hitung: surat.nomor if jalur == 'surat' else 'lain'},
       next: [{when: jalur == 'lisan', to: awal}, {to: cetak}]}
    - {id: cetak, actor: petugas_a, activity: C, fields: [akun], documents: [naskah, tiap], next: akhir}
    - {id: akhir, no: 4, actor: petugas_a, activity: D, fields: [nanti], documents: [naskah, tiap], ends: x}
    """
DOCUMENTS = """
    naskah: {title: Naskah}
    tiap: {title: Tiap, each: o in orang if o.periksa.hasil == 'tidak', handling: Segera}
    """
SMALL = small(FIELDS, STAGES, DOCUMENTS)
FLOW = walk(SMALL)

FACTS = (
    "jalur", "nota", "nanti", "surat.nomor", "surat.lama", "surat.objek | join(', ')", "surat.objek[0]", "hitung",
    "orang[0].sebutan", "orang[1].gelar", "(orang | first).gelar", "(wajib | last).sebutan", "wajib[1].usia",
    "(orang | selectattr('gelar') | first).gelar", "orang | map(attribute='gelar') | join(', ')",
    "orang | selectattr('gelar') | map(attribute='gelar') | join(', ')", "orang | map(attribute='akun') | join(', ')",
    "wajib | map(attribute='sebutan') | join(', ')", "dispo.terakhir.isi", "dispo.terakhir.kepada | join(', ')",
    "dispo.terakhir.harap | join(', ')", "langkah.akhir.tanggal", "langkah.awal.petugas.pangkat", "tahap.nomor",
    "naskah.nomor", "naskah.sifat", "kantor.telepon", "wajib | map(attribute='usia') | max",
    "orang | sort(attribute='gelar') | map(attribute='sebutan') | first",
)  # fmt: skip
OF_ITEM = ("sebutan", "gelar", "periksa.hasil", "periksa.sebab", "akun")
LISTS = ("orang", "orang | selectattr('gelar')", "orang | rejectattr('gelar', 'none')",
         "orang | selectattr('periksa.hasil', 'eq', 'tidak')", "orang | sort(attribute='sebutan')")  # fmt: skip
NAMES = ("x", "y")


@st.composite
def letters(draw: Any, items: tuple[str, ...] = (), names: tuple[str, ...] = (), depth: int = 0) -> str:
    """The text of a letter: placeholders, conditions, loops and names, as the template language allows."""
    pieces = []
    for _piece in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("print", "if", "for", "set", "print"))) if depth < 3 else "print"
        fact = draw(facts(items, names))
        if kind == "print":
            pieces.append("{{ " + fact + " }}")
        elif kind == "set":
            names = (*names, draw(st.sampled_from(NAMES)))
            pieces.append("{% set " + names[-1] + " = " + fact + " %}")
        elif kind == "if":
            body, other = (draw(letters(items, names, depth + 1)) for _branch in range(2))
            pieces.append(
                "{% if "
                + draw(conditions(items, names, plain=False))
                + " %}"
                + body
                + "{% else %}"
                + other
                + "{% endif %}"
            )
        else:
            name = "opqr"[depth]
            chosen = draw(st.sampled_from(["", f" if {draw(conditions((*items, name), names, plain=False))}"]))
            inside = draw(letters((*items, name), names, depth + 1))
            pieces.append(
                "{% for " + name + " in " + draw(st.sampled_from(LISTS)) + chosen + " %}" + inside + "{% endfor %}"
            )
    return " ".join(pieces)


@st.composite
def facts(draw: Any, items: tuple[str, ...], names: tuple[str, ...]) -> str:
    known = (*FACTS, *names, *(f"{item}.{part}" for item in items for part in OF_ITEM))
    one, other = (draw(st.sampled_from(known)) for _fact in range(2))
    form = draw(st.sampled_from(("{0}", "{0}", "{0} or {1}", "{0} and {1}", "{0} if {2} else {1}", "({0}) | upper")))
    if "upper" in form and ("usia" in one or "tanggal" in one or one in names):
        form = "{0}"
    return form.format(f"({one})", f"({other})", draw(conditions(items, names, plain=True)))


@st.composite
def conditions(draw: Any, items: tuple[str, ...], names: tuple[str, ...], *, plain: bool) -> str:
    fact = draw(st.sampled_from((*FACTS, *names, *(f"{item}.{part}" for item in items for part in OF_ITEM))))
    choices = ["jalur == 'surat'", "jalur != 'surat'", "jalur in ('surat', none)", "orang", "not orang",
               "orang | selectattr('gelar') | list", "surat.objek", "orang | length"]  # fmt: skip
    choices += [f"{item}.periksa.hasil {test}" for item in items for test in ("== 'ya'", "!= 'ya'", "in ('tidak',)")]
    choices += [f"({fact})", f"({fact})", f"({fact}) is none", f"not ({fact})", f"({fact}) is not none"]
    one, other = draw(st.sampled_from(choices)), draw(st.sampled_from(choices))
    return (
        one if plain else draw(st.sampled_from((one, one, f"{one} and {other}", f"{one} or {other}", f"not ({one})")))
    )


def compiled(text: str) -> Part:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    xml = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{escaped}</w:t></w:r></w:p></w:body></w:document>'
    return compile_part("word/document.xml", xml.encode(), where="a.docx", form=False)


def sound(sop: Sop, kind: str, part: Part) -> bool:
    used = [reference for reference, _tag in part.references]
    return not list(check_paper(sop, FLOW, kind, sop.documents[kind], used))


class Broken(Exception):  # noqa: N818  # a promise
    """A letter was refused though nothing was said of it before."""


def stroll(draw: Any, parts: dict[str, Part]) -> None:
    """A random way through a case, with these letters wherever they are issued."""
    case = Played(SMALL)
    for _step in range(7):
        if not case.state.open and case.steps:
            return
        stage = case.state.open[0] if case.steps else "awal"
        state, said = case.state, complete(draw, case, stage, some_optional(draw, case, stage))
        plan = case.plan(stage, said)
        for paper in plan.papers:
            if paper.kind in parts:
                context = paper_context(
                    sop=SMALL, state=state, case="KCL-2025-0001", seal="0" * 64, plan=plan, paper=paper,
                    by=official("petugas_a"), office={"kantor": OFFICE.empty()},  # type: ignore[arg-type]  # a record is a mapping
                )  # fmt: skip
                _filled(parts[paper.kind], context)
        case.do(stage, said)


def _filled(part: Part, context: dict[str, Any]) -> None:
    try:
        part.fill(context)
    except DocgenError as error:
        raise Broken(f"{part.filling.source.text}: {error}") from error


QUICK = generating(250)


@QUICK
@given(text=letters(), data=st.data())
def test_a_letter_that_passes_the_check_is_printed(text: str, data: st.DataObject) -> None:
    part = compiled(text)
    stroll(data.draw, {kind: part for kind in SMALL.documents if sound(SMALL, kind, part)})


@pytest.mark.parametrize("name", ["_has_one", "_holds"])
def test_control_a_careless_check_is_caught(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Reading, name, lambda *_arguments: True)

    @settings(QUICK, max_examples=2000)
    @given(text=letters(), data=st.data())
    def strolls(text: str, data: st.DataObject) -> None:
        part = compiled(text)
        stroll(data.draw, {kind: part for kind in SMALL.documents if sound(SMALL, kind, part)})

    with pytest.raises(Broken):
        strolls()
