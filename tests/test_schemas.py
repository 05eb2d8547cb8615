"""JSON Schemas agree with docgen: what it takes they let through, what they refuse it refuses too."""

from __future__ import annotations

import copy
import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from playing import ROOT, at_work, new_workspace, order, script

from docgen.app.definitions import current, parse_definition
from docgen.app.perform import open_new
from docgen.app.workspace import Workspace, read_office
from docgen.errors import DocgenError
from docgen.model.field import FieldType
from docgen.model.meanings import KEYS, MODELS, TYPES
from docgen.model.office_schema import office_schema
from docgen.model.sop_schema import sop_schema
from docgen.workflow.request_schema import request_schema

TEMPLATES = ROOT / "templates_docx"
SAMPLES = sorted((ROOT / "cases" / "contoh").glob("*.json"))
DEFINITIONS = [*sorted(TEMPLATES.glob("*/sop.yaml")), ROOT / "tests" / "sop_ketiga" / "ruang" / "sop.yaml"]
Change = Callable[[Any], object]


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it: `no` is a key and `2020-03-31` a text; `49` is a number and `true` a boolean."""


_WORDS = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _WORDS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def faults(schema: Any, data: Any) -> list[str]:
    """What a schema finds wrong."""
    Draft202012Validator.check_schema(schema)
    return [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(data)]


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def request_of(workspace: Workspace) -> Any:
    return request_schema(current(workspace, "auditor").sop)


def is_taken(workspace: Workspace, data: Any) -> bool:
    """Whether docgen itself takes a request."""
    workspace.clock.now = workspace.clock.now.replace(hour=9)  # type: ignore[attr-defined]
    try:
        open_new(workspace, "auditor", order("permohonan", data), dry_run=True)
    except DocgenError:
        return False
    return True


# --- requests -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_each_sample_names_its_schema_and_fits_it(path: Path) -> None:
    data = loaded(path)
    schema = (path.parent / data["$schema"]).resolve()
    assert schema.is_relative_to(TEMPLATES)
    assert faults(loaded(schema), data) == []
    assert faults(loaded(schema), data | {"auditor": []}), "the control"


def test_the_requests_of_all_examples_fit_too(workspace: Workspace, tmp_path: Path) -> None:
    third = tmp_path / "lain"
    new_workspace(third)
    shutil.copytree(ROOT / "tests" / "sop_ketiga" / "ruang", third / "templates_docx" / "ruang")
    for office, sop_id in ((workspace, "auditor"), (at_work(third), "ruang")):
        schema = request_schema(current(office, sop_id).sop)
        examples = sorted((office.templates / sop_id / "contoh").glob("*.json"))
        assert examples
        for path in examples:
            assert faults(schema, loaded(path)["steps"][0]["input"]) == [], path.name


WRONG: dict[str, Change] = {
    "unknown field": lambda data: data.update(alamat="x"),
    "missing field": lambda data: data.pop("surat"),
    "missing part": lambda data: data["surat"].pop("nomor"),
    "unknown part": lambda data: data["surat"].update(lampiran="1"),
    "empty text": lambda data: data["surat"].update(nomor="  "),
    "long text": lambda data: data["surat"].update(hal="x" * 501),
    "two lines": lambda data: data["surat"].update(hal="satu\ndua"),
    "number for text": lambda data: data["surat"].update(nomor=7),
    "null for a demanded text": lambda data: data["surat"].update(nomor=None),
    "date the other way": lambda data: data["surat"].update(tanggal="03-11-2025"),
    "no such month": lambda data: data["surat"].update(tanggal="2025-13-01"),
    "no such choice": lambda data: data["instansi"].update(jenis="bpk"),
    "no list": lambda data: data.update(auditor={}),
    "too few": lambda data: data.update(auditor=[]),
    "text for a list of texts": lambda data: data["surat_tugas"].update(objek="Paket"),
    "item without a part": lambda data: data["auditor"][0].pop("hp"),
    "no mail": lambda data: data["auditor"][0].update(email="contoh"),
    "no telephone": lambda data: data["auditor"][0].update(hp="telepon"),
    "identity as number": lambda data: data["auditor"][0].update(identitas=190101011930012001),
    "identity of no kind": lambda data: data["auditor"][0].update(identitas={"jenis": "KTP", "nomor": "1"}),
    "short NIP": lambda data: data["auditor"][0].update(identitas={"jenis": "NIP", "nomor": "123"}),
    "identity in part": lambda data: data["auditor"][0].update(identitas={"jenis": "NIP"}),
    "number that is claimed": lambda data: data.update(agenda="1"),
}
RIGHT: dict[str, Change] = {
    "as it is": lambda data: None,
    "what may be left out": lambda data: data["auditor"][0].pop("pangkat"),
    "null for it": lambda data: data["auditor"][0].update(pangkat=None),
    "null for a list": lambda data: data["surat_tugas"].update(objek=None),
    "null for a default": lambda data: data["surat"].update(sifat=None),
    "no default said": lambda data: data["surat"].pop("sifat"),
    "identity as text": lambda data: data["auditor"][0].update(identitas="NIP 19010101 193001 2 001"),
    "identity with spaces": lambda data: data["auditor"][0].update(
        identitas={"jenis": "NIP", "nomor": "19010101 193001 2 001"}
    ),
    "identity of the police": lambda data: data["auditor"][0].update(identitas={"jenis": "NRP", "nomor": "80010001"}),
    "telephone in groups": lambda data: data["auditor"][0].update(hp="+62 812-0000-0001"),
    "telephone in brackets": lambda data: data["auditor"][0].update(hp="(0812) 0000.0001"),
    "telephone without plus": lambda data: data["auditor"][0].update(hp="62812 0000 0001"),
    "white space around": lambda data: data["surat"].update(nomor=" 7/X\n", tanggal=" 2025-11-03 "),
    "no files": lambda data: data.update(berkas=[]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_schema_of_requests_refuses_docgen_refuses(workspace: Workspace, request_of: Any, name: str) -> None:
    data = copy.deepcopy(script("1")[0]["input"])
    WRONG[name](data)
    assert faults(request_of, data)
    assert not is_taken(workspace, data)


@pytest.mark.parametrize("name", RIGHT)
def test_what_docgen_takes_the_schema_of_requests_lets_through(
    workspace: Workspace, request_of: Any, name: str
) -> None:
    data = copy.deepcopy(script("1")[0]["input"])
    RIGHT[name](data)
    assert is_taken(workspace, data)
    assert faults(request_of, data) == []


ALL_TYPES = """\
id: semua
number: 1
title: Semua Jenis
version: 1
case_prefix: SMA
actors: {helpdesk: {title: HELPDESK}, warga: {title: WARGA, external: true}}
fields:
  orang: {type: list, label: Orang, min: 1, max: 3, fields: {nama: {type: text, label: Nama, max: 5}}}
  nilai: {type: record, label: Nilai, each: o in orang, fields: {angka: {type: integer, label: Angka, min: 1}}}
  catatan: {type: paragraph, label: Catatan}
  uang: {type: money, label: Uang}
  pukul: {type: time, label: Pukul}
  waktu: {type: datetime, label: Waktu}
  setuju: {type: yesno, label: Setuju}
  sebab: {type: text, label: Sebab, when: not setuju}
  periksa: {type: checklist, label: Periksa, items: {satu: Butir satu, dua: Butir dua}}
  terus: {type: disposition, label: Disposisi, choices: [Proses]}
  pejabat: {type: official, label: Pejabat}
  hari: {type: list, of: date, label: Hari}
