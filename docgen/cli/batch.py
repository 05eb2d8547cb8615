"""Several steps in one command: each goes well or is told of, and the others go on."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from gettext import gettext as _

from docgen.app.perform import Performed
from docgen.cli.command_line import CommandLine
from docgen.cli.done import done_json
from docgen.cli.output import put_answer
from docgen.cli.report import failure, problems_of, tell
from docgen.errors import REFERENCES, DocgenError, ExitCode, Problem, refuse
from docgen.store.cases import fitting


@dataclass(slots=True, kw_only=True)
class Batch:
    """What became of each step so far."""

    line: CommandLine
    as_json: bool
    tell_done: Callable[[Mapping[str, object], Performed], None]
    """Tells people of a step that went well; it is handed what that was about."""
    results: list[dict[str, object]] = field(default_factory=list)
    codes: list[ExitCode] = field(default_factory=list)

    def add(self, place: str, about: Mapping[str, object], do: Callable[[], Performed]) -> None:
        """Takes one step.

        Args:
            place: what it is about, for messages.
            about: the same for programs.
            do: takes it; raises DocgenError.
        """
        before = len(self.line.operations)
        try:
            done = do()
            if self.as_json:
                self.results.append({**about, "ok": True, **done_json(self.line, done)})
            else:
                self.tell_done(about, done)
        except DocgenError as failed:
            self.refused(place, about, self.line.placed(failed), since=before)
        else:
            self.codes.append(ExitCode.OK)

    def refused(self, place: str, about: Mapping[str, object], error: DocgenError, *, since: int) -> None:
        """Notes a step that came to nothing.

        Args:
            place: what it is about, for messages.
            about: the same for programs.
            error: why.
            since: how many operation ids had been handed out before it.
        """
        told = problems_of(error, self.line.recorded(since=since))
        self.codes.append(error.exit_code)
        self.results.append({**about, **failure(told, error.exit_code)})
        if not self.as_json:
            tell(placed_in(place, told))

    def answer(self, name: str, **more: object) -> int:
        """Tells what became of all of them; `name` is what they are called in JSON. Gives the exit code."""
        good = self.codes.count(ExitCode.OK)
        problems: list[Problem] = []
        if good < len(self.codes):
            message = _("{good} of {count} cases went well.").format(good=good, count=len(self.codes))
            hint = _("See above for each that did not.")
            problems.append(Problem(reference="batch-failed", message=message, hint=hint))
        if self.as_json:
            return put_answer({name: self.results, **more}, problems=problems)
        tell(problems)
        return int(REFERENCES["batch-failed"] if problems else ExitCode.OK)


def refuse_twice(line: CommandLine, cases: Sequence[str]) -> None:
    """Refuses a case that is named twice, perhaps in two ways: it would get the step twice."""
    meant = Counter(found[0].name for text in cases if len(found := fitting(line.workspace.store, text)) == 1)
    twice = [case for case, count in meant.items() if count > 1]
    if twice:
        raise refuse(
            "option-unusable",
            _("The same case is named more than once: {cases}.").format(cases=", ".join(twice)),
            where="CASE",
            hint=_("Name each case once."),
        )


def placed_in(place: str, problems: Iterable[Problem]) -> list[Problem]:
    """Problems with the case or row that they are about in front of their place, unless that begins with it."""
    return [
        dataclasses.replace(each, where=f"{place}: {each.where}" if each.where else place)
        if not each.where.startswith(place.partition(":")[0])
        else each
        for each in problems
    ]
