"""What a case's steps add up to.

Each step wrote down what it opened, closed, forgot and ended, so no condition is evaluated again here.
A step that was undone counts no more, but stays in the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from docgen.model.case import Copy, Number, Person, Pin, Step
from docgen.model.sop import Sop

PAST = "langkah."
"""Prefix of a step's own facts in a list of what is forgotten: `langkah.<stage>`."""


@dataclass(frozen=True, slots=True)
class Past:
    """When a stage was last done in this round, and by whom."""

    at: dt.datetime
    by: Person
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A paper that lies in the file of a case."""

    kind: str
    title: str
    date: dt.date
    round: int
    copy: int | None = None
    item: str | None = None
    """For which item of a list it was issued, in words."""
    code: str | None = None
    """Its classification code, if it has one of its own."""
    number: str | None = None
    prints: int = 1
    """How often it was printed in this round: the last print holds what the others say."""
    scan: bool = False
    """Whether it is the scan of a paper, attached later."""
    session: str | None = None
    """The session whose paper it is a copy of."""
    replaced: bool = False
    """Whether the session has issued another in its place. It stays in the file: this is what was told then."""

    @property
    def by_itself(self) -> bool:
        """Whether it is never a state of another paper: it has a number of its own, is a scan, or another case's."""
        return self.scan or self.number is not None or self.session is not None

    def replaces(self, other: Issued) -> bool:
        """Whether it is a later state of the same paper."""
        identity = (self.kind, self.copy, self.round)
        return identity == (other.kind, other.copy, other.round) and not (self.by_itself or other.by_itself)


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands and what is known of it."""

    case: str = ""
    pin: Pin | None = None
    seq: int = 0
    head: str = ""
    round: int = 1
    open: tuple[str, ...] = ()
    """Stages that wait to be done, in the order of the file."""
    opened_at: Mapping[str, dt.datetime] = field(default_factory=dict)
    outcome: str | None = None
    record: Mapping[str, JsonValue] = field(default_factory=dict)
    dispositions: Mapping[str, tuple[Mapping[str, JsonValue], ...]] = field(default_factory=dict)
    past: Mapping[str, Past] = field(default_factory=dict)
    opened: dt.datetime | None = None
    papers: tuple[Issued, ...] = ()
    """What lies in the file, in the order in which it came there."""

    @property
    def closed(self) -> bool:
        """A case is closed when nothing in it is open."""
        return self.seq > 0 and not self.open


def undone(steps: Iterable[Step]) -> frozenset[int]:
    """The numbers of the steps that were taken back."""
    return frozenset(step.undoes for step in steps if step.undoes is not None)


def standing(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps that count: neither undone nor an undoing."""
    taken_back = undone(steps)
    return tuple(step for step in steps if step.seq not in taken_back and step.kind != "undo")


