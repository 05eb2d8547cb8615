"""The commit of a session over its members: killed or failing at any call, all of them have the step or none has."""

from __future__ import annotations

import errno
import shutil
import signal
from contextlib import nullcontext
from pathlib import Path

import pytest
from injection import Watched, at_call, die, error, in_child
from playing import at_work
from tours import go, request, tour, tours
from tried import Act, calls_of, copied

from docgen.app import record
from docgen.app.cases import open_case
from docgen.app.perform import Performed
from docgen.app.reissue import Reissue, reissue
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.store import joint
from docgen.store.cases import case_dirs
from docgen.store.recovery import recover, unaccounted
from docgen.store.register import claims, registers
from docgen.store.steps import load

pytestmark = pytest.mark.usefixtures("quick")

NOW = "2025-11-03T10:00"
MEMBERS = ("TUR-2025-0001", "TUR-2025-0002")
SESSION = "ROM-2025-0001"
OTHER = "ROM-2025-0002"


def filling(workspace: Workspace) -> Performed:
    return go(workspace, SESSION, "isi")


def cancelling(workspace: Workspace) -> Performed:
    return go(workspace, SESSION, "batal", {"sebab": "Hujan."})


def undoing(workspace: Workspace) -> Performed:
    return undo(workspace, SESSION, reason="Salah.")


def reissuing(workspace: Workspace) -> Performed:
    return reissue(workspace, SESSION, Reissue(kind="daftar-tamu", reason="Lembarnya basah."))


BEFORE: dict[Act, tuple[int, int]] = {filling: (1, 1), cancelling: (2, 2), undoing: (2, 2), reissuing: (2, 2)}
"""How many steps the session and each member have before an act."""


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int], Path]:
    """Two requests and two tours that want them; the same with the first tour filled."""
    found: dict[tuple[int, int], Path] = {}
    for before in ((1, 1), (2, 2)):
        workspace = tours(tmp_path_factory.mktemp("asal") / "kantor")
        request(workspace, "2025-11-03T08:01", 1)
        request(workspace, "2025-11-03T08:02", 2)
        tour(workspace)
        tour(workspace, nama="Rombongan kedua", titik="Taman", pemandu="lain")
        if before == (2, 2):
            filling(workspace)
        found[before] = workspace.root
    return found


def steps(workspace: Workspace) -> tuple[int, ...]:
    return tuple(len(load(workspace.store, workspace.store.case_dir(case))) for case in (SESSION, *MEMBERS))


def assert_settled(workspace: Workspace, act: Act) -> bool:
    """After a restart: the step everywhere or nowhere; the next try works; no number lost. Gives which it was."""
    session, member = BEFORE[act]
    before, after = (session, member, member), (session + 1, member + 1, member + 1)
    recover(workspace.store, at=workspace.now())
    assert unaccounted(workspace.store) == []
    found = steps(workspace)
    assert found in {before, after}
    if found == before:
        act(workspace)
    assert steps(workspace) == after
    assert [problem for folder in case_dirs(workspace.store) for problem in verify_case(workspace, folder.name)] == []
    assert unaccounted(workspace.store) == []
    assert workspace.store.fs.names(workspace.store.staging) == []
    for year, register in registers(workspace.store):
        every = claims(workspace.store, year=year, register=register)
        assert [claim.number for claim in every] == list(range(1, len(every) + 1))
    return found == after


@pytest.mark.parametrize("act", [filling, cancelling, undoing, reissuing])
def test_killed_at_every_call_all_members_have_it_or_none(
    bases: dict[tuple[int, int], Path], tmp_path: Path, act: Act
) -> None:
    base = bases[BEFORE[act]]
    calls = calls_of(copied(base, tmp_path / "hitung"), act, now=NOW)
    outcomes = set()
    for place in range(len(calls)):
        root = copied(base, tmp_path / f"{place:03d}")
        doomed = at_work(root, now=NOW, first=100, fs=Watched(at_call(place, die)))
        assert in_child(lambda doomed=doomed: act(doomed) and None) == -signal.SIGKILL  # type: ignore[misc]
        outcomes.add(assert_settled(at_work(root, now=NOW, first=900), act))
        shutil.rmtree(root)
    assert outcomes == {True, False}


def test_an_error_at_every_call_leaves_all_or_none(bases: dict[tuple[int, int], Path], tmp_path: Path) -> None:
    base = bases[BEFORE[filling]]
    calls = calls_of(copied(base, tmp_path / "hitung"), filling, now=NOW)
    outcomes = set()
    for place in range(len(calls)):
        root = copied(base, tmp_path / f"{place:03d}")
        broken = at_work(root, now=NOW, first=100, fs=Watched(at_call(place, error(errno.ENOSPC))))
        told = None
        try:
            filling(broken)
        except DocgenError as refusal:
            told = refusal
        committed = assert_settled(at_work(root, now=NOW, first=900), filling)
        assert committed or told is not None, (place, calls[place])
        outcomes.add((committed, told is not None))
        shutil.rmtree(root)
    assert {(True, False), (False, True)} <= outcomes


