"""Questions in turn, of which one can be gone back to: the next one may depend on what was answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from gettext import gettext as _

from docgen.cli.prompt import Back, Returning


@dataclass(frozen=True, slots=True)
class Ask:
    """One question."""

    key: str
    ask: Callable[[str], str]
    """Asks until the answer holds; it is handed the earlier answer, empty if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InTurn:
    """One round of questions with one clerk."""

    prompter: Returning
    questions: Callable[[], Iterable[Ask]]
    """All questions, as far as they are known by what was answered so far."""
    answers: MutableMapping[str, str]
    earlier: dict[str, str] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)

    def ask_all(self) -> None:
        """Asks whatever has no answer yet."""
        while (question := next((each for each in self.questions() if each.key not in self.answers), None)) is not None:
            try:
                self.answers[question.key] = question.ask(self.earlier.get(question.key, ""))
                self.passed.append(question.key)
            except Back:
                self.go_back()

    def go_back(self) -> None:
        """Takes the last answer away, to be offered again."""
        if self.passed:
            self.reopen(self.passed[-1])
        else:
            self.prompter.say(_("  This is the first question."))

    def reopen(self, key: str) -> None:
        """Takes an answer away, to be offered again."""
        self.earlier[key] = self.answers.pop(key)
        self.passed.remove(key)
