"""What must hold for the whole repository: errors explained, no SOP in the code, nothing left out of the wheel."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import io
import re
import shlex
import subprocess
import sys
import tokenize
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from docgen.app.workspace import open_workspace
from docgen.cli.main import main
from docgen.errors import REFERENCES
from tests.cli.commands import Script
from tools.catalogues import messages, sources

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "docgen").rglob("*.py"))
LONGEST_MODULE = 350


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def repository_files() -> list[Path]:
    """What is in the repository, or would be with the next commit; all files where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    kept = [ROOT / name for name in ("docgen", "docs", "templates_docx", "tests", "tools", ".ci")]
    return [path for folder in kept for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]


# --- errors ---------------------------------------------------------------------------------------------------------


def documented() -> list[tuple[str, int, str]]:
    """Every entry of docs/errors.md: reference, exit code, text."""
    text = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    entries = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    found = []
    for entry in entries:
        match = re.match(r"(?P<reference>[a-z-]+)\n\nExit code (?P<code>\d+)\. ", entry)
        assert match, f"not the form of an entry: {entry[:80]!r}"
        found.append((match["reference"], int(match["code"]), entry.split("\n## ")[0]))
    return found


def test_every_reference_has_one_entry_with_its_exit_code() -> None:
    assert sorted((reference, code) for reference, code, _text in documented()) == sorted(
        (reference, int(code)) for reference, code in REFERENCES.items()
    )


def test_every_entry_has_an_example_and_says_what_to_do() -> None:
    for reference, _code, text in documented():
        assert re.search(r"^```text\n.+?^```$", text, flags=re.MULTILINE | re.DOTALL), f"no example: {reference}"
        assert "\nWhat to do: " in text, f"nothing to do: {reference}"


def patterns() -> list[re.Pattern[str]]:
    """Every message that docgen can say in English, and every guard's of a shipped SOP: what is filled in is open."""
    texts = [text for msgid in messages(sources()) for text in ((msgid,) if isinstance(msgid, str) else msgid)]
    for definition in sorted((ROOT / "templates_docx").glob("*/sop.yaml")):
        texts += re.findall(r"^ +else: (.+)$", definition.read_text(encoding="utf-8"), flags=re.MULTILINE)
    filled = [re.split(r"\{\{ .*? \}\}|\{\w+(?:!r)?(?::\w+)?\}", text) for text in texts]
    said = [parts for parts in filled if re.search(r"\w\w", "".join(parts))]
    found = [".+".join(re.escape(part) for part in parts) for parts in said]
    # A doubled brace is one brace in a text that is filled in, and two in one that is not.
    return [re.compile(one) for text in found for one in {text, re.sub(r"(\\[{}])\1", r"\1", text)}]


def is_said(message: str, spoken: list[re.Pattern[str]]) -> bool:
    """Whether docgen says this: a whole message, or one behind the name of what it speaks of (`Media: …`)."""
    tails = [message, *(message[at.end() :] for at in re.finditer(r": ", message))]
    return any(pattern.fullmatch(tail) for pattern in spoken for tail in tails)


def is_put_together(sentences: list[str], spoken: list[re.Pattern[str]]) -> bool:
    """Whether docgen says these sentences: one message, or several one after the other."""
    ends = range(1, len(sentences) + 1)
    return not sentences or any(
        is_said(" ".join(sentences[:end]), spoken) and is_put_together(sentences[end:], spoken) for end in ends
    )


def test_every_example_is_a_message_that_docgen_says() -> None:
    spoken = patterns()
    for reference, _code, text in documented():
        match = re.search(r"^(?:Error|Warning): (?P<message>.+) \[(?P<reference>[a-z-]+)\]$", text, flags=re.MULTILINE)
        assert match, f"no example of its own: {reference}"
        assert match["reference"] == reference
        assert is_said(match["message"], spoken), f"{reference}: docgen does not say: {match['message']}"
        for hint in re.findall(r"^  try:   (?!--)(.+)$", text, flags=re.MULTILINE):
            assert is_put_together(re.split(r"(?<=[.?]) ", hint), spoken), f"{reference}: not a hint: {hint}"


def test_control_what_docgen_does_not_say_is_found() -> None:
    assert is_said("There is no case 77.", patterns())
    assert not is_said("No such case exists: 77", patterns())


