"""Many requests at once: a case for each row of a table, all of them or, with `--keep-going`, those that are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _

from docgen.app.perform import Opening, Performed, open_new, opening
from docgen.app.situation import Order
from docgen.cli.batch import Batch, placed_in
from docgen.cli.command_line import CommandLine
from docgen.cli.done import done_json, first_line
from docgen.cli.output import progress, put, put_answer, say
from docgen.cli.report import failure, tell
from docgen.cli.tables import unread_sheets
from docgen.errors import DocgenError, Problem, refuse
from docgen.exchange.requests import Request, requests_of
from docgen.exchange.table import read_table
from docgen.model.secret_soundness import has_secrets
from docgen.model.sop import Sop, Stage
from docgen.store.typed import typed_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A table of requests, and how they are to be taken in."""

    sop: Sop
    stage: Stage
    file: str
    order: Order
    """What is common to all of them."""
    keep_going: bool
    dry_run: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class _Tried:
    """A row, and what it would do or why not."""

    request: Request
    done: Performed | None
    error: DocgenError | None = None

    @property
    def about(self) -> dict[str, object]:
        """The row, for programs."""
        return {"row": self.request.row}


def open_many(line: CommandLine, many: Many) -> int:
    """Opens a case for each row; all rows are tried before anything is recorded.

    Returns:
        The exit code: `BATCH` if only some went well; where nothing was recorded, that of the first problem.

    Raises:
        DocgenError: the table as a whole cannot be used.
    """
    requests, warnings = _requests(line, many)
    ready = opening(line.workspace, many.sop.id)
    tried = list(_watched(len(requests), _try_all(line, many, ready, requests)))
    if not many.as_json:
        tell(warnings, warning=True)
    wrong = [each for each in tried if each.error is not None]
    if wrong and not many.keep_going:
        return _nothing(line, many, tried, warnings)
    batch = Batch(line=line, as_json=many.as_json, tell_done=_teller(line))
    for each in _watched(len(tried), tried):
        if each.error is not None:
            batch.refused(each.request.where, each.about, each.error, since=len(line.operations))
        else:
            batch.add(each.request.where, each.about, _opened(line, many, ready, each))
    return batch.answer("rows", warnings=warnings)


def _requests(line: CommandLine, many: Many) -> tuple[tuple[Request, ...], list[Problem]]:
    if has_secrets(many.sop, many.stage):
        raise refuse(
            "option-unusable",
            _("A stage that asks for passwords is done one case at a time."),
            where="--rows",
            hint=_("Leave --rows out."),
        )
    path = typed_path(line.start, many.file)
    table = read_table(path, shown=many.file)
    found = requests_of(table, many.sop, many.stage, common=many.order.given, folder=path.parent)
    if not found:
        raise refuse(
            "table-refused",
            _("There is no row below the headings of {name}.").format(name=many.file),
            where=many.file,
            hint=_("Write a row for each request."),
        )
    return found, [unread_sheets(many.file, table.unread)] if table.unread else []


def _try_all(line: CommandLine, many: Many, ready: Opening, requests: Sequence[Request]) -> Iterator[_Tried]:
    """What each row would do; the same request in two rows is refused in the second."""
    first: dict[str | None, Request] = {}
    for request in requests:
        try:
            done = _open(line, many, ready, request, dry_run=True)
            earlier = first.setdefault(done.step.request, request)
            if earlier is not request and not many.order.again:
                raise _repeated(request, earlier)
        except DocgenError as error:
            yield _Tried(request, None, DocgenError(placed_in(request.where, line.placed(error).problems)))
        else:
            yield _Tried(request, done)


def _open(line: CommandLine, many: Many, ready: Opening, request: Request, *, dry_run: bool) -> Performed:
    order = replace(many.order, given=request.given)
    return open_new(line.workspace, many.sop.id, order, dry_run=dry_run, ready=ready)


def _opened(line: CommandLine, many: Many, ready: Opening, tried: _Tried) -> Callable[[], Performed]:
    def do() -> Performed:
        if many.dry_run and tried.done is not None:
            return tried.done
        return _open(line, many, ready, tried.request, dry_run=False)

    return do


def _repeated(request: Request, earlier: Request) -> DocgenError:
    return refuse(
        "request-repeated",
        _("This very request stands in row {row} already.").format(row=earlier.row),
        where=request.where,
        hint=_("Delete one of the two rows. If it really came twice, add --again."),
    )


def _nothing(line: CommandLine, many: Many, tried: Sequence[_Tried], warnings: Sequence[Problem]) -> int:
    """Tells what is wrong in all rows; nothing was recorded."""
    problems = [problem for each in tried if each.error is not None for problem in each.error.problems]
    if many.as_json:
        return put_answer({"rows": [_result(line, each) for each in tried], "warnings": warnings}, problems=problems)
    tell(problems)
    wrong = sum(each.error is not None for each in tried)
    say(
        _("Nothing was recorded: {wrong} of {count} rows are wrong. --keep-going records the others.").format(
            wrong=wrong, count=len(tried)
        )
    )
    return int(DocgenError(problems).exit_code)


def _result(line: CommandLine, tried: _Tried) -> dict[str, object]:
    if tried.error is not None:
        return {**tried.about, **failure(tried.error.problems, tried.error.exit_code)}
    return {**tried.about, "ok": True, **({} if tried.done is None else done_json(line, tried.done))}


def _teller(line: CommandLine) -> Callable[[Mapping[str, object], Performed], None]:
    def told(about: Mapping[str, object], done: Performed) -> None:
        put(_("row {row}: {done}").format(row=about["row"], done=first_line(line, done)))
        tell(done.warnings, warning=True)

    return told


def _watched(count: int, steps: Iterator[_Tried] | Sequence[_Tried]) -> Iterator[_Tried]:
    """The same, with how far it is on the terminal."""
    for place, each in enumerate(steps, 1):
        progress(f"{place}/{count}" if place < count else "")
        yield each
