"""Numbers given outside docgen, void ones, and the proof that a series has no holes."""

from __future__ import annotations

import dataclasses
import errno
import shlex
from typing import Any

import pytest
from injection import Watched, error
from playing import at_work, play, script, set_clock, stand_at, take, tree

from docgen.app.doctor import doctor
from docgen.app.gaps import gaps
from docgen.app.record_numbers import MOST, record_numbers
from docgen.app.registers import all_claims, entries
from docgen.app.undo import undo
from docgen.app.verify import verify_case
from docgen.app.void_number import void_number
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError, Problem
from docgen.store.register import claim_path

pytestmark = pytest.mark.usefixtures("quick")

BOOK = "agenda-masuk"


def record(workspace: Workspace, numbers: str, **more: Any) -> None:
    record_numbers(workspace, BOOK, numbers, **{"note": "Buku agenda kertas", **more})


def spoil(workspace: Workspace, number: int, **more: Any) -> None:
    void_number(workspace, BOOK, number, **{"reason": "Salah tulis.", **more})


def refusal(act: Any, *arguments: Any, **more: Any) -> Problem:
    with pytest.raises(DocgenError) as refused:
        act(*arguments, **more)
    (problem,) = refused.value.problems
    return problem


def given(workspace: Workspace) -> list[tuple[int, int, str]]:
    """Year, number, and what each went to."""
    return [
        (claim.year, claim.number, claim.case or (claim.outside.note if claim.outside else "?"))
        for claim in all_claims(workspace, register=BOOK)
    ]


def test_an_office_begins_in_the_middle_of_its_year(workspace: Workspace) -> None:
    record(workspace, "1-213")
    case, step = stand_at(workspace, "terima")
    taken = take(workspace, step, case=case)
    assert taken.step.captured["agenda"]["nomor"] == "0214"  # type: ignore[index,call-overload]
    assert given(workspace)[-2:] == [(2025, 213, "Buku agenda kertas"), (2025, 214, case)]
    assert verify_case(workspace, case) == ()
    told = [problem for finding in doctor(workspace) for problem in (*finding.problems, *finding.warnings)]
    assert [problem.reference for problem in told] == ["office-sample"]


def test_who_recorded_it_and_for_which_day_is_kept(workspace: Workspace) -> None:
    record(workspace, " 1 – 2 ", date="3 November 2024")
    (first, second) = entries(workspace)
    outside = first.claim.outside
    assert outside is not None
    assert (first.claim.year, outside.date.isoformat(), outside.by.id) == (2024, "2024-11-03", "helpdesk")
    assert (first.printed, second.printed) == ("0001", "0002")
    record(workspace, "3", date="2024-12-31", by="verifikator")
    assert [each.claim.outside.by.id for each in entries(workspace) if each.claim.outside][-1] == "verifikator"


def test_a_dry_run_writes_nothing(workspace: Workspace) -> None:
    record(workspace, "1")
    before = tree(workspace.root)
    record(workspace, "2-9", dry_run=True)
    spoil(workspace, 1, dry_run=True)
    assert tree(workspace.root) == before


def test_a_hole_is_refused_with_the_command_that_fills_it(workspace: Workspace) -> None:
    record(workspace, "1-40")
    problem = refusal(record, workspace, "57", note="Buku 'kertas'")
    assert problem.reference == "number-refused"
    assert "is 41, not 57" in problem.message
    command = shlex.split(problem.hint[problem.hint.index("docgen ") :])
    assert command[:5] == ["docgen", "register", "record", BOOK, "41-57"]
    assert command[command.index("--note") + 1] == "Buku 'kertas'"
    record(workspace, "41-57")
    assert refusal(record, workspace, "50-60").hint.count("58-60") == 1
    again = refusal(record, workspace, "57")
    assert "57 outside docgen (Buku agenda kertas). The next number is 58." in again.message


