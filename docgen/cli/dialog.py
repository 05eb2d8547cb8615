"""Asking, one by one, for what is missing of a stage, until nothing is: each answer is checked as it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.app.missing import describe
from docgen.cli.answers import ask_check, ask_choice, ask_count, ask_lines, ask_scalar, ask_secret, ask_several, ask_yes
from docgen.cli.prompt import Prompter
from docgen.errors import DocgenError, Problem
from docgen.model.nearest import meant
from docgen.model.secret import Secret
from docgen.model.sop import SCALARS, FieldSpec, Sop
from docgen.workflow.asked import disposition_spec, posts, spec_at
from docgen.workflow.capture import Capture
from docgen.workflow.checking import Question
from docgen.workflow.given import PENDING, Given, Kept, Path, at_path, dotted, from_stored, overlay
from docgen.workflow.value import MOST_ITEMS

NOTHING = Given(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialog:
    """One round of questions with one clerk."""

    sop: Sop
    record: Mapping[str, JsonValue]
    """What the case knows already: offered again where it may be changed."""
    officials: Mapping[str, str]
    """The officials' names by id."""
    prompter: Prompter
    password: Callable[[], Secret]
    """A password that docgen makes."""
    see: Callable[[Given], Capture]
    """What is missing or wrong with what was said so far."""
    entered: dict[Path, tuple[str, str]] = field(default_factory=dict)
    """What was answered: label and text, by path."""


def ask_missing(dialog: Dialog, given: Given) -> Given:
    """Asks until nothing is missing; what was wrong from the start is left for the step itself to refuse."""
    seen = dialog.see(given)
    if seen.problems:
        return given
    about: Path | None = None
    asked: set[Path] = set()
    while seen.missing:
        question = _first(dialog, seen.missing)
        if question.path[:-1] != about and len(question.path) > 1 and _is_one_line(question.spec):
            about = question.path[:-1]
            dialog.prompter.say(f"-- {_heading(dialog, question)}")
        if question.path in asked:
            dialog.prompter.say(_("  {label}: this is still needed.").format(label=question.spec.label))
        asked.add(question.path)
        given, seen = _ask_until_right(dialog, question, given, seen.problems)
    return given


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
    if behind:
        names = ", ".join(dict.fromkeys(behind))
        dialog.prompter.say(_("  What the refusal looks at: {names}.").format(names=names))
    known = list(dict.fromkeys([*behind, *(dotted(path) for path in dialog.entered)]))
    while True:
        name = dialog.prompter.ask(_("Which value shall be asked again, by its path (Enter = give up)"))
        if not name:
            return None
        path = tuple(name.split("."))
        if spec_at(dialog.sop.fields, path) is not None:
            try:
                return ask_missing(dialog, overlay(given, at_path(path, PENDING)))
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


def show_entered(dialog: Dialog) -> None:
    """Shows, in short, what was answered."""
    dialog.prompter.say(_("What you entered:") if dialog.entered else _("You entered nothing."))
    for path, (label, text) in dialog.entered.items():
        dialog.prompter.say(f"  {dotted(path)}  {label}: {text}")


def _heading(dialog: Dialog, question: Question) -> str:
    top = dialog.sop.fields[question.path[0]].label
    return question.about or top


def _ask_until_right(
    dialog: Dialog, question: Question, given: Given, before: tuple[Problem, ...]
) -> tuple[Given, Capture]:
    """Asks one question until its answer holds."""
    while True:
        leaf = _answer(dialog, question, given)
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


def _answer(dialog: Dialog, question: Question, given: Given) -> Given:  # noqa: PLR0911  # one line for each kind
    spec, path = question.spec, question.path
    if question.optional and len(path) == 1 and not _is_one_line(spec):
        wish = _("Change {label}?") if path[0] in dialog.record else _("Fill in {label}?")
        if not ask_yes(dialog.prompter, wish.format(label=spec.label), default=False):
            return NOTHING
    if spec.type == "secret":
        return Given(ask_secret(dialog.prompter, spec.label) or dialog.password())
    parent = spec_at(dialog.sop.fields, path[:-1]) if len(path) > 1 else None
    if parent is not None and parent.type == "checklist":
        return ask_check(dialog.prompter, spec.label)
    if parent is not None and parent.type == "disposition":
        return _answer_disposition(dialog, question, parent)
    if spec.type == "record":
        return Given(dict.fromkeys(spec.fields, PENDING))
    if spec.type == "disposition":
        return Given(dict.fromkeys(disposition_spec(spec).fields, PENDING))
    if spec.type == "checklist":
        return Given({})
    if spec.type == "list":
        return _answer_list(dialog, question, given)
    return _answer_scalar(dialog, question)


