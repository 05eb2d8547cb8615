"""Whatever the disk or the process does at any call: one clear refusal, a whole step or none, the next try works."""

from __future__ import annotations

import errno
import re
import shutil
import signal
from pathlib import Path

import pytest
from injection import InPlace, Watched, at_call, die, error, in_child
from playing import at_work, counted, new_workspace, order, script, take
from tried import Act, calls_of, copied

from docgen.app.attach import attach
from docgen.app.correct import correct
from docgen.app.perform import Performed
from docgen.app.registers import all_claims
from docgen.app.reissue import Reissue, reissue
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.store.cases import case_dirs
from docgen.store.recovery import recover, unaccounted
from docgen.store.steps import load

pytestmark = pytest.mark.usefixtures("quick")

CASE = "AUD-2025-0001"
NOW = "2025-11-03T08:20"


def opening(workspace: Workspace) -> Performed:
    return take(workspace, script("1")[0])


def receiving(workspace: Workspace) -> Performed:
    return take(workspace, script("1")[1], case=CASE)


def undoing(workspace: Workspace) -> Performed:
    return undo(workspace, CASE, reason="Salah.", by="helpdesk")


def attaching(workspace: Workspace) -> Performed:
    scan = workspace.root / "pindaian.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF\n")
    return attach(workspace, CASE, scan, as_="lembar-disposisi", by="helpdesk")


def correcting(workspace: Workspace) -> Performed:
    mended = order("x", {"surat": {"hal": "Permohonan USER ID"}}).given
    return correct(workspace, CASE, given=mended, reason="Salah ketik.", by="helpdesk", base=workspace.root)


def reissuing(workspace: Workspace) -> Performed:
    return reissue(workspace, CASE, Reissue(kind="lembar-disposisi", reason="Hilang.", by="helpdesk"))


BEFORE: dict[Act, int] = {opening: 0, receiving: 1, undoing: 2, attaching: 2, correcting: 2, reissuing: 2}
"""How many steps the case has before each act."""


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Records that stand before the first, second and third step, to be copied for each try."""
    found: dict[int, Path] = {}
    for before in sorted(set(BEFORE.values())):
        workspace = new_workspace(tmp_path_factory.mktemp("asal") / f"kantor-{before}")
        for step in script("1")[:before]:
            take(workspace, step, case=CASE if step["stage"] != "permohonan" else "")
        found[before] = workspace.root
    return found


READING = {"read": "disk-failed", "check_file": "disk-failed", "read_foreign": "file-refused"}
"""How a file is refused that cannot be read and is not the record's."""
AGAIN: dict[Act, str] = {
    opening: "request-repeated",
    receiving: "step-not-allowed",
    undoing: "undo-refused",
    attaching: "request-repeated",
    correcting: "correction-refused",
    reissuing: "reissue-refused",
}
"""How an act is refused that was done before."""


def refused(workspace: Workspace, act: Act) -> DocgenError | None:
    """The refusal of an act, if it is refused."""
    try:
        act(workspace)
    except DocgenError as refusal:
        return refusal
    return None


def steps_in(workspace: Workspace) -> int:
    return sum(len(load(workspace.store, folder)) for folder in case_dirs(workspace.store))


def assert_settled(workspace: Workspace, act: Act) -> bool:
    """After a restart: the whole step or none; the next try works; no number is lost. Gives whether it was there."""
    before = BEFORE[act]
    recover(workspace.store, at=workspace.now())
    assert unaccounted(workspace.store) == []
    found = steps_in(workspace)
    assert found in {before, before + 1}
    committed = found > before
    refusal = refused(workspace, act)
    if not committed:
        assert refusal is None
    else:
        assert refusal is not None
        assert AGAIN[act] == refusal.problems[0].reference
    assert steps_in(workspace) == found + (refusal is None)
    assert verify_case(workspace, CASE) == ()
    assert unaccounted(workspace.store) == []
    assert workspace.store.fs.names(workspace.store.staging) == []
    claims = [claim for claim in all_claims(workspace) if claim.register == "agenda-masuk"]
    assert [claim.number for claim in claims] == list(range(1, len(claims) + 1))
    for claim in claims:
        assert (claim.void is None) == (
            (workspace.store.case_dir(CASE) / f"{claim.step:02d}").exists()
            and (load(workspace.store, workspace.store.case_dir(CASE))[claim.step - 1].operation == claim.operation)
        )
    return committed


