"""What every command is handed: where it was called, the workspace once it is needed, and who answers questions."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.app.outline import find_root, recorded_by, root_above
from docgen.errors import DocgenError

if TYPE_CHECKING:
    from docgen.app.workspace import Workspace
    from docgen.cli.prompt import Returning


@dataclass(frozen=True, kw_only=True)
class CommandLine:
    """One call of docgen."""

    start: Path
    """The folder that it was called in: names of files count from there."""
    prompter: Returning | None
    """Who answers questions; nobody where there is no terminal."""
    injected: Workspace | None = None
    """The workspace, if the caller brings one."""
    operations: list[str] = field(default_factory=list)
    """The operation ids that this call has handed out."""
    unsaid: dict[str, str] = field(default_factory=dict)
    """Options that were not typed but come from the environment, with the name of the variable."""

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, opened when it is first needed. Raises DocgenError."""
        from docgen.app.workspace import open_workspace  # help and completion need none

        opened = self.injected or open_workspace(self.start)
        issue = opened.operation

        def noted() -> str:
            self.operations.append(issue())
            return self.operations[-1]

        return dataclasses.replace(opened, operation=noted)

    def placed(self, error: DocgenError) -> DocgenError:
        """What went wrong, with the variable as its place where an option was not typed but comes from one."""
        found = [dataclasses.replace(each, where=self.unsaid.get(each.where, each.where)) for each in error.problems]
        return DocgenError(found)

    @property
    def root(self) -> Path | None:
        """The workspace's folder, if the call was made in one."""
        return self.injected.root if self.injected is not None else root_above(self.start)

    def require_root(self) -> Path:
        """The workspace's folder. Raises `workspace-missing`."""
        return self.injected.root if self.injected is not None else find_root(self.start)

    def recorded(self, *, since: int = 0) -> list[tuple[str, int]]:
        """The steps that this call has put into the record, as case and number.

        Args:
            since: how many operation ids had been handed out before those that are asked about.
        """
        operations = self.operations[since:]
        return recorded_by(self.root, operations) if operations and self.root is not None else []

    def shown(self, path: Path) -> str:
        """A path as answers show it: from where the call was made, if it lies below."""
        return path.relative_to(self.start).as_posix() if path.is_relative_to(self.start) else str(path)
