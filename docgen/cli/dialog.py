"""Asking, one by one, for what is missing of a stage, until nothing is: each answer is checked as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _

from docgen.cli.answers import pick
from docgen.cli.prompt import Back
from docgen.cli.question import NOTHING, Dialog, Passed, answer, as_text, is_one_line
from docgen.errors import DocgenError, Problem
from docgen.model.nearest import meant
from docgen.model.secret import Secret
from docgen.workflow.asked import spec_at
from docgen.workflow.capture import Capture
from docgen.workflow.checking import Question
from docgen.workflow.given import PENDING, Given, Kept, Path, at_path, dotted, overlay


def ask_missing(dialog: Dialog, given: Given) -> Given:
    """Asks until nothing is missing; what was wrong from the start is left for the step itself to refuse.

    Raises:
        Back: the clerk goes back behind the first question.
    """
    seen = dialog.see(given)
    if seen.problems:
        return given
    about: Path | None = None
    asked: set[Path] = set()
    while seen.missing:
        question = _first(dialog, seen.missing)
        here = _of_what(dialog, question)
        if here != about and len(question.path) > 1 and is_one_line(question.spec):
            about = here
            dialog.prompter.say(f"-- {_heading(dialog, question)}")
        if question.path in asked:
            dialog.prompter.say(_("  {label}: this is still needed.").format(label=question.spec.label))
        before = dialog.prompter.asked
        try:
            told, seen = _ask_until_right(dialog, question, given, seen.problems)
        except Back:
            given = go_back(dialog)
            seen = dialog.see(given)
            asked.clear()
            about = None
            continue
        asked.add(question.path)
        if dialog.prompter.asked > before:  # what only has parts asks nothing itself
            dialog.passed.append(Passed(path=question.path, given=given))
        given = told
    return given


def go_back(dialog: Dialog) -> Given:
    """What had been said before the last question. Raises `Back` if there is none."""
    if not dialog.passed:
        raise Back
    last = dialog.passed.pop()
    dialog.entered.pop(last.path, None)
    return last.given


def _first(dialog: Dialog, missing: tuple[Question, ...]) -> Question:
    """The question that comes first: within a record, in the order of its parts, also where one has a condition."""
    first = missing[0]
    parent = spec_at(dialog.sop.fields, first.path[:-1])
    if parent is None or parent.type != "record" or first.path[-1] not in parent.fields:
        return first
    order = list(parent.fields)
    siblings = [each for each in missing if each.path[:-1] == first.path[:-1] and each.path[-1] in order]
    return min(siblings, key=lambda each: order.index(each.path[-1]))


def ask_again(dialog: Dialog, given: Given) -> Given | None:
    """After a refusal: asks which answer is to be changed, and for the new one; nothing if the clerk gives up."""
    behind = [dotted(path) for refusal in dialog.see(given).refused for path in refusal.reads]
    known = list(dict.fromkeys([*behind, *(dotted(path) for path in dialog.entered)]))
    if behind:
        dialog.prompter.say(_("  What the refusal looks at:"))
    for place, name in enumerate(dict.fromkeys(behind), 1):
        spec = spec_at(dialog.sop.fields, tuple(name.split(".")))
        dialog.prompter.say(f"  {place}  {name}  {spec.label if spec is not None else ''}")
    while True:
        said = dialog.prompter.ask(_("Which value shall be asked again: its number or its path (Enter = give up)"))
        if not said:
            return None
        name = pick(said, known) or said
        path = tuple(name.split("."))
        if spec_at(dialog.sop.fields, path) is not None:
            dialog.passed.clear()  # what was said before the others were asked holds no longer
            try:
                return ask_missing(dialog, overlay(given, at_path(path, PENDING)))
            except Back:
                continue
            except DocgenError as error:
                _tell(dialog, error.problems)
                continue
        hint = meant(name, known) or _("One of: {names}.").format(names=", ".join(known))
        dialog.prompter.say(_("  There is no value {name}.").format(name=name) + f" {hint}")


def offering(given: Given, names: tuple[str, ...]) -> Given:
    """The tree in which these fields wait to be asked for too, though they may be left out."""
    for name in names:
        given = overlay(given, at_path((name,), PENDING))
    return given


def for_another_case(given: Given) -> Given:
    """The answers, to be used for the next case: what this one kept of its own is asked for anew."""
    if given.stands or isinstance(given.value, Kept | Secret):
        return PENDING
    if given.parts is not None:
        return replace(given, value={name: for_another_case(part) for name, part in given.parts.items()})
    if given.items is not None:
        return replace(given, value=[for_another_case(item) for item in given.items])
    return given


def _of_what(dialog: Dialog, question: Question) -> Path:
    """What a question is about: the item of a list that a value is said of, or what its fact is a part of."""
    said_of_item = dialog.sop.fields[question.path[0]].each is not None and len(question.path) == len(("field", "1"))
    return question.path if said_of_item else question.path[:-1]


def _heading(dialog: Dialog, question: Question) -> str:
    top = dialog.sop.fields[question.path[0]].label
    return question.about or top


def _ask_until_right(
    dialog: Dialog, question: Question, given: Given, before: tuple[Problem, ...]
) -> tuple[Given, Capture]:
    """Asks one question until its answer holds."""
    while True:
        leaf = answer(dialog, question, given)
        told = overlay(given, at_path(question.path, leaf))
        if leaf is NOTHING and _is_last_addressee(dialog, question):
            told = overlay(told, at_path((*question.path[:-1], "kepada_lain"), PENDING))
        seen = dialog.see(told)
        wrong = [problem for problem in seen.problems if problem not in before]
        # A guard that looks at this answer alone is told here; one that weighs several, when all have been given.
        wrong += [refusal.problem for refusal in seen.refused if set(refusal.reads) == {question.path}]
        if not wrong:
            if leaf is NOTHING and any(each.path == question.path for each in seen.missing):
                dialog.prompter.say(_("  This is needed."))
            else:
                _note(dialog, question, leaf)
            return told, seen
        _tell(dialog, wrong)


def _is_last_addressee(dialog: Dialog, question: Question) -> bool:
    """Whether a disposition that goes to nobody yet is asked about: then somebody outside the list may be meant."""
    parent = spec_at(dialog.sop.fields, question.path[:-1])
    return parent is not None and parent.type == "disposition" and not question.optional


def _tell(dialog: Dialog, wrong: Sequence[Problem]) -> None:
    for problem in wrong:
        dialog.prompter.say(f"  {problem.message}" + (f" ({problem.hint})" if problem.hint else ""))


def _note(dialog: Dialog, question: Question, leaf: Given) -> None:
    """The one place where an answer is kept, to be offered again and shown: what must not be passes it by."""
    dialog.earlier[question.path] = leaf
    if as_text(leaf) or leaf.items == []:
        label, about = question.spec.label, question.about
        dialog.entered[question.path] = f"{about}: {label}" if about and about != label else label


def said_nothing(given: Given) -> bool:
    """Whether the tree says nothing at all."""
    return given.parts is not None and not given.parts