def spoken_references(tree: ast.Module) -> Iterator[str]:
    """The references that a module gives to a refusal or problem as a literal."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = [keyword.value for keyword in node.keywords if keyword.arg == "reference"]
        if name == "refuse" and isinstance(node.func, ast.Name):
            given += node.args[:1]
        for value in given:
            choices = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            yield from (one.value for one in choices if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_reference_that_is_spoken_is_in_the_table() -> None:
    spoken = {reference for path in MODULES for reference in spoken_references(parsed(path))}
    assert len(spoken) > 20
    assert spoken - set(REFERENCES) == set()


def test_control_an_unknown_reference_is_found() -> None:
    code = 'raise refuse("no-such-thing", "…")\nProblem(reference="nor-this" if x else "usage")'
    assert list(spoken_references(ast.parse(code))) == ["no-such-thing", "nor-this", "usage"]


def test_every_reference_is_used() -> None:
    literals = {
        node.value
        for path in MODULES
        if path.name != "errors.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(REFERENCES) - literals == set()


# --- the SOP is data ------------------------------------------------------------------------------------------------

ALLOWED = {
    "jabatan": "a part of every official in docgen.toml and in every template (`petugas.jabatan`)",
    "tanggal": "what a number, a step and a paper have in every template (`naskah.tanggal`)",
    "identitas": "a part of every official in docgen.toml and in every template (`petugas.identitas`)",
    "pangkat": "a part of every official in docgen.toml and in every template (`petugas.pangkat`)",
    "sampai": "the last day of an official's service, and of a stand-in's, in docgen.toml",
    "lainnya": "a kind of the type `identity`",
    "e-mail": "English, in a message",
    "berkas": "a table of docgen.toml, and part of the names of files that were handed in",
    "media": "a folder of every Word file",
    **dict.fromkeys(["alamat", "telepon", "pangkat", "identitas"], "a key of docgen.toml"),
    "E-mail": "English, in a question about the office",
    "status": "a verb of the command line, and a fact of every case (`kasus.status`)",
    "pengganti": "a table of docgen.toml",
    "minimum": "a word of JSON Schema",
}
"""Words of a shipped definition that the program may say too: they are the grammar's own. Each with its reason."""


MAPS = frozenset({"actors", "fields", "documents", "sessions", "items", "set"})
"""Where the keys of a definition are names that it makes up."""


def names_of_definition(node: object, *, key: str = "") -> Iterator[str]:
    """Every id and name that a definition makes up: of SOP, actors, fields, checklist items, documents and stages."""
    if isinstance(node, dict):
        if "id" in node:
            yield str(node["id"])
        for name, value in node.items():
            if key in MAPS:
                yield str(name)
            yield from names_of_definition(value, key=str(name))
    elif isinstance(node, list):
        for value in node:
            if isinstance(value, str) and key == "choices":
                yield value
            yield from names_of_definition(value)


def definitions() -> list[dict[str, Any]]:
    """Every shipped definition, as it is written."""
    paths = sorted((ROOT / "templates_docx").glob("*/sop.yaml"))
    assert paths
    return [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in paths]


def first_names(definition: dict[str, Any]) -> Iterator[str]:
    """What a path can begin with, and what a command can name: SOP, prefix, actors, fields, documents, stages."""
    yield from (definition["id"], definition["case_prefix"])
    yield from (name for key in MAPS & set(definition) for name in definition[key])
    yield from (stage["id"] for stage in definition["stages"])


def shipped_names() -> frozenset[str]:
    """What only the shipped SOPs' definitions may name; parts of fields if they are not met by chance."""
    names = {name for definition in definitions() for name in names_of_definition(definition)}
    telling = {name for name in names if len(name) > 5 or "-" in name or "_" in name}
    return telling.union(*map(first_names, definitions())) - frozenset(ALLOWED)


DOTTED = re.compile(r"(?<![\w@/.-])\w[\w-]*(?:\.(?:\w+|\*|\[\])|\[\])+")
"""`orang.2.nama`, `orang[].nama`; but no e-mail address and no file in a folder."""
QUOTED = re.compile(r"`[^`]+`|\"[^\"]+\"|'[^']+'|“[^”]+”")
COMPOUND = re.compile(r"\b[a-z]+(?:[_-][a-z]+)+\b|\b[A-Z]{2,8}\b")
"""What is no word of English prose: joined names, and the prefixes of cases."""