@pytest.mark.parametrize(
    ("numbers", "more", "reference", "where", "words"),
    [
        ("", {}, "option-unusable", "NUMBERS", "neither"),
        ("0", {}, "option-unusable", "NUMBERS", "neither"),
        ("5-3", {}, "option-unusable", "NUMBERS", "neither"),
        ("1,2", {}, "option-unusable", "NUMBERS", "neither"),
        ("-1", {}, "option-unusable", "NUMBERS", "neither"),
        ("1000000", {}, "option-unusable", "NUMBERS", "neither"),
        (f"1-{MOST + 1}", {}, "option-unusable", "NUMBERS", f"{MOST + 1} numbers"),
        ("1", {"note": "  "}, "value-invalid", "--note", "empty"),
        ("1", {"note": "a\u202eb"}, "value-characters", "--note", ""),
        ("1", {"date": "31-02-2025"}, "time-invalid", "--date", ""),
        ("1", {"date": "2025-11-04"}, "time-invalid", "--date", "in the future"),
        ("1", {"by": "helpdsk"}, "official-unknown", "--by", "no official"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_nothing_is_written(
    workspace: Workspace, numbers: str, more: dict[str, str], reference: str, where: str, words: str
) -> None:
    problem = refusal(record, workspace, numbers, **more)
    assert (problem.reference, problem.where) == (reference, where)
    assert words in problem.message
    assert given(workspace) == []


def test_an_unknown_register_is_told_with_the_nearest(workspace: Workspace) -> None:
    for act in (
        lambda: record_numbers(workspace, "agenda-masu", "1", note="x"),
        lambda: void_number(workspace, "agenda-masu", 1, reason="x"),
        lambda: gaps(workspace, register="agenda-masu"),
        lambda: entries(workspace, register="agenda-masu"),
    ):
        problem = refusal(act)
        assert problem.reference == "register-unknown"
        assert BOOK in problem.hint


def test_who_writes_is_asked_where_several_may(workspace: Workspace) -> None:
    problem = refusal(record_numbers, workspace, "surat-keluar", "1", note="x")
    assert (problem.reference, problem.where) == ("official-unknown", "--by")
    record_numbers(workspace, "surat-keluar", "1", note="x", by="admin")
    (entry,) = entries(workspace, register="surat-keluar")
    assert entry.printed is None  # the pattern has a code, and nobody said which


def test_a_register_that_was_lost_is_not_begun_anew(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    claim_path(workspace.store, year=2025, register=BOOK, number=1).unlink()
    assert refusal(record, workspace, "1-3").reference == "register-damaged"


def test_a_broken_disk_tells_how_far_it_came_and_how_to_go_on(workspace: Workspace) -> None:
    calls = []

    def reach(name: str, args: tuple[Any, ...]) -> None:
        if name == "write_new" and args[0].name == ".000003.json":
            calls.append(name)
            error(errno.ENOSPC)()

    broken = at_work(workspace.root, fs=Watched(reach))
    problem = refusal(record, broken, "1-5")
    assert calls
    assert problem.reference == "disk-full"
    assert "Recorded are 1–2." in problem.hint
    words = shlex.split(problem.hint[problem.hint.index("docgen ") :])
    assert words[4] == "3-5"
    record(workspace, words[4])
    assert [number for _year, number, _note in given(workspace)] == [1, 2, 3, 4, 5]


def test_ctrl_c_tells_how_far_it_came(workspace: Workspace) -> None:
    def reach(name: str, args: tuple[Any, ...]) -> None:
        if name == "write_new" and args[0].name == ".000003.json":
            raise KeyboardInterrupt

    problem = refusal(record, at_work(workspace.root, fs=Watched(reach)), "1-5")
    assert problem.reference == "interrupted"
    assert "Recorded are 1–2." in problem.hint


def rivalled(workspace: Workspace, number: str) -> Workspace:
    """The same workspace, in which a step takes a number just before it is recorded."""
    case, step = stand_at(workspace, "terima")

    def reach(name: str, args: tuple[Any, ...]) -> None:
        if name == "write_new" and args[0].name == f".{number}.json" and not given_by_step(workspace):
            rival = at_work(workspace.root, first=500)
            set_clock(rival, step["at"])
            take(rival, step, case=case)

    mine = at_work(workspace.root, fs=Watched(reach))
    set_clock(mine, step["at"])
    return mine


def given_by_step(workspace: Workspace) -> bool:
    return any(claim.case for claim in all_claims(workspace))


def test_a_step_that_takes_a_number_meanwhile_keeps_it(workspace: Workspace) -> None:
    problem = refusal(record, rivalled(workspace, "000003"), "1-5")
    assert problem.reference == "number-taken"
    assert "docgen gave out 3 to step 2 of case AUD-2025-0001. Recorded are 1–2." in problem.message
    assert [note for _year, _number, note in given(workspace)] == ["Buku agenda kertas"] * 2 + ["AUD-2025-0001"]


def test_a_step_that_takes_the_first_number_meanwhile_is_seen_at_once(workspace: Workspace) -> None:
    problem = refusal(record, rivalled(workspace, "000001"), "1-5")
    assert problem.reference == "number-refused"
    assert "2-5" in problem.hint
    assert given(workspace) == [(2025, 1, "AUD-2025-0001")]


# --- void -----------------------------------------------------------------------------------------------------------


def test_a_number_from_outside_can_be_void_once(workspace: Workspace) -> None:
    record(workspace, "1-2")
    spoil(workspace, 2)
    assert [claim.void for claim in all_claims(workspace)] == [None, "Salah tulis."]
    problem = refusal(spoil, workspace, 2, reason="Lain.")
    assert problem.reference == "number-refused"
    assert problem.message.endswith("is void already: Salah tulis.")
    assert [claim.void for claim in all_claims(workspace)] == [None, "Salah tulis."]


def test_a_standing_number_is_not_void_until_its_step_is_undone(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    problem = refusal(spoil, workspace, 1)
    assert problem.reference == "number-refused"
    assert f"stands in step 2 of case {case}" in problem.message
    assert f"docgen undo {case}" in problem.hint
    assert f"docgen correct {case}" in problem.hint
    undo(workspace, case, reason="Keliru.", by="helpdesk")
    spoil(workspace, 1)
    assert verify_case(workspace, case) == ()
    again = take(workspace, step, case=case)
    assert again.step.captured["agenda"]["urut"] == 2  # type: ignore[index,call-overload]
    assert verify_case(workspace, case) == ()


def test_control_a_standing_number_that_is_void_is_damage(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    take(workspace, step, case=case)
    undo(workspace, case, reason="Keliru.", by="helpdesk")
    spoil(workspace, 1)
    take(workspace, step, case=case)
    folder = workspace.store.register(year=2025, register=BOOK)
    text = (folder / "000001.void.json").read_text().replace('"number": 1', '"number": 2')
    (folder / "000002.void.json").write_text(text)
    assert [problem.reference for problem in verify_case(workspace, case)] == ["register-damaged"]


def test_a_number_that_was_never_given_is_not_void(workspace: Workspace) -> None:
    record(workspace, "1-2")
    for number in (3, 9_999_999):
        problem = refusal(spoil, workspace, number)
        assert problem.reference == "number-refused"
        assert "the next number is 3" in problem.message
    assert "in 2024; the next number is 1" in refusal(spoil, workspace, 1, year=2024).message
    assert refusal(spoil, workspace, 1, reason=" ").where == "--reason"


def test_a_number_whose_step_is_gone_is_damage(workspace: Workspace) -> None:
    case, step = stand_at(workspace, "terima")
    done = take(workspace, step, case=case)
    (done.folder / "02").rename(workspace.root / "hilang")
    assert refusal(spoil, workspace, 1).reference == "register-damaged"


# --- gaps -----------------------------------------------------------------------------------------------------------


def test_gaps_counts_what_each_number_went_to(workspace: Workspace) -> None:
    record(workspace, "1-3")
    spoil(workspace, 2)
    play(workspace, script("1")[:2])
    (series,) = gaps(workspace)
    assert (series.first, series.last, series.by_docgen, series.outside) == (1, 4, 1, 3)
    assert [(claim.number, claim.void) for claim in series.void] == [(2, "Salah tulis.")]
    assert series.missing == ()
    assert gaps(workspace, year=2024) == ()
    assert gaps(workspace, register="surat-keluar") == ()


@pytest.mark.parametrize("gone", [[1], [2, 3], [4], [1, 2, 3, 4]])
def test_a_number_that_is_missing_is_named(workspace: Workspace, gone: list[int]) -> None:
    record(workspace, "1-3")
    play(workspace, script("1")[:2])  # takes the fourth: at the end of a series only the step tells that it is missing
    for number in gone:
        claim_path(workspace.store, year=2025, register=BOOK, number=number).unlink()
    told: list[DocgenError] = []
    (series,) = gaps(workspace, on_damage=told.append)
    assert list(series.missing) == gone
    assert series.last == 4
    assert {problem.reference for each in told for problem in each.problems} == {"register-damaged"}
    with pytest.raises(DocgenError):
        gaps(workspace)


def test_a_register_whose_folder_is_gone_is_missed(workspace: Workspace) -> None:
    play(workspace, script("1")[:2])
    (workspace.store.root / "register").rename(workspace.root / "hilang")
    assert refusal(gaps, workspace).reference == "register-damaged"


def test_what_was_recorded_is_printed_as_it_was_whatever_the_pattern_says_later(workspace: Workspace) -> None:
    record(workspace, "1")
    rule = workspace.office.register_[BOOK].model_copy(update={"pola": "S-{nomor}/{tahun}"})
    registers = {**workspace.office.register_, BOOK: rule}
    later = dataclasses.replace(workspace, office=workspace.office.model_copy(update={"register_": registers}))
    record(later, "2")
    assert [each.printed for each in entries(later)] == ["0001", "S-0002/2025"]


def test_a_register_under_a_new_name_does_not_begin_anew(workspace: Workspace) -> None:
    record(workspace, "1-4")
    registers = {("buku" if name == BOOK else name): rule for name, rule in workspace.office.register_.items()}
    renamed = dataclasses.replace(workspace, office=workspace.office.model_copy(update={"register_": registers}))
    with pytest.raises(DocgenError) as refusal:
        record_numbers(renamed, "buku", "1", note="x", by="helpdesk")
    (problem,) = refusal.value.problems
    assert (problem.reference, problem.where) == ("register-unknown", "docgen.toml")
    assert BOOK in problem.message
    record_numbers(workspace, "surat-keluar", "1", note="x", by="helpdesk")  # the control: both are in docgen.toml


def test_the_last_number_of_a_register_that_is_lost_is_told_by_doctor(workspace: Workspace) -> None:
    play(workspace, script("1")[:6])
    assert all(finding.well for finding in doctor(workspace)), "the control"
    claim_path(workspace.store, year=2025, register="surat-keluar", number=4).unlink()
    told = [problem for finding in doctor(workspace) for problem in finding.problems]
    assert [problem.reference for problem in told] == ["register-damaged"]
    assert "lacks the number 4" in told[0].message
