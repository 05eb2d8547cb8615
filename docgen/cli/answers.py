"""Asking for one value in the way that suits its type, and what the answer says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from gettext import gettext as _

from docgen.app.missing import describe
from docgen.cli.prompt import Prompter
from docgen.model.nearest import meant
from docgen.model.secret import Secret
from docgen.model.sop import FieldSpec
from docgen.model.text import quoted
from docgen.workflow.asked import CHECKED
from docgen.workflow.given import Given

SHORT_CHECKS = {"s": CHECKED[0], "ts": CHECKED[1], "ta": CHECKED[2]}
_YES = ("ya", "y", "yes")
_NO = ("tidak", "t", "n", "no")


def ask_scalar(prompter: Prompter, spec: FieldSpec, label: str, *, optional: bool, present: str | None) -> str:
    """A text, date, number …: one line; for a paragraph lines until an empty one. Empty: nothing was said."""
    notes = [describe(spec)]
    if present:
        notes.append(_("Enter = {value}").format(value=present))
    elif optional:
        notes.append(_("Enter = none"))
    question = f"{label} ({'; '.join(note for note in notes if note)})"
    first = prompter.ask(question)
    if spec.type != "paragraph" or not first:
        return first
    lines = [first]
    while line := prompter.ask(_("  … next line (Enter = end)")):
        lines.append(line)
    return "\n".join(lines)


def ask_secret(prompter: Prompter, label: str) -> Secret | None:
    """A password, typed twice and never shown; nothing if docgen is to make one."""
    while True:
        first = prompter.ask_unseen(_("{label} (unseen; Enter = docgen makes one)").format(label=label))
        if not first:
            return None
        if prompter.ask_unseen(_("{label}, once more").format(label=label)) == first:
            return Secret(first)
        prompter.say(_("  The two are not the same. Type it again."))


def ask_choice(
    prompter: Prompter,
    label: str,
    choices: Sequence[str],
    *,
    optional: bool,
    present: str | None = None,
    titles: Mapping[str, str] | None = None,
) -> str:
    """One of several, by number or by text. Empty: nothing was said."""
    _offer(prompter, label, choices, titles)
    note = _("number or text")
    if present:
        note = _("number or text; Enter = {value}").format(value=present)
    elif optional:
        note = _("number or text; Enter = none")
    while True:
        answer = prompter.ask(f"  {note}")
        if not answer:
            return ""
        chosen = pick(answer, choices)
        if chosen is not None:
            return chosen
        _not_offered(prompter, answer, choices)


def ask_several(
    prompter: Prompter,
    label: str,
    choices: Sequence[str],
    *,
    titles: Mapping[str, str] | None = None,
    note: str | None = None,
) -> list[str]:
    """Any number of several, by number or by text, with commas between. Empty: none, or what the note says."""
    _offer(prompter, label, choices, titles)
    while True:
        answer = prompter.ask("  " + (note or _("numbers or texts, with commas between; Enter = none")))
        if not answer:
            return []
        whole = pick(answer, choices)
        said = [answer] if whole is not None else [part.strip() for part in answer.split(",") if part.strip()]
        wrong = [part for part in said if pick(part, choices) is None]
        for part in wrong:
            _not_offered(prompter, part, choices)
        if not wrong:
            return list(dict.fromkeys(chosen for part in said if (chosen := pick(part, choices)) is not None))


def ask_check(prompter: Prompter, wording: str) -> Given:
    """What was found of one paper of a checklist, with a note where it is there but wrong."""
    short = ", ".join(f"{place}/{key} = {CHECKED[place - 1]}" for place, key in enumerate(SHORT_CHECKS, 1))
    while True:
        answer = prompter.ask(f"{wording} ({short})")
        chosen = SHORT_CHECKS.get(answer.casefold()) or pick(answer, CHECKED)
        if chosen is not None:
            break
        _not_offered(prompter, answer, CHECKED)
    parts = {"hasil": Given(chosen)}
    if chosen == CHECKED[1]:
        note = prompter.ask(_("  What is wrong with it (Enter = no note)"))
        if note:
            parts["keterangan"] = Given(note)
    return Given(parts)


def ask_yes(prompter: Prompter, question: str, *, default: bool) -> bool:
    """Yes or no."""
    marks = _("Y/n") if default else _("y/N")
    while True:
        answer = prompter.ask(f"{question} [{marks}]").casefold()
        if not answer:
            return default
        if answer in _YES or answer in _NO:
            return answer in _YES
        prompter.say(_("  Please answer ya or tidak."))


def ask_count(prompter: Prompter, label: str, *, least: int, most: int) -> int:
    """How many items a list has."""
    while True:
        answer = prompter.ask(_("{label}: how many").format(label=label))
        if answer.isascii() and answer.isdecimal() and least <= int(answer) <= most:
            return int(answer)
        prompter.say(_("  A whole number from {least} to {most}, please.").format(least=least, most=most))


def ask_lines(
    prompter: Prompter, label: str, words: str, *, check: Callable[[list[str]], Sequence[str]], least: int
) -> list[str]:
    """Several texts, one a line, each checked as it comes."""
    prompter.say(_("{label} ({words}); one a line, Enter = end").format(label=label, words=words))
    lines: list[str] = []
    while True:
        answer = prompter.ask(f"  {len(lines) + 1}")
        if not answer:
            if len(lines) >= least:
                return lines
            prompter.say(_("  At least {least} are needed.").format(least=least))
            continue
        wrong = check([*lines, answer])
        for message in wrong:
            prompter.say(f"  {message}")
        if not wrong:
            lines.append(answer)


def pick(answer: str, choices: Sequence[str]) -> str | None:
    """The choice that an answer means: its text, in any case of letters, or its number."""
    alike = [choice for choice in choices if choice.casefold() == answer.casefold()]
    if len(alike) == 1:
        return alike[0]
    if answer.isascii() and answer.isdecimal() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    return None


def _offer(prompter: Prompter, label: str, choices: Sequence[str], titles: Mapping[str, str] | None) -> None:
    prompter.say(f"{label}:")
    for place, choice in enumerate(choices, 1):
        title = (titles or {}).get(choice)
        prompter.say(f"  {place}  {choice}" + (f"  ({title})" if title else ""))


def _not_offered(prompter: Prompter, answer: str, choices: Sequence[str]) -> None:
    message = _("  {answer} is not offered here.").format(answer=quoted(answer) if answer else _("Nothing"))
    prompter.say(f"{message} {meant(answer, choices)}".rstrip())
