"""What other cases hold already: for values of which there is, or should be, one only; and for requests made before.

A step that is to be recorded looks at all cases. Where one command records many, what was read stays known, and only
the cases that came since are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from docgen.app.cases import read_projection, read_projections
from docgen.app.workspace import Workspace
from docgen.errors import DocgenError
from docgen.model.case import Case
from docgen.model.sop import Sop
from docgen.store.cases import case_dirs
from docgen.store.filesystem import disk_errors
from docgen.store.layout import STEP_FILE, Store, step_name
from docgen.workflow.checking import Holder
from docgen.workflow.given import Path
from docgen.workflow.repeated import folded, held, owned

_REQUEST = re.compile(rb'^ "request": "([0-9a-f]{64})"', re.MULTILINE)
"""The digest of the request that opened a case, as its first step is written."""


@dataclass(slots=True)
class Seen:
    """What was read of the cases of an SOP so far: each once, however often it is asked."""

    holders: dict[Path, dict[str, Holder]] = field(default_factory=dict)
    """The values of such facts in open cases, folded, each with who has it: by path, without places."""
    read: set[FilePath] = field(default_factory=set)
    """The folders of the cases that this was read of."""
    requests: dict[bytes, str] = field(default_factory=dict)
    """The cases, by the digests of the requests that opened them."""
    opened: set[FilePath] = field(default_factory=set)
    """The folders of the cases whose requests are known."""

    def taken(self, workspace: Workspace, sop: Sop, *, but: str) -> Mapping[Path, Mapping[str, Holder]]:
        """Who has which value by now.

        Args:
            workspace: where.
            sop: the SOP.
            but: the case that asks.
        """
        facts = [own for own in owned(sop) if own.spec.unique != "case"]
        for own in facts:
            self.holders.setdefault(own.fact, {})
        for folder, case in self._unread(workspace):
            if case.id == but:
                continue
            self.read.add(folder)
            if case.sop == sop.id and case.open:
                for own in facts:
                    for item, text in held(sop, own, case.record):
                        self.holders[own.fact].setdefault(folded(text), Holder(item, case.id))
        return self.holders

    def _unread(self, workspace: Workspace) -> Iterator[tuple[FilePath, Case]]:
        """The cases that came since; at first all, wherever they lie. What is damaged is told elsewhere."""
        if not self.read:
            yield from read_projections(workspace, on_damage=_told_elsewhere)
            return
        for folder in case_dirs(workspace.store):
            if folder not in self.read:
                with suppress(DocgenError):
                    yield folder, read_projection(workspace, folder, on_damage=_told_elsewhere)

    @disk_errors()
    def case_of(self, store: Store, request: str) -> str | None:
        """The case that this request opened, whatever became of it.

        It is looked for in the first step of each case: that never changes, while `case.json` may be old or missing.
        """
        for folder in case_dirs(store):
            path = folder / step_name(1) / STEP_FILE
            if folder not in self.opened and store.fs.exists(path):
                self.opened.add(folder)
                found = _REQUEST.search(store.fs.read(path))
                if found is not None:
                    self.requests.setdefault(found[1], folder.name)
        return self.requests.get(request.encode())


def _told_elsewhere(_damage: DocgenError) -> None:
    """What is wrong with another case does not hinder this one: `docgen list` and `docgen doctor` tell it."""
