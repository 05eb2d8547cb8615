"""Input files, `--set` and options become one tree of what was said, and nothing is said twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from docgen.cli.gather import gather, refuse_together
from docgen.errors import DocgenError, Problem
from docgen.model.field import FieldSpec
from docgen.workflow.asked import spec_at
from docgen.workflow.given import Given, Refused, dotted

FIELDS = {
    name: FieldSpec.model_validate(spec)
    for name, spec in {
        "alasan": {"type": "paragraph", "label": "Alasan"},
        "surat": {
            "type": "record",
            "label": "Surat",
            "fields": {
                "hal": {"type": "text", "label": "Hal"},
                "lampiran": {"type": "list", "of": "file", "label": "Lampiran"},
            },
        },
        "orang": {
            "type": "list",
            "label": "Orang",
            "fields": {"nama": {"type": "text", "label": "Nama"}, "nip": {"type": "identity", "label": "NIP"}},
        },
        "periksa": {
            "type": "record",
            "label": "Periksa",
            "each": "o in orang",
            "fields": {"hasil": {"type": "text", "label": "Hasil"}},
        },
        "daftar": {"type": "checklist", "label": "Daftar", "items": {"surat-tugas": "Surat tugas"}},
        "disposisi": {"type": "disposition", "label": "Disposisi", "choices": ["Proses"]},
        "saksi": {"type": "list", "of": "text", "label": "Saksi"},
    }.items()
}


def bare(given: Given) -> Any:
    """The tree without its places."""
    if given.parts is not None:
        return {name: bare(part) for name, part in given.parts.items()}
    if given.items is not None:
        return [bare(item) for item in given.items]
    return given.value


def said(
    *sets: str, options: list[tuple[str, str]] | None = None, input_: str | None = None, start: Path = Path("/meja")
) -> Any:
    gathered = gather(FIELDS, input_=input_, options=options or [], sets=sets, start=start)
    refuse_together(gathered.problems, lambda: None)
    return bare(gathered.given)


def test_paths_become_a_tree() -> None:
    assert said("surat.hal=A=B", "orang.1.nama=Budi", options=[("alasan", "x")]) == {
        "alasan": "x",
        "surat": {"hal": "A=B"},
        "orang": {"1": {"nama": "Budi"}},
    }


def test_a_list_of_texts_is_said_piece_by_piece_or_at_once() -> None:
    assert said("saksi=A", "saksi=B") == {"saksi": ["A", "B"]}
    assert said(options=[("saksi", "A"), ("saksi", "B")]) == {"saksi": ["A", "B"]}
    assert said("saksi=[A, 'B, C']") == {"saksi": ["A", "B, C"]}
    assert said("disposisi.kepada=helpdesk", "disposisi.kepada=admin") == {
        "disposisi": {"kepada": ["helpdesk", "admin"]}
    }


def test_structured_values_are_yaml_and_texts_are_taken_as_they_are() -> None:
    assert said("orang=[{nama: Budi, nip: {jenis: NIP, nomor: 1}}]") == {
        "orang": [{"nama": "Budi", "nip": {"jenis": "NIP", "nomor": "1"}}]
    }
    assert said("surat.hal=[segera] Permohonan {baru}") == {"surat": {"hal": "[segera] Permohonan {baru}"}}
    assert said("orang.2.nip={jenis: NRP, nomor: 2}") == {"orang": {"2": {"nip": {"jenis": "NRP", "nomor": "2"}}}}


@pytest.mark.parametrize(
    ("sets", "options"),
    [
        (("surat.hal=A", "surat.hal=A"), []),
        (("alasan=A",), [("alasan", "A")]),
        (("saksi=[A]", "saksi=B"), []),
        (("saksi=A", "saksi=[B]"), []),
    ],
)
def test_what_is_said_twice_is_refused(sets: tuple[str, ...], options: list[tuple[str, str]]) -> None:
    with pytest.raises(DocgenError) as caught:
        said(*sets, options=options)
    assert caught.value.problems[0].reference == "option-unusable"


@pytest.mark.parametrize("text", ["surat.hal", "=x", "surat..hal=x", ".hal=x", ""])
def test_a_malformed_set_is_refused(text: str) -> None:
    with pytest.raises(DocgenError) as caught:
        said(text)
    assert caught.value.problems[0].reference == "option-unusable"


@pytest.mark.parametrize("sets", [("surat=x", "surat.hal=y"), ("surat.hal=y", "surat=x")])
def test_a_whole_and_its_parts_do_not_hide_each_other(sets: tuple[str, ...]) -> None:
    with pytest.raises(DocgenError) as caught:
        said(*sets)
    assert [(each.reference, each.where) for each in caught.value.problems] == [("option-unusable", "--set surat")]


def test_a_list_is_said_before_its_items_are_mended_in_any_order() -> None:
    assert said("orang.1.nama=B", "orang=[{nama: A}]") == said("orang=[{nama: A}]", "orang.1.nama=B")


def test_all_that_cannot_be_used_is_told_at_once() -> None:
    with pytest.raises(DocgenError) as caught:
        said("surat", "orang=[{", "saksi=[A]", "saksi=B", "orang.2.nama=x", "alasan=1", "alasan.a=2")
    assert [each.where for each in caught.value.problems][:1] == ["--set"]
    assert {each.where.split(":")[0] for each in caught.value.problems} == {
        "--set",
        "--set orang",
        "--set saksi",
        "--set alasan",
    }


def test_what_the_check_finds_is_told_too_but_not_what_it_misses() -> None:
    def check() -> None:
        raise DocgenError(
            [
                Problem(reference="field-missing", message="m", hint="h"),
                Problem(reference="value-invalid", message="v", hint="h"),
            ]
        )

    with pytest.raises(DocgenError) as caught:
        refuse_together([Problem(reference="option-unusable", message="o", hint="h")], check)
    assert [each.reference for each in caught.value.problems] == ["option-unusable", "value-invalid"]
    refuse_together([], check)  # nothing to refuse: nothing is checked


def test_a_home_that_nobody_has_is_a_name_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(DocgenError) as caught:
        said(input_="~nobody-of-this-name/a.json", start=tmp_path)
    assert caught.value.problems[0].reference == "input-unreadable"


def test_broken_yaml_in_a_set_names_its_place() -> None:
    with pytest.raises(DocgenError) as caught:
        said("orang=[{nama: Budi]")
    assert caught.value.problems[0].reference == "input-syntax"
    assert caught.value.problems[0].where.startswith("--set orang:1:")


def test_options_mend_what_the_input_says(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("orang: [{nama: A}, {nama: B}]\nsurat: {hal: X}\n", encoding="utf-8")
    assert said("orang.2.nama=C", "surat.hal=Y", input_="a.yaml", start=tmp_path) == {
        "orang": [{"nama": "A"}, {"nama": "C"}],
        "surat": {"hal": "Y"},
    }


def test_every_item_can_be_named_at_once() -> None:
    assert said("periksa.*.hasil=baik", "periksa.2.hasil=rusak") == {
        "periksa": {"*": {"hasil": "baik"}, "2": {"hasil": "rusak"}}
    }


def test_files_of_options_stay_where_the_clerk_stands(tmp_path: Path) -> None:
    (tmp_path / "masuk").mkdir()
    (tmp_path / "masuk/a.yaml").write_text("alasan: x\n", encoding="utf-8")
    there = gather(FIELDS, input_="masuk/a.yaml", options=[], sets=["surat.lampiran=b.pdf"], start=tmp_path)
    assert bare(there.given)["surat"] == {"lampiran": ["b.pdf"]}, "as it was typed"
    assert _folders(there.given) == {("alasan",): tmp_path / "masuk", ("surat", "lampiran", "1"): None}
    sets = ["surat.lampiran=[b.pdf]"]
    there = gather(FIELDS, input_="masuk/a.yaml", options=[], sets=sets, start=tmp_path)
    assert _folders(there.given)["surat", "lampiran", "1"] is None


def _folders(given: Given, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Path | None]:
    """Where each value's files count from."""
    inside = given.parts or {str(place): item for place, item in enumerate(given.items or (), 1)}
    below = [_folders(part, (*path, name)) for name, part in inside.items()]
    return {path: given.folder} if not inside else {name: folder for each in below for name, folder in each.items()}


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("surat.hal", "Hal"),
        ("surat.lampiran.1", "Lampiran"),
        ("orang.3.nama", "Nama"),
        ("periksa.2.hasil", "Hasil"),
        ("periksa.*.hasil", "Hasil"),
        ("daftar.surat-tugas", "Surat tugas"),
        ("daftar.surat-tugas.keterangan", "Note"),
        ("orang.nama", None),
        ("daftar.lain", None),
        ("alasan.x", None),
        ("lain", None),
    ],
)
def test_a_path_leads_to_its_field(path: str, label: str | None) -> None:
    found = spec_at(FIELDS, tuple(path.split(".")))
    assert (found.label if found is not None else None) == label


