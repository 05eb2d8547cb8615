"""Telling what a step did, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from docgen.app.perform import Performed
from docgen.app.status import NextStage, Status, status, who_does
from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, plain, put
from docgen.cli.report import tell
from docgen.model.case import Step
from docgen.model.sop import Sop


def done_json(line: CommandLine, done: Performed) -> dict[str, Any]:
    """What a step did, for programs."""
    return {
        "case": done.case.id,
        "folder": line.shown(done.folder),
        "step": done.step,
        "papers": [
            {
                "kind": document.kind,
                "title": document.title,
                "path": line.shown(done.folder / document.path),
                "number": None if document.number is None else document.number.nomor,
            }
            for document in done.step.documents
        ],
        "next": [plain(each) for each in _next(line, done)]
        if not done.dry_run
        else [{"stage": stage} for stage in done.next],
        "outcome": done.case.outcome,
        "members": [{"case": each.case, "step": each.seq} for each in done.step.members],
        "plan": list(done.step.plan),
        "warnings": list(done.warnings),
        "dry_run": done.dry_run,
    }


def tell_done(line: CommandLine, done: Performed) -> None:
    """What a step did, for people."""
    for text in _lines(line, done):
        put(text)
    tell(done.warnings, warning=True)


def _lines(line: CommandLine, done: Performed) -> Iterator[str]:
    yield first_line(line, done)
    yield from _joint_lines(done.step)
    if done.step.undoes is not None:
        yield _("Taken back: step {seq}, with its papers.").format(seq=done.step.undoes)
    for document in done.step.documents:
        number = "" if document.number is None else f" ({document.number.nomor})"
        yield f"  {line.shown(done.folder / document.path)}{number}"
    if done.step.reissue:
        yield _("These papers show the old value and are to be issued again:")
        yield from (f"  {line.shown(done.folder / path)}" for path in done.step.reissue)
        yield _(
            "As signed they stay in their steps. The next step that issues such a paper prints the new value; if none "
            "is to come: docgen reissue {case} PAPER"
        ).format(case=done.case.id)
    if done.case.outcome is not None:
        yield _("The case is closed: {outcome}.").format(outcome=done.case.outcome)
    elif done.dry_run:
        yield _("Then would come: {stages}").format(stages=", ".join(done.next) or "–")
    else:
        yield from next_lines(_next(line, done))


def _joint_lines(step: Step) -> Iterator[str]:
    """What the plan of a session made of each request, and the cases that the step was taken in."""
    for each in step.plan:
        yield f"  {each.place}. {each.case}: {each.why}"
    if step.members:
        yield _("Taken in {count} cases too: {cases}").format(
            count=len(step.members), cases=", ".join(f"{each.case}/{each.seq}" for each in step.members)
        )


def first_line(line: CommandLine, done: Performed) -> str:
    """In one line: which step of which case, when, and by whom."""
    step = done.step
    text = (
        _("{case}: step {seq} ({what}) would be recorded: {when}, {who}")
        if done.dry_run
        else _("{case}: step {seq} ({what}) recorded: {when}, {who}")
    )
    return text.format(
        case=step.case,
        seq=step.seq,
        what=step.stage or step.kind,
        when=moment(step.at.astimezone(line.workspace.office.zone)),
        who=step.by.nama,
    )


def made_lines(line: CommandLine, sop: Sop, tried: Performed) -> Iterator[str]:
    """What a step that was only tried would make: papers, numbers, and to whom the case goes then."""
    step = tried.step
    zone = line.workspace.office.zone
    yield _("Done by: {who}, {when}").format(who=step.by.nama, when=moment(step.at.astimezone(zone)))
    yield from _joint_lines(step)
    made = [*_papers(line, tried), *_numbers(line, sop, tried)]
    yield _("What will be made:") if made else _("No paper is made at this step.")
    yield from made
    if tried.case.outcome is not None:
        yield _("Then the case is closed: {outcome}.").format(outcome=tried.case.outcome)
    for name in tried.next:
        stage = sop.stage(name)
        number = f"{stage.no} " if stage.no else ""
        who = who_does(line.workspace, sop, stage)
        yield _("Then it goes to: {number}{stage}, by {who}").format(number=number, stage=name, who=who)


def _papers(line: CommandLine, tried: Performed) -> Iterator[str]:
    titles = Counter(document.title for document in tried.step.documents)
    for title, count in titles.items():
        yield f"  {title}" + (f" ({count} ×)" if count > 1 else "")
    for document in tried.step.documents:
        if document.number is not None:
            yield _number(line, document.title, document.number.register_)


def _numbers(line: CommandLine, sop: Sop, tried: Performed) -> Iterator[str]:
    for name in tried.step.captured:
        spec = sop.fields[name]
        if spec.type == "number":
            yield _number(line, spec.label, spec.register_)


def _number(line: CommandLine, label: str, register: str | None) -> str:
    """What takes a number: which one is known only once it is taken."""
    rule = line.workspace.office.register_.get(register or "")
    name = (rule.nama if rule is not None else "") or register
    return _("  {label}: the next number of {register}").format(label=label, register=name)


def next_lines(stages: tuple[NextStage, ...]) -> Iterator[str]:
    """What comes next, for whom, and the command for it."""
    for stage in stages:
        number = f"{stage.no} " if stage.no else ""
        yield _("Next: {number}{stage}, by {who}").format(number=number, stage=stage.stage, who=stage.who)
        yield f"  {stage.command}"


def _next(line: CommandLine, done: Performed) -> tuple[NextStage, ...]:
    stands: Status = status(line.workspace, done.case.id)
    return stands.waiting
