"""Finding a case by what a clerk types; courtesy locks; content; what completion may import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from injection import start, wait

from docgen.errors import DocgenError
from docgen.store.cases import case_dirs, case_id, find, next_case_number
from docgen.store.content import keep, kept
from docgen.store.layout import Store
from docgen.store.lock import case_lock

IDS = ("AUD-2025-0012", "AUD-2025-0031", "AUD-2025-0310", "AUD-2026-0001", "AUD-2026-0012", "TRN-2026-0001")


@pytest.fixture
def filled(store: Store) -> Store:
    for case in IDS:
        store.case_dir(case).mkdir(parents=True)
    for other in (".staging/op-1", ".sop", "register/2026/surat", "contoh/bpk", "2026/catatan", "2025/AUD-2026-0099"):
        (store.root / other).mkdir(parents=True)
    return store


def test_only_cases_are_cases(filled: Store) -> None:
    assert [path.name for path in case_dirs(filled)] == list(IDS)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("AUD-2026-0001", "AUD-2026-0001"),
        ("aud-2026-0001", "AUD-2026-0001"),
        ("trn", "TRN-2026-0001"),
        ("31", "AUD-2025-0031"),
        ("0031", "AUD-2025-0031"),
        (" AUD-2026-0012 ", "AUD-2026-0012"),
        ("./2026/AUD-2026-0012", "AUD-2026-0012"),
        ("2026/AUD-2026-0012/", "AUD-2026-0012"),
    ],
)
def test_found(filled: Store, text: str, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.root)
    assert find(filled, text) == filled.case_dir(case)


def test_found_from_within(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.case_dir("TRN-2026-0001"))
    assert find(filled, ".").name == "TRN-2026-0001"


@pytest.mark.parametrize(
    ("text", "reference", "hint"),
    [
        ("AUD-2026-0021", "case-unknown", "AUD-2026-0001"),
        ("AUD-2206-0012", "case-unknown", "AUD-2026-0012"),
        ("zzz", "case-unknown", "docgen list"),
        ("", "case-unknown", "docgen list"),
        ("../etc", "case-unknown", ""),
        ("contoh/bpk", "case-unknown", ""),
        ("2025/AUD-2026-0099", "case-unknown", ""),
        ("0012", "case-ambiguous", "AUD-2025-0012, AUD-2026-0012"),
    ],
)
def test_refused(filled: Store, text: str, reference: str, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.root)
    with pytest.raises(DocgenError) as refusal:
        find(filled, text)
    [problem] = refusal.value.problems
    assert problem.reference == reference
    assert hint in problem.hint


def test_many_candidates_are_counted_not_dropped(store: Store) -> None:
    for number in range(1, 13):
        store.case_dir(f"AUD-2026-{number:04d}").mkdir(parents=True)
    with pytest.raises(DocgenError) as refusal:
        find(store, "aud")
    assert "12 cases" in refusal.value.problems[0].message
    assert "4 more" in refusal.value.problems[0].hint


def test_an_empty_record_says_so(store: Store) -> None:
    with pytest.raises(DocgenError, match="There is no case “AUD”"):
        find(store, "AUD")


def test_the_next_number(store: Store) -> None:
    assert next_case_number(store, year=2026, prefix="AUD") == 1
    for number in (*range(1, 40), 41):
        store.case_dir(case_id(prefix="AUD", year=2026, number=number)).mkdir(parents=True)
    assert next_case_number(store, year=2026, prefix="AUD") == 40
    assert case_id(prefix="AUD", year=2026, number=12345) == "AUD-2026-12345"
    with pytest.raises(ValueError, match="not the id"):
        next_case_number(store, year=2026, prefix="../A")


def test_a_number_that_a_renamed_folder_begins_with_is_not_given_out_again(store: Store) -> None:
    year = store.root / "2026"
    for name in ("AUD-2026-0001", "AUD-2026-0002 lama", "AUD-2026-0003_salinan", "TRN-2026-0004", "AUD-2025-0004"):
        (year / name).mkdir(parents=True)
    assert next_case_number(store, year=2026, prefix="AUD") == 4
    assert next_case_number(store, year=2025, prefix="AUD") == 1


def test_completion_needs_no_heavy_import() -> None:
    code = (
        "import sys, docgen.store.cases; "
        "print(sorted({'pydantic', 'yaml', 'jinja2', 'filelock', 'ctypes'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path.cwd())
    assert ran.stdout.strip() == "[]"


def test_a_busy_case_is_named_and_a_dead_holder_holds_nothing(store: Store) -> None:
    with case_lock(store, "AUD-2026-0001"):
        with pytest.raises(DocgenError) as refusal, case_lock(store, "AUD-2026-0001", timeout=0.1):
            pass
        assert refusal.value.problems[0].reference == "case-busy"
        assert "AUD-2026-0001" in refusal.value.problems[0].message
        with case_lock(store, "AUD-2026-0002", timeout=0):
            pass

    def hold_and_die() -> None:
        case_lock(store, "AUD-2026-0001").__enter__()

    assert wait(start(hold_and_die)) == 0
    with case_lock(store, "AUD-2026-0001", timeout=0):
        pass


def test_content_is_kept_once_and_checked(store: Store) -> None:
    sha256 = keep(store, b"id: auditor\n", ".yaml")
    assert keep(store, b"id: auditor\n", ".yaml") == sha256
    assert kept(store, sha256, ".yaml") == b"id: auditor\n"
    assert store.fs.names(store.content) == [f"{sha256}.yaml"]
    assert store.fs.names(store.staging) == []
    (store.content / f"{sha256}.yaml").write_bytes(b"id: auditor \n")
    for look in (lambda: kept(store, sha256, ".yaml"), lambda: keep(store, b"id: auditor\n", ".yaml")):
        with pytest.raises(DocgenError) as refusal:
            look()
        assert refusal.value.problems[0].reference == "content-damaged"
    with pytest.raises(DocgenError, match="missing"):
        kept(store, "0" * 64, ".docx")
    with pytest.raises(ValueError, match="not a kept content"):
        kept(store, "../" + "0" * 61, ".docx")
