"""One question of a dialog: asked in the way that suits what is asked for, with what is there already offered again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _
from typing import Any

from pydantic import JsonValue

from docgen.app.missing import describe
from docgen.cli.answers import (
    NONE,
    Enter,
    ask_check,
    ask_choice,
    ask_count,
    ask_lines,
    ask_scalar,
    ask_secret,
    ask_several,
    ask_yes,
    unwrapped,
)
from docgen.cli.prompt import Back, Returning
from docgen.model.field import SCALARS, FieldSpec
from docgen.model.secret import Secret
from docgen.model.sop import Sop
from docgen.workflow.asked import disposition_spec, posts, spec_at
from docgen.workflow.capture import Capture
from docgen.workflow.checking import Question
from docgen.workflow.given import PENDING, Given, Kept, Path, at_path, from_stored, overlay
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
    prompter: Returning
    password: Callable[[], Secret]
    """A password that docgen makes."""
    see: Callable[[Given], Capture]
    """What is missing or wrong with what was said so far."""
    likely: Callable[[Given, str], Sequence[str]]
    """Whom the disposition of that name most likely goes to, by what was said so far."""
    earlier: dict[Path, Given] = field(default_factory=dict)
    """The last answer to each question: it is kept by Enter where the question is asked again."""
    passed: list[Passed] = field(default_factory=list)
    """The questions that can be gone back to, the last one last."""
    entered: dict[Path, str] = field(default_factory=dict)
    """What was answered, with its label: to be shown before it is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A question that was answered."""

    path: Path
    given: Given
    """What had been said before it."""


def answer(dialog: Dialog, question: Question, given: Given) -> Given:
    """Asks a question once.

    Returns:
        What was said; `NOTHING` if it was left out.

    Raises:
        Back: the clerk wants the question before.
    """
    spec, path = question.spec, question.path
    if question.optional and len(path) == 1 and not is_one_line(spec):
        return _answer_if_wished(dialog, question, given)
    if spec.type == "secret":
        return Given(ask_secret(dialog.prompter, spec.label) or dialog.password())
    parent = spec_at(dialog.sop.fields, path[:-1]) if len(path) > 1 else None
    if parent is not None and parent.type == "checklist":
        earlier = dialog.earlier.get(path)
        found = ask_check(dialog.prompter, spec.label, enter=Enter(present=as_text(earlier)))
        return earlier if found is None and earlier is not None else found or NOTHING
    if parent is not None and parent.type == "disposition":
        return _answer_disposition(dialog, question, parent, given)
    return _answer_parts(dialog, question, given)


def _answer_parts(dialog: Dialog, question: Question, given: Given) -> Given:
    spec = question.spec
    if spec.type == "record":
        return Given(dict.fromkeys(spec.fields, PENDING))
    if spec.type == "disposition":
        return Given(dict.fromkeys(disposition_spec(spec).fields, PENDING))
    if spec.type == "checklist":
        return Given({})
    if spec.type == "list":
        return _answer_list(dialog, question, given)
    return _answer_scalar(dialog, question)


def _answer_if_wished(dialog: Dialog, question: Question, given: Given) -> Given:
    """What has many parts and may be left out: first whether at all."""
    path, label = question.path, question.spec.label
    wish = _("Change {label}?") if path[0] in dialog.record else _("Fill in {label}?")
    earlier = dialog.earlier.get(path, NOTHING)
    while ask_yes(dialog.prompter, wish.format(label=label), default=earlier is not NOTHING):
        asked = dialog.prompter.asked
        try:
            return _answer_parts(dialog, question, given)
        except Back:
            if dialog.prompter.asked == asked:
                raise
    return NOTHING


def is_one_line(spec: FieldSpec) -> bool:
    """Whether a value has no parts of its own that are asked one by one."""
    return spec.type in SCALARS | {"secret"} or spec.of is not None


def _answer_scalar(dialog: Dialog, question: Question) -> Given:
    spec, prompter = question.spec, dialog.prompter
    earlier = dialog.earlier.get(question.path, NOTHING)
    stored = _present(dialog, question.path)
    present = as_text(earlier) or (spec.default if stored is None else _in_words(stored)) or ""
    enter = Enter(present=present, optional=question.optional, mendable=earlier is not NOTHING)
    label = question.about if question.about and len(question.path) == 1 else spec.label
    if spec.type == "choice":
        said = ask_choice(prompter, label, spec.choices, enter=enter)
    elif spec.type == "official":
        said = ask_choice(prompter, label, list(dialog.officials), enter=enter, titles=dialog.officials)
    else:
        said = ask_scalar(prompter, spec, label, enter=enter)
    said = unwrapped(said) if spec.type == "file" else said
    if said == NONE and enter.clears:
        return NOTHING
    if said:
        return Given(said)
    if earlier is not NOTHING:
        return earlier
    if stored is not None:
        return Given(Kept(stored)) if spec.type in {"official", "file"} else from_stored(stored)
    return NOTHING if spec.default is None else Given(spec.default)


def _answer_list(dialog: Dialog, question: Question, given: Given) -> Given:
    spec, optional = question.spec, question.optional
    least = 0 if optional else (spec.min or 0)
    earlier = dialog.earlier.get(question.path, NOTHING).items or []
    if spec.of is None:
        most = spec.max if spec.max is not None else MOST_ITEMS
        count = ask_count(dialog.prompter, spec.label, least=least, most=most, present=len(earlier) or None)
        if count == 0 and optional:
            return NOTHING
        return Given([Given(dict.fromkeys(spec.fields, PENDING)) for _place in range(count)])
    present = [as_text(item) for item in earlier]
    if spec.of == "official":
        chosen = _several(dialog, question, list(dialog.officials), titles=dialog.officials, optional=least == 0)
    else:
        chosen = ask_lines(
            dialog.prompter,
            spec.label,
            describe(spec, typed=False),
            check=lambda texts: _wrong_texts(dialog, question.path, texts, given, least),
            least=least,
            present=present,
            read=unwrapped if spec.of == "file" else str,
        )
    return Given([Given(text) for text in chosen]) if chosen or not optional else NOTHING


def _several(
    dialog: Dialog,
    question: Question,
    choices: Sequence[str],
    *,
    titles: Mapping[str, str] | None = None,
    likely: Sequence[str] = (),
    nothing: str = "",
    optional: bool = True,
) -> list[str]:
    """Any number of several; Enter keeps those that were chosen before, else the likely ones."""
    earlier = dialog.earlier.get(question.path)
    present = [*likely] if earlier is None else [as_text(item) for item in earlier.items or []]
    enter = Enter(present=", ".join(present), optional=optional, mendable=True, nothing=nothing)
    chosen = ask_several(dialog.prompter, question.spec.label, choices, titles=titles, enter=enter)
    if not chosen:
        return present
    return [] if chosen == [NONE] and enter.clears else chosen


def _wrong_texts(dialog: Dialog, path: Path, texts: list[str], given: Given, least: int) -> list[str]:
    """What is wrong with the last of these texts; how few there are so far is not."""
    before = dialog.see(given).problems
    enough = [*(Given(text) for text in texts), *[PENDING] * (least - len(texts))]
    told = overlay(given, at_path(path, Given(enough)))
    return [problem.message for problem in dialog.see(told).problems if problem not in before]


def _answer_disposition(dialog: Dialog, question: Question, parent: FieldSpec, given: Given) -> Given:
    name = question.path[-1]
    if name == "kepada":
        titles = {role: dialog.sop.actors[role].title for role in posts(dialog.sop)}
        likely = dialog.likely(given, question.path[0])
        chosen = _several(dialog, question, list(titles), titles=titles, likely=likely, nothing=_("nobody of these"))
    elif name == "harap":
        chosen = _several(dialog, question, parent.choices)
    else:
        return _answer_scalar(dialog, question)
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


def as_text(leaf: Given | None) -> str:
    """An answer as it was typed; empty if there is none."""
    if leaf is None:
        return ""
    if leaf.items is not None:
        return ", ".join(text for item in leaf.items if (text := as_text(item)))
    if leaf.parts is not None:
        texts = [as_text(part) for part in leaf.parts.values() if part is not PENDING]
        return " - ".join(text for text in texts if text)
    if leaf.value is None or leaf is PENDING:
        return ""
    return _in_words(leaf.value.value) if isinstance(leaf.value, Kept) else str(leaf.value)