@with_any(
    st.lists(
        st.tuples(st.sampled_from(["alasan", "surat.hal", "orang.1.nama"]), st.text(max_size=20)),
        unique_by=lambda pair: pair[0],
    )
)
def test_a_text_reaches_its_place_untouched(pairs: list[tuple[str, str]]) -> None:
    given = gather(FIELDS, input_=None, options=[], sets=[f"{path}={text}" for path, text in pairs], start=Path("/x"))
    leaves = {}

    def walk(node: Given, path: tuple[str, ...]) -> None:
        for name, part in (node.parts or {}).items():
            walk(part, (*path, name))
        if node.parts is None:
            leaves[dotted(path)] = node.value

    walk(given.given, ())
    assert {path: text for path, text in leaves.items() if path} == dict(pairs)


def test_what_the_input_spoils_is_told_and_the_rest_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"alasan": NaN, "saksi": ["A"], "surat": {"hal": "x", "hal": "y"}}')
    gathered = gather(FIELDS, input_="a.json", options=[], sets=["orang=[{"], start=tmp_path)
    assert [each.where for each in gathered.problems] == [
        "a.json:1:12 (alasan)",
        "a.json:1:55 (surat.hal)",
        "--set orang:1:3",
    ]
    assert bare(gathered.given) == {
        "alasan": Refused(gathered.problems[:1]),
        "saksi": ["A"],
        "surat": {"hal": Refused(gathered.problems[1:2])},
        "orang": Refused(gathered.problems[2:]),
    }
    (tmp_path / "a.json").write_text("NaN")
    with pytest.raises(DocgenError):
        gather(FIELDS, input_="a.json", options=[], sets=[], start=tmp_path)


def test_what_is_missing_is_told_beside_values_that_cannot_be_read_for_their_places_are_known() -> None:
    missing = Problem(reference="field-missing", message="m", hint="h")

    def check() -> None:
        raise DocgenError([missing])

    with pytest.raises(DocgenError) as caught:
        refuse_together([Problem(reference="input-syntax", message="o", hint="h")], check)
    assert missing in caught.value.problems