def own_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Those that stand, less the copies that a session brought later: what a case did itself is not bound to them."""
    return tuple(step for step in standing(steps) if step.with_ is None or step.kind != "reissue")


def fold(sop: Sop, steps: Sequence[Step]) -> State:
    """The state that these steps add up to, from the first to the last."""
    state = State()
    for step in standing(steps):
        state = _after(sop, state, step)
    if steps:
        last = steps[-1]
        state = replace(state, seq=last.seq, head=last.hash)
    return state


def _after(sop: Sop, state: State, step: Step) -> State:
    """The state after one more step that counts."""
    opened_at = {stage: at for stage, at in state.opened_at.items() if stage not in step.closes}
    opened_at |= dict.fromkeys(step.opens, step.at)
    past = dict(state.past)
    if step.stage is not None:
        past[sop.stage(step.stage).key] = Past(step.at, step.by, step.seq)
    return replace(
        state,
        case=step.case,
        pin=step.sop or state.pin,
        round=step.round_after,
        open=tuple(sorted(opened_at, key=sop.index)),
        opened_at=opened_at,
        outcome=step.ends if step.ends is not None else state.outcome,
        record=_known(sop, state.record, step),
        dispositions=_disposed(sop, state.dispositions, step),
        past={key: done for key, done in past.items() if PAST + key not in step.forgets},
        opened=state.opened or step.at,
        papers=_filed(sop, state.papers, step),
    )


def issued(
    kind: str,
    title: str,
    *,
    copy: int | None,
    item: str | None,
    code: str | None,
    number: Number | None,
    at: dt.datetime,
    round_: int,
    session: str | None = None,
) -> Issued:
    """A paper as the file keeps it; its date is that of its number, if it has one."""
    date, printed = (at.date(), None) if number is None else (number.tanggal, number.nomor)
    return Issued(
        kind=kind,
        title=title,
        date=date,
        round=round_,
        copy=copy,
        item=item,
        code=code,
        number=printed,
        session=session,
    )


def copied_by(copies: Iterable[Copy], *, at: dt.datetime, round_: int) -> tuple[Issued, ...]:
    """The papers of a session that a step brings into the file of a member."""
    return tuple(
        issued(
            each.kind,
            each.title,
            copy=each.copy_,
            item=each.item,
            code=each.classification,
            number=each.number,
            at=at,
            round_=round_,
            session=each.of.partition("/")[0],
        )
        for each in copies
    )


def with_paper(papers: tuple[Issued, ...], paper: Issued) -> tuple[Issued, ...]:
    """The file with one more paper in it, which takes the place of an earlier state of itself."""
    prints = 1 + sum(other.prints for other in papers if paper.replaces(other))
    kept = tuple(other for other in papers if not paper.replaces(other))
    return (*kept, replace(paper, prints=prints))


def with_copies(papers: tuple[Issued, ...], copies: tuple[Issued, ...], *, whole: bool = True) -> tuple[Issued, ...]:
    """The file with papers of a session in it, which take the place of those that the session issued before.

    Args:
        papers: the file before.
        copies: what one step of the session issued.
        whole: whether it issued all that there are of these kinds, as a stage does; else only what is in it.
    """
    anew = {(each.session, each.kind, None if whole else each.copy) for each in copies}
    kept = (
        replace(each, replaced=True) if (each.session, each.kind, None if whole else each.copy) in anew else each
        for each in papers
    )
    return (*kept, *copies)


def _filed(sop: Sop, papers: tuple[Issued, ...], step: Step) -> tuple[Issued, ...]:
    """The file with the papers that a step made, or with the scan that it attached."""
    for each in step.documents:
        made = issued(
            each.kind,
            each.title,
            copy=each.copy_,
            item=each.item,
            code=sop.documents[each.kind].classification,
            number=each.number,
            at=step.at,
            round_=step.round,
        )
        papers = with_paper(papers, made)
    papers = with_copies(papers, copied_by(step.copies, at=step.at, round_=step.round), whole=step.stage is not None)
    return (*papers, *_scanned(papers, step))


def _scanned(papers: tuple[Issued, ...], step: Step) -> Iterator[Issued]:
    """The scan of a paper of the file that a step attached, under the number and in the round of the last such."""
    shown = [
        each
        for each in papers
        if each.kind == step.attached_as and not each.scan and step.attached_item in {None, each.copy}
    ]
    if shown:
        last, several = shown[-1], len({each.copy for each in shown}) > 1
        yield replace(
            last,
            date=step.at.date(),
            copy=step.attached_item,
            item=None if several else last.item,
            number=None if several else last.number,
            prints=1,
            scan=True,
        )


def _known(sop: Sop, record: Mapping[str, JsonValue], step: Step) -> dict[str, JsonValue]:
    """The record with what the step captured, less what it forgot."""
    if step.stage is not None:
        mends = tuple(sop.stage(step.stage).replace)
    else:
        mends = tuple(step.captured) if step.kind == "correct" else ()
    known = learned(sop, record, step.captured, mends=mends)
    return {name: value for name, value in known.items() if name not in step.forgets}


def learned(
    sop: Sop, record: Mapping[str, JsonValue], captured: Mapping[str, JsonValue], *, mends: Collection[str] = ()
) -> dict[str, JsonValue]:
    """The record once these values are known; dispositions stand elsewhere.

    Args:
        sop: the rules.
        record: what was known before.
        captured: the new values.
        mends: the lists that stay the same, item by item, as in a correction; any other that changes is another
            list, so that what was said of its items before is gone.
    """
    gone = set(overtaken(sop, record, captured, mends=mends))
    known = {name: value for name, value in record.items() if name not in gone}
    for name, value in captured.items():
        spec = sop.fields[name]
        if spec.each is not None:
            known[name] = merge_said(known.get(name), value)
        elif spec.type != "disposition":
            known[name] = value
    return known


def overtaken(
    sop: Sop, record: Mapping[str, JsonValue], captured: Mapping[str, JsonValue], *, mends: Collection[str] = ()
) -> tuple[str, ...]:
    """What the record says of the items of lists that these values make others, but for those that they mend."""
    return tuple(
        each_name
        for name, value in captured.items()
        if name not in mends and sop.fields[name].type == "list" and value != record.get(name)
        for each_name, _spec in sop.said_of(name)
        if each_name in record
    )


def merge_said(before: JsonValue, said: JsonValue) -> JsonValue:
    """What is known of each item of a list: what was said now, else what was said before."""
    earlier = before if isinstance(before, list) else []
    now = said if isinstance(said, list) else []
    width = max(len(earlier), len(now))
    padded = [*earlier, *[None] * (width - len(earlier))]
    return [
        value if value is not None else padded[place]
        for place, value in enumerate([*now, *[None] * (width - len(now))])
    ]


def _disposed(
    sop: Sop, chains: Mapping[str, tuple[Mapping[str, JsonValue], ...]], step: Step
) -> dict[str, tuple[Mapping[str, JsonValue], ...]]:
    """Dispositions accumulate, each with round, time and who; none is ever forgotten."""
    grown = dict(chains)
    for name, value in step.captured.items():
        if sop.fields[name].type == "disposition" and isinstance(value, dict):
            entry = disposed_entry(value, at=step.at, round_=step.round, role=step.role, by=step.by)
            grown[name] = (*grown.get(name, ()), entry)
    return grown


def disposed_entry(
    said: Mapping[str, JsonValue], *, at: dt.datetime, round_: int, role: str, by: Person
) -> dict[str, JsonValue]:
    """A disposition with its round, its time and who disposed."""
    return {
        **said,
        "waktu": at.isoformat(),
        "putaran": round_,
        "peran": role,
        "petugas": by.model_dump(mode="json"),
    }