def dead_plan(base: Path, target: Path) -> Workspace:
    """A record in which a clerk's plan died when its members' steps were in place, and another clerk works on."""
    calls = calls_of(copied(base, target / "hitung"), filling, now=NOW)
    renames = [place for place, name in enumerate(calls) if name == "rename_new"]
    for place in renames:
        root = copied(base, target / f"{place:03d}")
        doomed = at_work(root, now=NOW, first=100, fs=Watched(at_call(place, die)))
        in_child(lambda doomed=doomed: filling(doomed) and None)  # type: ignore[misc]
        workspace = at_work(root, now=NOW, first=900)
        if all((workspace.store.case_dir(case) / "02").exists() for case in MEMBERS):
            return workspace
    message = "no call at which the members are in place and the session is not"
    raise AssertionError(message)


def other_clerk_fills(workspace: Workspace) -> set[str]:
    """Another clerk, who left the first request out, takes the same step of the same session; gives who counts in."""
    done = go(workspace, SESSION, "isi", excluded={MEMBERS[0]: "Diminta menunggu."})
    assert {each.case for each in done.step.members} == {MEMBERS[1]}
    return {case for case in MEMBERS if len(open_case(workspace, case).steps) > 1}


def test_what_a_dead_plan_left_does_not_slip_into_the_class_of_another(
    bases: dict[tuple[int, int], Path], tmp_path: Path
) -> None:
    workspace = dead_plan(bases[1, 1], tmp_path)
    assert [len(open_case(workspace, case).steps) for case in MEMBERS] == [1, 1]  # no step to whoever reads
    assert other_clerk_fills(workspace) == {MEMBERS[1]}


def test_control_without_the_operation_id_it_does(
    bases: dict[tuple[int, int], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = dead_plan(bases[1, 1], tmp_path)

    def any_operation(store: joint.Store, folder: Path) -> joint.Pending | None:
        found = pending(store, folder)
        step = load_json(folder / "step.json") if found is not None else {}
        session, _slash, seq = str(step.get("with") or "").partition("/")
        there = found is not None and (store.case_dir(session) / f"{int(seq):02d}").exists()
        return None if there else found

    pending, load_json = joint.pending, lambda path: joint.parse_json(path.read_bytes())
    for module in ("steps", "recovery"):
        monkeypatch.setattr(f"docgen.store.{module}.pending", any_operation)
    monkeypatch.setattr("docgen.store.recovery.put_away_all", lambda *_args, **_more: None)
    with pytest.raises((AssertionError, DocgenError)):
        assert other_clerk_fills(workspace) == {MEMBERS[1]}


def test_somebody_who_is_at_a_member_while_it_is_planned_is_first_or_second(
    bases: dict[tuple[int, int], Path], tmp_path: Path
) -> None:
    """The member is withdrawn at each call of the plan in turn: it is in the session or withdrawn, never both."""
    base = bases[BEFORE[filling]]
    calls = calls_of(copied(base, tmp_path / "hitung"), filling, now=NOW)
    outcomes = set()
    for place, name in enumerate(calls):
        if name not in {"rename_new", "sync_dir", "exists"}:
            continue
        root = copied(base, tmp_path / f"{place:03d}")

        def withdraw(root: Path = root) -> None:
            child = at_work(root, now=NOW, first=500)
            in_child(lambda: go_unlocked(child))

        meddled = at_work(root, now=NOW, first=100, fs=Watched(at_call(place, withdraw)))
        try:
            filling(meddled)
        except DocgenError as refusal:
            assert refusal.problems[0].reference in {"case-conflict", "plan-refused"}  # noqa: PT017
        workspace = at_work(root, now=NOW, first=900)
        withdrawn = open_case(workspace, MEMBERS[1]).state.outcome == "mundur"
        seated = {each.case for step in open_case(workspace, SESSION).steps for each in step.members}
        outcomes.add((withdrawn, MEMBERS[1] in seated))
        assert not any(verify_case(workspace, case) for case in (SESSION, *MEMBERS))
        shutil.rmtree(root)
    assert (True, False) in outcomes


def go_unlocked(workspace: Workspace) -> None:
    """Withdraws a member as on a disk where locks do not work."""
    record.case_lock = lambda *_args, **_more: nullcontext()  # type: ignore[assignment]  # in a child of its own
    go(workspace, MEMBERS[1], "mundur")
