"""`docgen show`."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import gettext as _
from typing import TYPE_CHECKING

from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, put, put_answer, put_table
from docgen.cli.shared import case_argument, json_option, verb

if TYPE_CHECKING:
    from docgen.app.show import Shown
    from docgen.model.case import Copy, Document, Step


@verb("show", _("A case: its record, its steps, its papers."), [case_argument(), json_option()])
def command(line: CommandLine, *, case: str, as_json: bool) -> None:
    """Shows it, whole."""
    from docgen.app.show import show

    shown = show(line.workspace, case)
    if as_json:
        put_answer({"case": shown.case, "steps": shown.steps, "undone": shown.undone})
        return
    _head(line, shown)
    put()
    put_table([_("Path"), _("Label"), _("Value")], [(fact.path, fact.label, fact.text) for fact in shown.facts])
    put()
    _steps(line, shown)
    _papers(shown)


def _head(line: CommandLine, shown: Shown) -> None:
    waiting = ", ".join(each.stage for each in shown.case.open)
    put(f"{shown.case.id}  {shown.title}")
    put(
        _("Waits at: {stages}").format(stages=waiting)
        if waiting
        else _("Closed: {outcome}").format(outcome=shown.case.outcome)
    )
    put(_("Folder: {folder}").format(folder=line.shown(line.workspace.store.case_dir(shown.case.id))))


def _steps(line: CommandLine, shown: Shown) -> None:
    zone = line.workspace.office.zone
    put_table(
        [_("Step"), _("What"), _("When"), _("By"), _("Notes")],
        [
            (
                str(step.seq),
                step.stage or step.kind,
                moment(step.at.astimezone(zone)),
                step.by.nama,
                _notes(shown, step),
            )
            for step in shown.steps
        ],
    )


def _papers(shown: Shown) -> None:
    rows = [row for step in shown.steps for row in _of_step(step, undone=step.seq in shown.undone)]
    if rows:
        put()
        put_table([_("Paper"), _("Title"), _("Number"), ""], rows)


def _of_step(step: Step, *, undone: bool) -> Iterator[tuple[str, str, str, str]]:
    """A row for each paper that a step made, or brought as a copy from a session."""
    papers: list[tuple[Document | Copy, str]] = [(document, "") for document in step.documents]
    papers += [(copy, _("copy from {session}").format(session=copy.of.partition("/")[0])) for copy in step.copies]
    for paper, origin in papers:
        number = paper.number.nomor if paper.number is not None else ""
        yield paper.path, paper.title, number, _("undone") if undone else origin


def _notes(shown: Shown, step: Step) -> str:
    notes = []
    if step.seq in shown.undone:
        notes.append(_("undone"))
    if step.undoes is not None:
        notes.append(_("undoes step {seq}").format(seq=step.undoes))
    if step.attached_as is not None:
        item = "" if step.attached_item is None else f" {step.attached_item}"
        notes.append(_("attached as {name}").format(name=step.attached_as + item))
    if step.reason is not None:
        notes.append(step.reason)
    if step.round_after > step.round:
        notes.append(_("round {round} begins").format(round=step.round_after))
    return "; ".join(notes)
