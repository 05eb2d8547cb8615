"""The shipped SOP under random hands: whatever is tried in whatever order, its rules hold and its record adds up."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pytest
from answers import complete, smooth, some_optional
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from player import Played, auditor, spoken

from docgen.errors import DocgenError
from docgen.model.case import Step
from docgen.model.sop import Sop
from docgen.workflow.allowed import performable
from docgen.workflow.fold import PAST, State, fold, standing
from docgen.workflow.given import Given
from docgen.workflow.plan import Plan

SOP = auditor()
Folding = Callable[[Sop, Sequence[Step]], State]


@dataclass
class Kept:
    """The state as a second, simpler book-keeping has it: changed with every step, never folded."""

    record: dict[str, Any] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    chain: list[Any] = field(default_factory=list)
    round: int = 1
    outcome: str | None = None

    def take(self, plan: Plan) -> None:
        for name, value in plan.captured.items():
            if name == "disposisi":
                self.chain.append(value)
            elif name in {"periksa", "akun"}:
                before = self.record.get(name) or [None] * len(value)  # type: ignore[arg-type]
                pairs = zip(value, before, strict=True)  # type: ignore[arg-type]
                self.record[name] = [new if new is not None else old for new, old in pairs]
            else:
                if name == "auditor" and value != self.record.get("auditor"):
                    self.record.pop("periksa", None)
                    self.record.pop("akun", None)
                self.record[name] = value
        self.done.add(PAST + plan.stage.key)
        for name in plan.forgets:
            self.record.pop(name, None)
            self.done.discard(name)
        self.open = (self.open - set(plan.closes)) | set(plan.opens)
        self.round, self.outcome = plan.round_after, plan.ends or self.outcome


class Differs(Exception):  # noqa: N818  # the two books differ
    """The fold says something else than the book."""


class Clerks(RuleBasedStateMachine):
    """Several clerks at one case."""

    folding: Folding = staticmethod(fold)  # type: ignore[assignment]
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.case = Played(SOP)
        self.kept = [Kept()]
        """The book after each step that stands."""

    @property
    def state(self) -> State:
        return type(self).folding(SOP, self.case.steps)

    @rule(data=st.data())
    def a_stage_that_may_be_done(self, data: st.DataObject) -> None:
        stages = performable(SOP, self.case.state)
        if not stages:
            return
        waiting = [stage for stage in stages if not stage.is_act] or list(stages)
        stage = data.draw(st.sampled_from(waiting if data.draw(st.integers(0, 9)) else list(stages)))
        self._try(stage.id, complete(data.draw, self.case, stage.id, some_optional(data.draw, self.case, stage.id)))

    @rule(data=st.data(), count=st.integers(1, 8))
    def all_goes_well(self, data: st.DataObject, count: int) -> None:
        for _step in range(count):
            waiting = [stage for stage in performable(SOP, self.case.state) if not stage.is_act]
            if waiting:
                self._try(waiting[-1].id, complete(data.draw, self.case, waiting[-1].id, reply=smooth))

    @precondition(lambda self: "verifikasi" in self.kept[-1].open)
    @rule(data=st.data())
    def papers_are_returned(self, data: st.DataObject) -> None:
        lacking = spoken({"kelengkapan": {"objek": "tidak ada"}})
        self._try("verifikasi", complete(data.draw, self.case, "verifikasi", lacking, reply=smooth))
        for stage in ("pengembalian", "perbaikan"):
            if stage in self.case.state.open:
                self._try(stage, complete(data.draw, self.case, stage, reply=smooth))

    def _try(self, stage: str, said: Given) -> None:
        try:
            plan = self.case.do(stage, said)
        except DocgenError as error:
            if {problem.reference for problem in error.problems} != {"step-refused"}:
                raise
            return
        type(self).reached.add(stage)
        book = copy.deepcopy(self.kept[-1])
        book.take(plan)
        self.kept.append(book)

    @rule(stage=st.sampled_from(SOP.stages))
    def any_stage_at_all(self, stage: Any) -> None:
        if stage in performable(SOP, self.case.state):
            return
        before = len(self.case.steps)
        with pytest.raises(DocgenError) as caught:
            self.case.do(stage.id, {})
        assert caught.value.problems[0].reference == "step-not-allowed"
        assert len(self.case.steps) == before

    @precondition(lambda self: len(self.kept) > 2)
    @rule()
    def the_last_step_is_taken_back(self) -> None:
        self.kept.pop()
        self.case.undo(standing(self.case.steps)[-1].seq)

    @precondition(lambda self: "surat" in self.kept[-1].record)
    @rule(text=st.sampled_from(["1/S", "2/S"]))
    def a_typo_is_mended(self, text: str) -> None:
        surat = {**self.kept[-1].record["surat"], "nomor": text}
        self.case.act("correct", captured={"surat": surat}, reason="salah ketik")
        book = copy.deepcopy(self.kept[-1])
        book.record["surat"] = surat
        self.kept.append(book)

    @invariant()
    def the_steps_add_up_to_the_book(self) -> None:
        """Dispositions too: they never shrink but by an undo, and no round takes from them."""
        state, book = self.state, self.kept[-1]
        chain = state.dispositions.get("disposisi", ())
        added = ({"waktu", "putaran", "peran", "petugas"},) * len(chain)
        said = [
            {name: entry[name] for name in entry if name not in more} for entry, more in zip(chain, added, strict=True)
        ]
        done = {PAST + key for key in state.past}
        found = Kept(dict(state.record), set(state.open), done, said, state.round, state.outcome)
        if found != book:
            raise Differs(f"{found}\n{book}")

    @invariant()
    def the_case_stands_at_declared_stages(self) -> None:
        state = self.state
        assert set(state.open) <= {stage.id for stage in SOP.stages if not stage.is_act}
        assert list(state.open) == sorted(state.open, key=SOP.index)
        assert state.closed == (bool(self.case.steps) and not state.open)
        if state.closed:
            assert state.outcome in {"selesai", "ditolak", "ditarik"}
            assert performable(SOP, state) == ()

    @invariant()
    def a_user_id_stands_only_with_a_complete_checklist(self) -> None:
        record = self.state.record
        if any(value for value in record.get("akun") or ()):  # type: ignore[union-attr]
            assert all(item["hasil"] == "sesuai" for item in record["kelengkapan"].values())  # type: ignore[union-attr, index, call-overload]


QUICK = settings(
    max_examples=30,
    derandomize=True,
    stateful_step_count=18,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


def test_whatever_clerks_do_the_rules_hold() -> None:
    class Watched(Clerks):
        reached: ClassVar[set[str]] = set()

    run_state_machine_as_test(Watched, settings=QUICK)  # type: ignore[no-untyped-call]
    assert len(Watched.reached) >= 9, Watched.reached  # shallow hands would prove nothing


def without_forgetting(sop: Sop, steps: Sequence[Step]) -> State:
    return fold(sop, [step.model_copy(update={"forgets": ()}) for step in steps])


def without_undoing(sop: Sop, steps: Sequence[Step]) -> State:
    return fold(sop, [step for step in steps if step.kind != "undo"])


def with_the_last_disposition_only(sop: Sop, steps: Sequence[Step]) -> State:
    state = fold(sop, steps)
    return replace(state, dispositions={name: chain[-1:] for name, chain in state.dispositions.items()})


@pytest.mark.parametrize("broken", [without_forgetting, without_undoing, with_the_last_disposition_only])
def test_control_a_broken_fold_is_caught(broken: Folding) -> None:
    class Broken(Clerks):
        folding = staticmethod(broken)  # type: ignore[assignment]
        reached: ClassVar[set[str]] = set()

    with pytest.raises(Differs):
        run_state_machine_as_test(Broken, settings=settings(QUICK, max_examples=200))  # type: ignore[no-untyped-call]
