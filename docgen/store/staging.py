"""A step on its way: its numbers are claimed and its files written where nobody looks, until one rename names it.

    with begin(store, operation=…, at=…) as staging:
        while True:
            … plan …
            number = staging.claim(register=…, year=…, case=…, step=…)
            staging.write("step.json", …)
            try:
                commit(staging, target)
                break
            except Conflict:
                staging.again()

Who leaves the block without a commit has given up: every number that was claimed is made void with a reason.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from gettext import gettext as _
from pathlib import Path
from types import TracebackType
from typing import Self

from docgen.errors import DocgenError, Problem
from docgen.store.filesystem import disk_errors
from docgen.store.joint import MEMBERS, operation_in
from docgen.store.layout import Store
from docgen.store.register import Claim, claim_bytes, claim_path, next_number, read_claim, void
from docgen.store.scratch import Hidden, hide, place_new, place_over

_PART = re.compile(r"\.members|[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*")


class Conflict(DocgenError):  # noqa: N818  # the word of the recipe: `except Conflict: again`
    """Somebody else was first: read the case again, decide again."""


@disk_errors()
def begin(store: Store, *, operation: str, at: dt.datetime) -> Staging:
    """Begin an operation that is to become one step.

    Args:
        store: the record.
        operation: its id, never used before.
        at: when it is entered; its claims carry this.

    Raises:
        ValueError: the id was used before.
        DocgenError: the disk refuses.
    """
    return Staging(hide(store, operation), operation=operation, at=at)


class Staging:
    """What one operation has claimed and written so far."""

    def __init__(self, hidden: Hidden, *, operation: str, at: dt.datetime) -> None:
        self.hidden = hidden
        self.store = hidden.store
        self.folder = hidden.folder
        self.operation = operation
        self.at = at
        self.target: Path | None = None
        """Where the last commit was to go."""
        self._claims: list[Claim] = []
        """Claimed for this try; noted before the file is made, so that an interruption loses none."""
        self._spare: list[Claim] = []
        """Claimed for an earlier try that lost its race."""
        self._placed: list[tuple[Path, Path]] = []
        """The steps of members that are in place: where they were written, where they are."""
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What cannot be undone now, on a full disk say, is undone by recovery; the first error is the one to tell.
        with suppress(DocgenError, OSError):
            self.abandon(_("The step was not completed."))

    def claim(self, *, register: str, year: int, case: str, step: int) -> int:
        """Take the next number of a register for good; after a lost race, one that this operation already has.

        Raises:
            Conflict: recovery has set this operation aside.
            DocgenError: "register-exhausted", or the disk refuses.
        """
        wanted = Claim(
            register=register, year=year, number=0, case=case, step=step, operation=self.operation, at=self.at
        )
        with disk_errors(), self._still_ours():
            for spare in self._spare:
                if (spare.register, spare.year) == (register, year):
                    return self._claim_again(spare, wanted)
            return self._claim_next(wanted)

    def write(self, path: str, content: bytes) -> None:
        """Write a file of the step, and wait until the disk has it.

        Args:
            path: from the folder that will be named, with `/`: `step.json`, or `01/step.json` in a case's first step.
            content: all of it.

        Raises:
            ValueError: the path leads elsewhere.
            Conflict: recovery has set this operation aside.
            DocgenError: the disk refuses.
        """
        *above, name = path.split("/")
        if not all(_PART.fullmatch(part) for part in (*above, name)):
            message = f"not a path within the step: {path!r}"
            raise ValueError(message)
        folder = self.folder
        with disk_errors(), self._still_ours():
            for part in above:
                folder /= part
                if not self.store.fs.exists(folder):
                    self.store.fs.make_dir(folder)
            self.store.fs.write_new(folder / name, content)

    def place(self, case: str, target: Path) -> None:
        """Put the step of a member in place; it counts only with this operation's own step.

        Args:
            case: the member; its files were written to the folder `.members/<case>`.
            target: the step's folder in that case.

        Raises:
            Conflict: `target` exists: somebody else was first in that case.
            DocgenError: the disk refuses.
        """
        written = self.folder / MEMBERS / case
        with disk_errors(), self._still_ours():
            self.store.fs.sync_dir(written)
            self._placed.append((written, target))  # noted first, so that an interruption forgets none
            try:
                self.store.fs.rename_new(written, target)
            except FileExistsError as error:
                self._placed.pop()
                raise taken(target) from error
            self.store.fs.sync_dir(target.parent)

    def take_back(self) -> None:
        """Take the steps of members out of their cases again: the commit came to nothing."""
        with disk_errors(), self._still_ours():
            while self._placed:
                written, target = self._placed[-1]
                if operation_in(self.store, target) == self.operation:
                    self.store.fs.rename_new(target, written)
                    self.store.fs.sync_dir(target.parent)
                self._placed.pop()

    def again(self) -> None:
        """Begin the next try after a lost race: no files, and the claims to be used again.

        Raises:
            DocgenError: the disk refuses.
        """
        self.take_back()
        self._spare = sorted([*self._spare, *self._claims], key=lambda claim: claim.number)
        self._claims = []
        with disk_errors():
            # Its content only: without the folder, a crash now would leave claims that recovery does not look for.
            self._clear(self.store.fs.names(self.folder))

    def settle(self) -> None:
        """Make the folder ready for its name: no number that the step does not use, no rests, all on the disk."""
        self._give_up(self._spare, _("Another try of the same step did not need it."))
        self._spare = []
        with self._still_ours():
            self._clear(name for name in self.store.fs.names(self.folder) if name.startswith("."))
            for name in self.store.fs.folders(self.folder):
                self.store.fs.sync_dir(self.folder / name)
            self.store.fs.sync_dir(self.folder)

    def abandon(self, reason: str) -> None:
        """Give the operation up: its numbers become void, its files go. Does nothing after a commit.

        Raises:
            DocgenError: the disk refuses; what is left is then recovered at the next start.
        """
        if self._closed:
            return
        if self.landed():  # an interruption came between the rename and its being noted
            self.close()
            return
        self._closed = True
        with disk_errors():
            try:
                self.take_back()
                self._give_up([*self._spare, *self._claims], reason)
            except BaseException:
                self.hidden.release()
                raise
            self.hidden.discard()

    def close(self) -> None:
        """Note that the step is committed."""
        self._closed = True
        with suppress(OSError):  # a lock's file that stays behind is removed by recovery
            self.hidden.close()

    def landed(self) -> bool:
        """Whether the folder has its name by now, whatever the disk said about it."""
        if self.target is None or self.store.fs.exists(self.folder):
            return False
        return operation_in(self.store, self.target) == self.operation

    def _claim_next(self, wanted: Claim) -> int:
        number = next_number(self.store, year=wanted.year, register=wanted.register)
        while True:
            claim = dataclasses.replace(wanted, number=number)
            self._claims.append(claim)
            path = claim_path(self.store, year=claim.year, register=claim.register, number=number)
            try:
                place_new(self.store, path, claim_bytes(claim), via=self.folder)
            except FileExistsError:
                self._claims.pop()
                number = next_number(self.store, year=wanted.year, register=wanted.register)
            else:
                return number

    def _claim_again(self, spare: Claim, wanted: Claim) -> int:
        claim = dataclasses.replace(wanted, number=spare.number)
        if claim != spare:
            path = claim_path(self.store, year=claim.year, register=claim.register, number=claim.number)
            place_over(self.store, path, claim_bytes(claim), via=self.folder)
        self._claims.append(claim)
        self._spare.remove(spare)
        return claim.number

    def _give_up(self, claims: list[Claim], reason: str) -> None:
        for claim in claims:
            made = read_claim(self.store, year=claim.year, register=claim.register, number=claim.number)
            if made is not None and made.operation == self.operation:
                void(
                    self.store,
                    year=claim.year,
                    register=claim.register,
                    number=claim.number,
                    reason=reason,
                    operation=self.operation,
                    at=self.at,
                )

    def _clear(self, names: Iterator[str] | list[str]) -> None:
        inner = set(self.store.fs.folders(self.folder))
        for name in names:
            if name in inner:
                self.store.fs.remove_tree(self.folder / name)
            else:
                self.store.fs.remove(self.folder / name)

    @contextmanager
    def _still_ours(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            if self.store.fs.exists(self.folder):
                raise
            raise set_aside(self) from error


def taken(target: Path) -> Conflict:
    """The refusal where somebody else has recorded a step, or opened a case, of this name."""
    return Conflict(
        [
            Problem(
                reference="case-conflict",
                message=_("Somebody else was first: {target} has been recorded meanwhile.").format(
                    target=f"{target.parent.name}/{target.name}"
                ),
                where=str(target),
                hint=_("Nothing of yours was recorded. Look at the case again, then decide again."),
            )
        ]
    )


def set_aside(staging: Staging) -> Conflict:
    """The refusal when recovery took a living operation for a dead one, which only happens where locks do not work."""
    return Conflict(
        [
            Problem(
                reference="case-conflict",
                message=_("Another docgen took this step for an abandoned one and set it aside."),
                where=str(staging.folder),
                hint=_("Nothing was recorded. Enter the command again."),
            )
        ]
    )