def texts_of(code: str) -> Iterator[tuple[int, str]]:
    """Every text of a module with its line: literals, docstrings, comments."""
    yield from (
        (node.lineno, node.value)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    yield from (
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(io.StringIO(code).readline)
        if token.type == tokenize.COMMENT
    )


def words_of(text: str) -> Iterator[str]:
    """The words of a text that can be names: the text itself or a list of words; in prose paths and quoted words."""
    yield text
    if re.fullmatch(r"[\w.\-]+([\s,|/]+[\w.\-]+)*", text) and len(text) < 80:
        yield from re.split(r"[\s,|/.]+", text)
    yield from COMPOUND.findall(text)
    for marked in (*DOTTED.findall(text), *QUOTED.findall(text)):
        yield from re.findall(r"\w[\w-]*", marked)


def named(code: str, names: frozenset[str]) -> list[tuple[int, str]]:
    return sorted({(line, word) for line, text in texts_of(code) for word in words_of(text) if word in names})


def test_no_code_names_what_a_definition_makes_up() -> None:
    names = shipped_names()
    assert len(names) > 40
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word}"
        for path in MODULES
        for line, word in named(path.read_text(encoding="utf-8"), names)
    ]
    assert found == []


def test_every_allowed_word_is_needed() -> None:
    said = {word for path in MODULES for _line, word in named(path.read_text(encoding="utf-8"), frozenset(ALLOWED))}
    assert set(ALLOWED) - said == set()


@pytest.mark.parametrize(
    "planted",
    [
        'if stage.id == "verifikasi": pass',
        'x = record["surat_tugas"]',
        'x = record["surat"]',
        'template("form-check-list")',
        'read(case, "surat_tugas.tanggal")',
        'for name in "helpdesk verifikator".split(): pass',
        'say("Write --set PATH=VALUE, such as --set surat.nomor=12.")',
        'say(f"Say {x} as akun.2.hasil={y}.")',
        'say("Joined by single hyphens: surat-tugas.")',
        'say("Begin with a letter: AUD.")',
        '"""A path: `auditor[].nama`."""',
        '"""As in `{% for a in auditor %}`."""',
        '"""Given as `("periksa", "[]")`."""',
        "x = 1  # as for `akun`",
    ],
)
def test_control_a_planted_name_is_found(planted: str) -> None:
    assert named(planted, shipped_names())


@pytest.mark.parametrize(
    "innocent",
    [
        '"""A path: `orang[].nama`, printed beside `kasus.segel`."""',
        'say("Write the address alone, as nama@instansi.go.id.")',
        'say("The limit stands in docgen.toml: [berkas] ukuran_maks_mib.")',
        '"""Each case (whoever the auditor was) is an archive."""',
    ],
)
def test_control_words_of_the_kernel_and_of_prose_are_not(innocent: str) -> None:
    assert named(innocent, shipped_names()) == []


# --- the code -------------------------------------------------------------------------------------------------------


def test_modules_fit_in_the_head() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_file_names_a_place_of_the_machine_it_was_made_on() -> None:
    place = re.compile(rb"/(?:%s)/[a-z.]" % b"|".join([b"work", b"root"]))
    texts = [path for path in repository_files() if path.suffix not in {".docx", ".png", ".mo"}]
    hits = {path.relative_to(ROOT).as_posix(): place.search(path.read_bytes()) for path in texts}
    assert {name: hit[0] for name, hit in hits.items() if hit} == {}


# --- what is handed over --------------------------------------------------------------------------------------------