@pytest.mark.parametrize(
    ("act", "number", "reference"),
    [
        (opening, errno.ENOSPC, "disk-full"),
        (receiving, errno.ENOSPC, "disk-full"),
        (opening, errno.EACCES, "disk-read-only"),
        (attaching, errno.EROFS, "disk-read-only"),
        (correcting, errno.ENOSPC, "disk-full"),
        (undoing, errno.EIO, "disk-failed"),
    ],
)
def test_an_error_at_every_call_is_told_once_and_leaves_nothing_half_done(
    bases: dict[int, Path], tmp_path: Path, act: Act, number: int, reference: str
) -> None:
    base = bases[BEFORE[act]]
    calls = calls_of(copied(base, tmp_path / "hitung"), act, now=NOW)
    assert len(calls) > 30
    outcomes = []
    for place in range(len(calls)):
        root = copied(base, tmp_path / f"{place:03d}")
        broken = at_work(root, now=NOW, first=100, fs=Watched(at_call(place, error(number))))
        refusal = refused(broken, act)
        told = {problem.reference for problem in refusal.problems} if refusal else set()
        assert told <= {reference, READING.get(calls[place], reference)}, (place, calls[place])
        assert refusal is None or all(problem.hint for problem in refusal.problems)
        committed = assert_settled(at_work(root, now=NOW, first=200), act)
        assert committed or told, (place, calls[place])  # who is told nothing has his step
        outcomes.append((committed, told))
        shutil.rmtree(root)
    assert (False, {reference}) in outcomes
    assert (True, set()) in outcomes


@pytest.mark.parametrize("act", [opening, receiving])
def test_killed_at_every_call_the_step_is_whole_or_not_there(bases: dict[int, Path], tmp_path: Path, act: Act) -> None:
    outcomes = try_killed(bases[BEFORE[act]], tmp_path, act, Watched)
    assert set(outcomes) == {True, False}


def try_killed(base: Path, tmp_path: Path, act: Act, kind: type[Watched]) -> list[bool]:
    calls = calls_of(copied(base, tmp_path / "hitung"), act, now=NOW)
    act(at_work(copied(base, tmp_path / "hangat"), now=NOW))  # so that each child finds its templates compiled
    outcomes = []
    for place in range(len(calls)):
        root = copied(base, tmp_path / f"{place:03d}")
        doomed = at_work(root, now=NOW, first=100, fs=kind(at_call(place, die)))
        assert in_child(lambda doomed=doomed: act(doomed) and None) == -signal.SIGKILL  # type: ignore[misc]
        outcomes.append(assert_settled(at_work(root, now=NOW, first=200), act))
        shutil.rmtree(root)
    return outcomes


def test_control_a_step_that_is_written_in_place_is_caught(bases: dict[int, Path], tmp_path: Path) -> None:
    with pytest.raises((AssertionError, DocgenError)):
        try_killed(bases[1], tmp_path, receiving, InPlace)


def test_control_without_recovery_a_number_is_lost(bases: dict[int, Path], tmp_path: Path) -> None:
    root = copied(bases[1], tmp_path / "kantor")
    names = calls_of(copied(bases[1], tmp_path / "hitung"), receiving, now=NOW)
    rename = [place for place, name in enumerate(names) if name == "rename_new"][-1]  # the commit
    doomed = at_work(root, now=NOW, first=100, fs=Watched(at_call(rename, die)))
    in_child(lambda: receiving(doomed) and None)
    workspace = at_work(root, now=NOW, first=200)
    (claim,) = all_claims(workspace)
    assert claim.void is None
    receiving(workspace)
    first, second = all_claims(workspace)
    assert re.search(r"\S", first.void or "")
    assert second.void is None


def test_a_step_whose_case_json_could_not_be_written_is_told_as_done(bases: dict[int, Path], tmp_path: Path) -> None:
    names = calls_of(copied(bases[1], tmp_path / "hitung"), receiving, now=NOW)
    root = copied(bases[1], tmp_path / "kantor")
    broken = at_work(root, now=NOW, first=100, fs=Watched(at_call(names.index("replace"), error(errno.ENOSPC))))
    done = receiving(broken)
    assert [problem.reference for problem in done.warnings] == ["disk-full"]
    assert done.case.head.seq == 2
    workspace = at_work(root, now=NOW, first=200)
    assert verify_case(workspace, CASE) == ()  # an old case.json is no damage
    undoing(workspace)
    assert b'"seq": 3' in (workspace.store.case_dir(CASE) / "case.json").read_bytes()


def test_ids_that_were_used_before_are_no_silent_overwriting(bases: dict[int, Path], tmp_path: Path) -> None:
    workspace = at_work(copied(bases[1], tmp_path / "kantor"), now=NOW)
    again = at_work(workspace.root, now=NOW)
    object.__setattr__(again, "operation", counted(1))
    assert receiving(again).step.operation == f"{1:032x}"
    assert verify_case(workspace, CASE) == ()
