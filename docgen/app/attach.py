"""Attaching a file that came later, such as the signed scan of a paper."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

from docgen.app.acts import Act, act_on
from docgen.app.cases import OpenCase
from docgen.app.copies import no_copy
from docgen.app.intake import Intake
from docgen.app.perform import Performed
from docgen.app.workspace import Workspace
from docgen.errors import refuse
from docgen.model.nearest import meant
from docgen.workflow.fold import standing


def attach(
    workspace: Workspace,
    case: str,
    path: Path,
    *,
    as_: str,
    item: int | None = None,
    by: str | None = None,
    base: Path = Path(),
    dry_run: bool = False,
) -> Performed:
    """Copies a file into the record of a case.

    Args:
        workspace: where.
        case: which case.
        path: the file: PDF, JPEG, PNG or DOCX.
        base: where a relative path counts from.
        as_: what it is: the kind of a paper that the case has made or of which it has a copy, or a field of files.
        item: for which item of the list (from 1) the paper was issued; left out, the scan shows all that were issued.
        by: the official who does it; by default the holder of the role of the stage last done.
        dry_run: only say what would be recorded.

    Raises:
        DocgenError: the file is refused, or `as_` and `item` name nothing of this case.
    """

    def decide(opened: OpenCase) -> Act:
        return _decide(workspace, opened, path, base=base, as_=as_, item=item)

    return act_on(workspace, case, by=by, decide=decide, dry_run=dry_run)


def _decide(workspace: Workspace, case: OpenCase, path: Path, *, base: Path, as_: str, item: int | None) -> Act:
    fields = {
        name
        for name, spec in case.definition.sop.fields.items()
        if spec.each is None and (spec.type == "list" and spec.of == "file")
    }
    copies = {(each.kind, each.copy) for each in case.state.papers}
    papers = {kind for kind, _copy in copies}
    if as_ not in fields | papers:
        names = sorted(fields | papers)
        raise refuse(
            "option-unusable",
            _("{name} is neither a paper in the file of case {case}, nor one of its fields for files.").format(
                name=as_, case=case.id
            ),
            where="--as",
            hint=meant(as_, names) or _("Known: {names}.").format(names=", ".join(names)),
        )
    if item is not None and (as_, item) not in copies:
        raise no_copy(case, as_, item, reference="option-unusable")
    intake = Intake(
        fs=workspace.fs,
        base=base,
        limit=workspace.office.berkas.ukuran_maks_mib * 1024 * 1024,
        case=case.id,
        seq=case.state.seq + 1,
    )
    stored = intake.attach(str(path))
    if any(
        (step.attached_as, step.attached_item) == (as_, item)
        and any(file.sha256 == stored["sha256"] for file in step.files)
        for step in standing(case.steps)
    ):
        raise refuse(
            "request-repeated",
            _("This very file is attached to case {case} as {name} already.").format(case=case.id, name=as_),
            where=str(path),
            hint=_("See: docgen show {case}").format(case=case.id),
        )
    captured = {}
    if as_ in fields:
        present = case.state.record.get(as_)
        captured[as_] = [*(present if isinstance(present, list) else []), stored]
    return Act(
        content={
            "kind": "attach",
            "attached_as": as_,
            "attached_item": item,
            "files": [stored],
            "captured": captured,
        },
        files=intake.files(),
    )