def readme_block(mark: str) -> list[str]:
    """The lines of the README's code block after the line `<!-- mark -->`, as .ci/run takes them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^<!-- {mark} -->\n+```\w*\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    return [str(line) for line in blocks[0].splitlines()]


ANSWERS = {"next 0001": ["", *["sesuai"] * 6, *["ya", "diterima"] * 4, "kepala_biro", "", "", "", "", "y"]}
"""What a clerk answers where a command of the README asks: who, six items, four people, a disposition, and yes."""


class Typed(NamedTuple):
    """A command that was typed, with its exit code (or how many answers were left), and what it told its clerk."""

    command: str
    code: int
    told: str


def typed(lines: list[str], folder: Path, now: dt.datetime) -> Iterator[Typed]:
    """Types the lines of a console one after the other at this time."""
    for line in lines:
        prompt, *words = shlex.split(line, comments=True)
        assert prompt == "$", line
        for command in " ".join(map(shlex.quote, words)).split(" '&&' "):
            program, *arguments = shlex.split(command)
            if program == "cd":
                folder /= arguments[0]
                continue
            assert program == "docgen", line
            settled = (folder / "docgen.toml").is_file()
            workspace = dataclasses.replace(open_workspace(folder), clock=lambda: now) if settled else None
            clerk = Script([*ANSWERS.get(" ".join(arguments[:2]), [])])
            code = main(arguments, start=folder, workspace=workspace, prompter=clerk)
            yield Typed(command, code or len(clerk.answers), "\n".join(clerk.said))


@pytest.mark.parametrize("later", [dt.timedelta(0), dt.timedelta(days=2000)])
def test_a_clerks_day_of_the_readme_can_be_typed_on_any_day(tmp_path: Path, later: dt.timedelta) -> None:
    done = list(typed(readme_block("day"), tmp_path, dt.datetime.now(dt.UTC) + later))
    assert len(done) > 8
    assert [each for each in done if each.code != 0] == []


def test_control_without_their_times_the_commands_are_refused(tmp_path: Path) -> None:
    lines = [re.sub(r' --at "[^"]+"', "", line) for line in readme_block("day")]
    (failed,) = [each for each in typed(lines, tmp_path, dt.datetime.now(dt.UTC)) if each.code != 0]
    assert failed.command == "docgen next 0001"
    assert "berakhir 31 Desember 2025" in failed.told


def test_control_a_command_that_does_not_exist_is_noticed(tmp_path: Path) -> None:
    (failed,) = typed(["$ docgen tomorrow  # a wish"], tmp_path, dt.datetime.now(dt.UTC))
    assert (failed.command, failed.code) == ("docgen tomorrow", 2)


@pytest.mark.parametrize("mark", ["demo", "tests"])
def test_the_readme_has_one_command_line_for_each_job(mark: str) -> None:
    assert len(readme_block(mark)) == 1


def test_the_gate_can_be_run() -> None:
    gate = ROOT / ".ci" / "run"
    assert gate.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(gate)], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The names in the wheel, built with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as package:
        return frozenset(package.namelist())


def shipped_files() -> list[Path]:
    """What a new workspace is made of."""
    return [
        path
        for path in repository_files()
        if path == ROOT / "docgen.toml" or {ROOT / "templates_docx", ROOT / "cases" / "contoh"} & set(path.parents)
    ]


def test_the_wheel_carries_the_office_and_its_sops(wheel: frozenset[str]) -> None:
    expected = {f"docgen/shipped/{path.relative_to(ROOT).as_posix()}" for path in shipped_files()}
    assert len(expected) > 10
    assert expected - wheel == set()


def test_the_wheel_carries_the_program_typed_and_translated(wheel: frozenset[str]) -> None:
    expected = {path.relative_to(ROOT).as_posix() for path in MODULES} | {"docgen/py.typed"}
    expected |= {f"docgen/locale/{locale}/LC_MESSAGES/docgen.mo" for locale in ("en", "id")}
    assert expected - wheel == set()


def test_the_wheel_carries_nothing_of_the_workshop(wheel: frozenset[str]) -> None:
    kept = ("docgen/", "docgen-")
    assert [name for name in wheel if not name.startswith(kept) or "__pycache__" in name or "/tests/" in name] == []


# --- what a merge may leave behind ----------------------------------------------------------------------------------

MERGE_MARK = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)


def test_no_file_is_half_merged() -> None:
    texts = (path for path in repository_files() if path.suffix not in {".docx", ".pdf", ".png", ".mo"})
    assert [path.name for path in texts if MERGE_MARK.search(path.read_bytes())] == []


def test_control_a_half_merged_file_is_noticed() -> None:
    ours, theirs = b"<" * 7, b">" * 7
    assert MERGE_MARK.search(b"a\n" + ours + b" HEAD\nb\n" + theirs + b" other\n")