stages:
  - id: masuk
    actor: helpdesk
    activity: Masuk
    fields: [orang, nilai, catatan, uang, pukul, waktu, setuju, sebab, periksa, terus, pejabat, hari]
    ends: selesai
"""
SOUND = {
    "orang": [{"nama": "Satu"}, {"nama": "Dua"}],
    "nilai": [{"angka": 1}, {"angka": 2}],
    "catatan": "satu\ndua",
    "uang": 1500,
    "pukul": "08:00",
    "waktu": "2025-11-03T08:00",
    "setuju": True,
    "periksa": {"satu": "sesuai", "dua": {"hasil": "tidak ada", "keterangan": "hilang"}},
    "terus": {"kepada": ["helpdesk"], "harap": ["Proses"], "isi": "Segera"},
    "pejabat": "helpdesk",
    "hari": ["2025-11-03"],
}


def semua(workspace: Workspace) -> Any:
    folder = workspace.templates / "semua"
    folder.mkdir(exist_ok=True)
    (folder / "sop.yaml").write_text(ALL_TYPES, encoding="utf-8")
    return request_schema(current(workspace, "semua").sop)


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ({}, True),
        ({"nilai": {"*": {"angka": 3}}}, True),
        ({"nilai": {"1": {"angka": 3}, "2": {"angka": 4}}}, True),
        ({"nilai": {"x": {"angka": 3}}}, False),
        ({"nilai": [{"angka": 0}, {"angka": 1}]}, False),
        ({"orang": [{"nama": "Panjang"}, {"nama": "Dua"}]}, False),
        ({"orang": [{"nama": "A"}] * 4}, False),
        ({"catatan": " \n "}, False),
        ({"uang": "1500.00"}, True),
        ({"uang": "Rp1.500"}, False),
        ({"uang": 1500.5}, False),
        ({"pukul": "8.00"}, False),
        ({"pukul": "24:00"}, False),
        ({"waktu": "2025-11-03 08:00:30 +07:00"}, True),
        ({"waktu": "2025-11-03"}, False),
        ({"setuju": "ya"}, False),
        ({"setuju": False, "sebab": "Tidak lengkap"}, True),
        ({"periksa": {"satu": "sesuai"}}, False),
        ({"periksa": {"satu": "sesuai", "dua": "ada"}}, False),
        ({"terus": {"kepada_lain": "Arsip"}}, True),
        ({"terus": {"harap": ["Proses"]}}, False),
        ({"terus": {"kepada": ["warga"]}}, False),
        ({"terus": {"kepada": ["helpdesk"], "harap": ["Lain"]}}, False),
        ({"pejabat": {"nama": "x"}}, False),
        ({"hari": ["3 November 2025"]}, False),
        ({"hari": []}, True),
    ],
)
def test_each_type_is_taken_and_refused_alike(workspace: Workspace, said: dict[str, Any], good: bool) -> None:
    schema, data = semua(workspace), {**SOUND, **said}
    found: list[str] = []
    try:
        open_new(workspace, "semua", order("masuk", data), dry_run=True)
    except DocgenError as error:
        found = [problem.message for problem in error.problems]
    assert (not found) is good, found
    assert (not faults(schema, data)) is good, faults(schema, data)


# --- the definition -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.parent.name)
def test_each_definition_fits_the_schema(path: Path) -> None:
    assert faults(sop_schema(), yaml.load(path.read_text(encoding="utf-8"), Loader=Yaml12)) == []


def test_a_shipped_definition_names_its_schema() -> None:
    for path in TEMPLATES.glob("*/sop.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        (named,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", first)
        assert (path.parent / named).resolve() == TEMPLATES / "sop.schema.json"


def is_grammar(text: str) -> bool:
    """Whether docgen takes a definition."""
    try:
        parse_definition(text.encode(), name="sop.yaml")
    except DocgenError:
        return False
    return True


@pytest.mark.parametrize(
    ("old", "new", "good"),
    [
        ("number: 1", "number: '1'", True),
        ("version: 1", "version: 2020-03-31", True),
        ("version: 1", "version: true", True),
        ("external: true", "external: 'yes'", True),
        ("external: true", "external: mungkin", False),
        ("min: 1, max: 3", "min: '1', max: 3", True),
        ("min: 1, max: 3", "min: satu, max: 3", False),
        ("actor: helpdesk", "actor: [helpdesk]", True),
        ("actor: helpdesk", "actor: []", False),
        ("    ends: selesai", "    next: [{ends: selesai}]", True),
        ("    ends: selesai", "    next: [{when: setuju, ends: ya}, {ends: tidak}]", True),
        ("    ends: selesai", "    next: [{ends: selesai, to: masuk}]", False),
        ("    ends: selesai", "    remarks: x", False),
        ("    ends: selesai", "    ends: selesai\n    next: masuk", False),
        ("label: Uang}", "label: Uang, source: praktik}", True),
        ("label: Uang}", "label: Uang, source: sendiri}", False),
        ("label: Uang}", "label: Uang, choices: [a]}", False),
        ("label: Uang}", "label: Uang, warna: biru}", False),
        ("type: money", "type: uang", False),
        ("type: record, label: Nilai,", "type: list, of: text, label: Nilai,", False),
        ("choices: [Proses]", "choices: [49, true]", True),
        ("items: {satu: Butir satu, dua: Butir dua}", "min: 1", False),
        ("case_prefix: SMA", "case_prefix: sma", False),
        ("title: Semua Jenis\n", "", False),
    ],
)
def test_definitions_are_taken_and_refused_alike(old: str, new: str, good: bool) -> None:
    assert old in ALL_TYPES
    text = ALL_TYPES.replace(old, new, 1)
    assert is_grammar(text) is good
    found = faults(sop_schema(), yaml.load(text, Loader=Yaml12))
    assert (not found) is good, found


def test_every_key_and_type_of_the_grammar_has_its_meaning() -> None:
    schema = sop_schema()
    models = {"Sop": schema, **schema["$defs"]}
    assert {name: set(model["properties"]) for name, model in models.items()} == {
        name: set(keys) for name, keys in KEYS.items()
    }
    assert models.keys() == MODELS.keys()
    assert set(FieldType.__args__) == TYPES.keys()  # type: ignore[attr-defined]
    assert all(key["description"] for model in models.values() for key in model["properties"].values())


# --- the settings ---------------------------------------------------------------------------------------------------


def test_the_shipped_settings_fit_their_schema() -> None:
    data = tomllib.loads((ROOT / "docgen.toml").read_text(encoding="utf-8"))
    assert read_office(ROOT / "docgen.toml").kantor.nama == data["kantor"]["nama"]
    assert faults(office_schema(), data) == []
    assert faults(office_schema(), data | {"warna": "biru"}), "the control"
    del data["kantor"]["kota"]
    assert faults(office_schema(), data)
