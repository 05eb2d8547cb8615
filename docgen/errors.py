"""The one exception of docgen, and the table of its references.

    DocgenError            whatever a user can meet; holds one or more problems
      └─ problems          reference · message · where · hint

A reference is stable (kebab-case) and decides the exit code; `docs/errors.md` has an entry for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    CASE = 3
    """The data of a case or request is wrong."""
    DEFINITION = 4
    """The SOP, a template or the office's settings are wrong."""
    NOT_ALLOWED = 5
    """The step is not allowed now."""
    WOULD_OVERWRITE = 6
    EXTERNAL = 7
    """Something outside docgen failed: disk, permissions, another program."""
    CONFLICT = 8
    """Somebody else was first."""
    BATCH = 9
    """Some of several cases failed."""
    DELIVERY = 10
    INTEGRITY = 11
    """The record on disk is not what docgen wrote."""
    INTERRUPTED = 130


REFERENCES: dict[str, ExitCode] = {
    "unexpected": ExitCode.UNEXPECTED,
    # usage
    "usage": ExitCode.USAGE,
    "workspace-missing": ExitCode.USAGE,
    "workspace-nested": ExitCode.USAGE,
    "sop-unknown": ExitCode.USAGE,
    "stage-unknown": ExitCode.USAGE,
    "option-unusable": ExitCode.USAGE,
    "official-unknown": ExitCode.USAGE,
    "paper-unknown": ExitCode.USAGE,
    "passphrase-unheard": ExitCode.USAGE,
    "register-unknown": ExitCode.USAGE,
    # the data of a case
    "case-unknown": ExitCode.CASE,
    "case-ambiguous": ExitCode.CASE,
    "input-syntax": ExitCode.CASE,
    "input-unreadable": ExitCode.CASE,
    "table-refused": ExitCode.CASE,
    "field-unknown": ExitCode.CASE,
    "field-missing": ExitCode.CASE,
    "field-unasked": ExitCode.CASE,
    "value-invalid": ExitCode.CASE,
    "value-characters": ExitCode.CASE,
    "value-too-long": ExitCode.CASE,
    "value-repeated": ExitCode.CASE,
    "value-shared": ExitCode.CASE,
    "secret-exposed": ExitCode.CASE,
    "time-invalid": ExitCode.CASE,
    "file-refused": ExitCode.CASE,
    "placeholder-empty": ExitCode.CASE,
    "request-repeated": ExitCode.CASE,
    "schedule-refused": ExitCode.CASE,
    "schedule-late": ExitCode.CASE,
    "step-doubtful": ExitCode.CASE,
    "copy-kept": ExitCode.CASE,
    "seats-changed": ExitCode.CASE,
    # SOP, templates, office
    "yaml-syntax": ExitCode.DEFINITION,
    "sop-invalid": ExitCode.DEFINITION,
    "sop-flow": ExitCode.DEFINITION,
    "expression-invalid": ExitCode.DEFINITION,
    "expression-failed": ExitCode.DEFINITION,
    "example-failed": ExitCode.DEFINITION,
    "template-missing": ExitCode.DEFINITION,
    "template-unreadable": ExitCode.DEFINITION,
    "template-macro": ExitCode.DEFINITION,
    "template-syntax": ExitCode.DEFINITION,
    "template-unsafe": ExitCode.DEFINITION,
    "template-incomplete": ExitCode.DEFINITION,
    "paper-unplayed": ExitCode.DEFINITION,
    "placeholder-unknown": ExitCode.DEFINITION,
    "placeholder-early": ExitCode.DEFINITION,
    "render-failed": ExitCode.DEFINITION,
    "office-invalid": ExitCode.DEFINITION,
    "office-unstaffed": ExitCode.DEFINITION,
    "office-doubled": ExitCode.DEFINITION,
    "office-sample": ExitCode.DEFINITION,
    # not now
    "step-not-allowed": ExitCode.NOT_ALLOWED,
    "step-refused": ExitCode.NOT_ALLOWED,
    "step-repeated": ExitCode.NOT_ALLOWED,
    "official-not-entitled": ExitCode.NOT_ALLOWED,
    "undo-refused": ExitCode.NOT_ALLOWED,
    "correction-refused": ExitCode.NOT_ALLOWED,
    "reissue-refused": ExitCode.NOT_ALLOWED,
    "number-refused": ExitCode.NOT_ALLOWED,
    "plan-refused": ExitCode.NOT_ALLOWED,
    # the world outside
    "would-overwrite": ExitCode.WOULD_OVERWRITE,
    "disk-full": ExitCode.EXTERNAL,
    "disk-read-only": ExitCode.EXTERNAL,
    "disk-failed": ExitCode.EXTERNAL,
    "file-open": ExitCode.EXTERNAL,
    "program-missing": ExitCode.EXTERNAL,
    "font-missing": ExitCode.EXTERNAL,
    "program-failed": ExitCode.EXTERNAL,
    "case-busy": ExitCode.CONFLICT,
    "case-conflict": ExitCode.CONFLICT,
    "register-exhausted": ExitCode.CONFLICT,
    "number-taken": ExitCode.CONFLICT,
    "batch-failed": ExitCode.BATCH,
    # the record
    "step-damaged": ExitCode.INTEGRITY,
    "chain-broken": ExitCode.INTEGRITY,
    "projection-edited": ExitCode.INTEGRITY,
    "paper-changed": ExitCode.INTEGRITY,
    "content-damaged": ExitCode.INTEGRITY,
    "register-damaged": ExitCode.INTEGRITY,
    "interrupted": ExitCode.INTERRUPTED,
}
"""Every reference, with the exit code that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it."""

    reference: str
    message: str
    where: str = ""
    """`file:line:column`, a field's path, or a template's part and paragraph."""
    hint: str
    """What to try, as a sentence or a command that can be typed."""


class DocgenError(Exception):
    """Whatever docgen refuses or fails at, with all problems that were found at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))

    @property
    def exit_code(self) -> ExitCode:
        """The code of the first problem: the one that a clerk reads first."""
        return REFERENCES[self.problems[0].reference]


def refuse(reference: str, message: str, *, where: str = "", hint: str) -> DocgenError:
    """The error of one problem, to be raised."""
    return DocgenError([Problem(reference=reference, message=message, where=where, hint=hint)])