def _is_one_line(spec: FieldSpec) -> bool:
    return spec.type in SCALARS | {"secret"} or spec.of is not None


def _answer_scalar(dialog: Dialog, question: Question) -> Given:
    spec = question.spec
    stored = _present(dialog, question.path)
    present = spec.default if stored is None else _in_words(stored)
    label = question.about if question.about and len(question.path) == 1 else spec.label
    if spec.type == "choice":
        said = ask_choice(dialog.prompter, label, spec.choices, optional=question.optional, present=present)
    elif spec.type == "official":
        names = dialog.officials
        said = ask_choice(
            dialog.prompter, label, list(names), optional=question.optional, present=present, titles=names
        )
    else:
        said = ask_scalar(dialog.prompter, spec, label, optional=question.optional, present=present)
    if said:
        return Given(said)
    if stored is not None:
        return Given(Kept(stored)) if spec.type in {"official", "file"} else from_stored(stored)
    return NOTHING if spec.default is None else Given(spec.default)


def _answer_list(dialog: Dialog, question: Question, given: Given) -> Given:
    spec, optional = question.spec, question.optional
    least = 0 if optional else (spec.min or 0)
    if spec.of is None:
        count = ask_count(
            dialog.prompter,
            spec.label,
            least=least,
            most=spec.max if spec.max is not None else MOST_ITEMS,
        )
        if count == 0 and optional:
            return NOTHING
        return Given([Given(dict.fromkeys(spec.fields, PENDING)) for _place in range(count)])
    if spec.of == "official":
        chosen = ask_several(dialog.prompter, spec.label, list(dialog.officials), titles=dialog.officials)
    else:
        chosen = ask_lines(
            dialog.prompter,
            spec.label,
            describe(spec),
            check=lambda texts: _wrong_texts(dialog, question.path, texts, given, least),
            least=least,
        )
    return Given([Given(text) for text in chosen]) if chosen or not optional else NOTHING


def _wrong_texts(dialog: Dialog, path: Path, texts: list[str], given: Given, least: int) -> list[str]:
    """What is wrong with the last of these texts; how few there are so far is not."""
    before = dialog.see(given).problems
    enough = [*texts, *[texts[-1]] * (least - len(texts))]
    told = overlay(given, at_path(path, Given([Given(text) for text in enough])))
    return [problem.message for problem in dialog.see(told).problems if problem not in before]


def _answer_disposition(dialog: Dialog, question: Question, parent: FieldSpec) -> Given:
    name, spec = question.path[-1], question.spec
    if name == "kepada":
        titles = {role: dialog.sop.actors[role].title for role in posts(dialog.sop)}
        note = _("numbers or texts, with commas between; Enter = nobody of these")
        chosen = ask_several(dialog.prompter, spec.label, posts(dialog.sop), titles=titles, note=note)
    elif name == "harap":
        chosen = ask_several(dialog.prompter, spec.label, parent.choices)
    else:
        said = ask_scalar(dialog.prompter, spec, spec.label, optional=question.optional, present=None)
        return Given(said) if said else NOTHING
    return Given([Given(text) for text in chosen]) if chosen else NOTHING


def _present(dialog: Dialog, path: Path) -> Any:
    """What the case knows already at this path."""
    stored: Any = dialog.record.get(path[0])
    for name in path[1:]:
        if isinstance(stored, dict):
            stored = stored.get(name)
        elif isinstance(stored, list) and name.isdecimal() and 1 <= int(name) <= len(stored):
            stored = stored[int(name) - 1]
        else:
            return None
    return stored


def _in_words(stored: Any) -> str:
    if isinstance(stored, bool):
        return "ya" if stored else "tidak"
    if isinstance(stored, dict):
        words = [stored.get("jenis"), stored.get("nomor")] if "nomor" in stored else [stored.get("nama")]
        return " ".join(str(word) for word in words if word)
    return str(stored)


def _note(dialog: Dialog, question: Question, leaf: Given) -> None:
    text = _as_text(leaf)
    if text:
        dialog.entered[question.path] = (question.spec.label, text)


def _as_text(leaf: Given) -> str:
    if leaf.items is not None:
        return ", ".join(text for item in leaf.items if (text := _as_text(item)))
    if leaf.parts is not None:
        texts = [_as_text(part) for part in leaf.parts.values() if part is not PENDING]
        return " - ".join(text for text in texts if text)
    if leaf.value is None or leaf is PENDING:
        return ""
    if isinstance(leaf.value, Secret):
        return _("not shown")
    return _in_words(leaf.value.value) if isinstance(leaf.value, Kept) else str(leaf.value)


def said_nothing(given: Given) -> bool:
    """Whether the tree says nothing at all."""
    return given.parts is not None and not given.parts
