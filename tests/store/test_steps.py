"""Whatever is changed in a case is found, and said with what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from injection import CASE, NOW, fold, take_step

from docgen.errors import DocgenError
from docgen.store.layout import Store
from docgen.store.projection import check_projection, project
from docgen.store.register import void
from docgen.store.steps import load
from docgen.store.verify import verify


@pytest.fixture
def case_dir(store: Store) -> Path:
    """A case of three steps."""
    for seq in (1, 2, 3):
        take_step(store, seq=seq, operation=f"op-{seq}")
    return store.case_dir(CASE)


def edit(path: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def tamper(case_dir: Path) -> None:
        raw = (case_dir / path).read_bytes()
        assert old in raw
        (case_dir / path).write_bytes(raw.replace(old, new, 1))

    return tamper


def resave(case_dir: Path) -> None:
    path = case_dir / "02/step.json"
    path.write_text(json.dumps(json.loads(path.read_text())))


def forge(case_dir: Path) -> None:
    """A step changed with a hash that fits: the next step betrays it."""
    from docgen.model.case import Step, sealed  # noqa: PLC0415
    from docgen.store.steps import step_bytes  # noqa: PLC0415

    path = case_dir / "02/step.json"
    step = Step.model_validate_json(path.read_bytes())
    path.write_bytes(step_bytes(sealed({**step.to_json(), "captured": {"hal": "lain"}})))


def swap(case_dir: Path) -> None:
    (case_dir / "02").rename(case_dir / "x")
    (case_dir / "03").rename(case_dir / "02")
    (case_dir / "x").rename(case_dir / "03")


STEP_TAMPERS = {
    "value": (edit("02/step.json", b"Permohonan", b"Permohonam"), {"step-damaged"}),
    "hash": (edit("03/step.json", b'"hash": "', b'"hash": "0'), {"step-damaged"}),
    "space": (edit("02/step.json", b'"case":', b'"case": '), {"step-damaged"}),
    "twice": (edit("02/step.json", b'"case":', b'"case": "X",\n "case":'), {"step-damaged"}),
    "unknown key": (edit("02/step.json", b'"case":', b'"kasus":'), {"step-damaged"}),
    "type": (edit("02/step.json", b'"seq": 2', b'"seq": "2"'), {"step-damaged"}),
    "not json": (edit("01/step.json", b"{", b""), {"step-damaged"}),
    "not utf-8": (edit("01/step.json", b"Permohonan", b"\xff"), {"step-damaged"}),
    "empty": (lambda case: (case / "02/step.json").write_bytes(b""), {"step-damaged"}),
    "saved again": (resave, {"step-damaged"}),
    "file gone": (lambda case: (case / "02/step.json").unlink(), {"step-damaged"}),
    "forged": (forge, {"chain-broken"}),
    "swapped": (swap, {"chain-broken"}),
    "gap": (lambda case: shutil.rmtree(case / "02"), {"chain-broken"}),
    "first gone": (lambda case: shutil.rmtree(case / "01"), {"chain-broken"}),
    "all gone": (lambda case: [shutil.rmtree(case / f"0{n}") for n in (1, 2, 3)], {"chain-broken"}),
    "misnamed": (lambda case: (case / "03").rename(case / "3"), {"chain-broken"}),
    "far away": (lambda case: shutil.copytree(case / "03", case / "999999999"), {"chain-broken"}),
}


@pytest.mark.parametrize("name", STEP_TAMPERS)
def test_a_changed_step_is_found(store: Store, case_dir: Path, name: str) -> None:
    tamper, references = STEP_TAMPERS[name]
    tamper(case_dir)
    with pytest.raises(DocgenError) as refusal:
        load(store, case_dir)
    assert {problem.reference for problem in refusal.value.problems} == references
    for problem in refusal.value.problems:
        assert problem.where.startswith(str(case_dir))
        assert f"docgen verify {CASE}" in problem.hint
    assert references <= {problem.reference for problem in verify(store, case_dir, fold)}


def test_every_byte_of_a_step_counts(store: Store, case_dir: Path) -> None:
    path = case_dir / "02/step.json"
    raw = path.read_bytes()
    for place in range(0, len(raw), 7):
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(DocgenError):
            load(store, case_dir)
    path.write_bytes(raw)
    assert len(load(store, case_dir)) == 3  # the control: it was the byte


def test_all_damaged_steps_are_named_at_once(store: Store, case_dir: Path) -> None:
    for seq in (1, 3):
        (case_dir / f"0{seq}/step.json").write_text("x")
    with pytest.raises(DocgenError) as refusal:
        load(store, case_dir)
    assert [Path(problem.where).name for problem in refusal.value.problems] == ["01", "03"]


def test_a_case_under_another_id_is_found(store: Store, case_dir: Path) -> None:
    other = case_dir.with_name("AUD-2026-0002")
    shutil.copytree(case_dir, other)
    with pytest.raises(DocgenError) as refusal:
        load(store, other)
    assert {problem.reference for problem in refusal.value.problems} == {"chain-broken"}


def test_the_projection(store: Store, case_dir: Path) -> None:
    def check(steps: int = 3) -> str:
        return check_projection(store, case_dir, expected=fold(load(store, case_dir)[:steps]), head_seq=steps)

    path = case_dir / "case.json"
    good = path.read_bytes()
    assert check() == "current"
    path.write_bytes(fold(load(store, case_dir)[:2]))
    assert check() == "stale"
    assert verify(store, case_dir, fold) == []
    path.unlink()
    assert check() == "stale"
    assert project(store, case_dir, fold) == good
    assert check(steps=2) == "stale"  # a further step came meanwhile
    for edited in (good + b" ", b"", b"[]", b"\xff", good.replace(CASE.encode(), b"X"), b'{"head": {"seq": true}}'):
        path.write_bytes(edited)
        with pytest.raises(DocgenError) as refusal:
            check()
        assert refusal.value.problems[0].reference == "projection-edited"
        assert [problem.reference for problem in verify(store, case_dir, fold)] == ["projection-edited"]


def test_a_last_step_that_was_removed_is_missed(store: Store, case_dir: Path) -> None:
    shutil.rmtree(case_dir / "03")
    assert len(load(store, case_dir)) == 2  # the chain alone cannot know
    [problem] = verify(store, case_dir, fold)
    assert (problem.reference, "step 3" in problem.message) == ("chain-broken", True)


PAPER_TAMPERS = {
    "changed": (edit("02/lembar.docx", b"lembar", b"Lembar"), ["paper-changed"]),
    "gone": (lambda case: (case / "02/lembar.docx").unlink(), ["paper-changed"]),
    "added": (lambda case: (case / "02/baru.docx").write_text("x"), ["paper-changed"]),
    "beside": (lambda case: (case / "catatan.txt").write_text("x"), ["paper-changed"]),
    "folder": (lambda case: (case / "02/more").mkdir(), ["paper-changed"]),
    "two": (
        lambda case: [(case / f"0{n}/lembar.docx").write_text("x") for n in (1, 3)],
        ["paper-changed", "paper-changed"],
    ),
}


@pytest.mark.parametrize("name", PAPER_TAMPERS)
def test_a_changed_paper_is_found(store: Store, case_dir: Path, name: str) -> None:
    assert verify(store, case_dir, fold) == []  # the control
    tamper, references = PAPER_TAMPERS[name]
    tamper(case_dir)
    assert [problem.reference for problem in verify(store, case_dir, fold)] == references


def test_a_number_without_its_register_is_found(store: Store, case_dir: Path) -> None:
    register = store.root / "register/2026/surat"
    void(store, year=2026, register="surat", number=1, reason="salah", operation="op-1", at=NOW)
    (register / "000002.json").unlink()
    shutil.copy(register / "000001.json", register / "000003.json")
    found = verify(store, case_dir, fold)
    assert [problem.reference for problem in found] == ["register-damaged"] * 3
    assert "void" in found[0].message
    assert "does not stand" in found[1].message
    assert "not what docgen wrote" in found[2].message
