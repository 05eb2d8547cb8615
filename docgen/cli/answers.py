"""Asking for one value in the way that suits its type, and what the answer says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.missing import describe
from docgen.cli.prompt import Back, Prompter
from docgen.model.field import FieldSpec
from docgen.model.nearest import meant
from docgen.model.secret import Secret
from docgen.model.text import quoted
from docgen.workflow.asked import CHECKED
from docgen.workflow.given import Given

SHORT_CHECKS = {"s": CHECKED[0], "ts": CHECKED[1], "ta": CHECKED[2]}
NONE = "-"
"""What is typed where Enter would keep something, to have nothing."""
_YES = ("ya", "y", "yes")
_NO = ("tidak", "t", "n", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """What pressing Enter alone means for a question."""

    present: str = ""
    """What is there already, and stays."""
    optional: bool = False
    """Whether the question may go without an answer."""
    mendable: bool = False
    """Whether what is there was answered just now, so that it can be taken away again."""
    nothing: str = ""
    """What to call having no answer, if that is more than none."""

    @property
    def clears(self) -> bool:
        """Whether `NONE` may be typed, to have nothing where Enter would keep something."""
        return bool(self.present) and self.optional and self.mendable

    @property
    def words(self) -> str:
        """It in words; empty if Enter alone is no answer."""
        nothing = self.nothing or _("none")
        if self.clears:
            return _("Enter = {value}; {none} = {nothing}").format(value=self.present, none=NONE, nothing=nothing)
        if self.present:
            return _("Enter = {value}").format(value=self.present)
        return _("Enter = {value}").format(value=nothing) if self.optional else ""


MUST = Enter()
"""Enter alone is no answer."""


def ask_scalar(prompter: Prompter, spec: FieldSpec, label: str, *, enter: Enter) -> str:
    """A text, date, number …: one line; for a paragraph lines until an empty one. Empty: nothing was said.

    Args:
        prompter: who answers.
        spec: what is asked for.
        label: what to call it.
        enter: what Enter alone means.
    """
    notes = [describe(spec, typed=False), enter.words]
    question = f"{label} ({'; '.join(note for note in notes if note)})"
    while True:
        lines = [prompter.ask(question)]
        if spec.type != "paragraph" or lines[0] in {"", NONE}:
            return lines[0]
        try:
            while line := prompter.ask(_("  … next line (Enter = end)")):
                lines.append(line)
        except Back:
            continue
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
    enter: Enter,
    titles: Mapping[str, str] | None = None,
) -> str:
    """One of several, by number or by text. Empty: Enter, where it is an answer."""
    _offer(prompter, label, choices, titles)
    note = "; ".join(part for part in (_("number or text"), enter.words) if part)
    while True:
        answer = prompter.ask(f"  {note}")
        if (not answer and enter.words) or (answer == NONE and enter.clears):
            return answer
        chosen = pick(answer, choices)
        if chosen is not None:
            return chosen
        _not_offered(prompter, answer, choices)


def ask_several(
    prompter: Prompter,
    label: str,
    choices: Sequence[str],
    *,
    enter: Enter,
    titles: Mapping[str, str] | None = None,
) -> list[str]:
    """Any number of several, by number or by text, with commas between. Empty: what `enter` says."""
    _offer(prompter, label, choices, titles)
    note = "; ".join(part for part in (_("numbers or texts, with commas between"), enter.words) if part)
    while True:
        answer = prompter.ask(f"  {note}")
        if not answer and not enter.words:
            _not_offered(prompter, answer, choices)
            continue
        if not answer or (answer == NONE and enter.clears):
            return [answer] if answer else []
        whole = pick(answer, choices)
        said = [answer] if whole is not None else [part.strip() for part in answer.split(",") if part.strip()]
        wrong = [part for part in said if pick(part, choices) is None]
        for part in wrong:
            _not_offered(prompter, part, choices)
        if not wrong:
            return list(dict.fromkeys(chosen for part in said if (chosen := pick(part, choices)) is not None))


def ask_check(prompter: Prompter, wording: str, *, enter: Enter) -> Given | None:
    """What was found of one paper of a checklist, with a note if it is there but wrong; nothing if Enter keeps it."""
    short = ", ".join(f"{place}/{key} = {CHECKED[place - 1]}" for place, key in enumerate(SHORT_CHECKS, 1))
    question = f"{wording} ({'; '.join(part for part in (short, enter.words) if part)})"
    while True:
        answer = prompter.ask(question)
        if not answer and enter.words:
            return None
        chosen = SHORT_CHECKS.get(answer.casefold()) or pick(answer, CHECKED)
        if chosen is None:
            _not_offered(prompter, answer, CHECKED)
            continue
        if chosen != CHECKED[1]:
            return Given({"hasil": Given(chosen)})
        try:
            note = prompter.ask(_("  What is wrong with it (Enter = no note)"))
        except Back:
            continue
        return Given({"hasil": Given(chosen)} | ({"keterangan": Given(note)} if note else {}))


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


def ask_count(prompter: Prompter, label: str, *, least: int, most: int, present: int | None = None) -> int:
    """How many items a list has."""
    question = _("{label}: how many").format(label=label)
    if present is not None:
        question += f" ({Enter(present=str(present)).words})"
    while True:
        answer = prompter.ask(question)
        if not answer and present is not None:
            return present
        if answer.isascii() and answer.isdecimal() and least <= int(answer) <= most:
            return int(answer)
        prompter.say(_("  A whole number from {least} to {most}, please.").format(least=least, most=most))


def ask_lines(
    prompter: Prompter,
    label: str,
    words: str,
    *,
    check: Callable[[list[str]], Sequence[str]],
    least: int,
    present: Sequence[str] = (),
    read: Callable[[str], str] = str,
) -> list[str]:
    """Several texts, one a line, each checked as it comes; Enter at once keeps those that are there.

    Args:
        prompter: who answers.
        label: what to call them.
        words: what each of them is.
        check: what is wrong with those so far.
        least: how few will do.
        present: those that are there.
        read: what a line says, as `unwrapped` for the name of a file.
    """
    prompter.say(_("{label} ({words}); one a line, Enter = end").format(label=label, words=words))
    if present:
        prompter.say(f"  {Enter(present=', '.join(present)).words}")
    lines: list[str] = []
    while True:
        try:
            answer = read(prompter.ask(f"  {len(lines) + 1}"))
        except Back:
            if not lines:
                raise
            lines.pop()
            continue
        if not answer and present and not lines:
            return [*present]
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


def unwrapped(name: str) -> str:
    """The name of a file without the quotation marks that file managers put around it when it is copied or dropped."""
    within = name[1:-1]
    return within if within and name[0] == name[-1] and name[0] in "\"'" else name


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
    if not answer:
        prompter.say(_("  An answer is needed: type one of the numbers or texts, then Enter."))
        return
    message = _("  {answer} is not offered here.").format(answer=quoted(answer))
    prompter.say(f"{message} {meant(answer, choices)}".rstrip())
