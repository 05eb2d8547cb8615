"""`docgen verify`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.report import tell
from docgen.cli.shared import case_argument, json_option, verb
from docgen.errors import REFERENCES, DocgenError, ExitCode, Problem


@verb(
    "verify",
    _("Compare a case's files with its record: the chain of its steps, every paper, every file. Without CASE: all."),
    [
        case_argument(several=True, required=False),
        click.Option(
            ["--restore", "restoring"],
            is_flag=True,
            help=_("First put back papers that were changed or removed; what lay there is kept in cases/.aside."),
        ),
        json_option(),
    ],
)
def command(line: CommandLine, *, cases: tuple[str, ...], restoring: bool, as_json: bool) -> int:
    """Compares them."""
    from docgen.app.restore import restore
    from docgen.app.verify import verify_case
    from docgen.store.cases import case_dirs, find

    store = line.workspace.store
    restored: dict[str, tuple[Path, ...]] = {}
    found: dict[str, tuple[Problem, ...]] = {}
    for case in cases or [folder.name for folder in case_dirs(store)]:
        try:
            name = find(store, case).name
        except DocgenError as error:  # what is wrong with one name tells nothing of the other cases
            found[case] = error.problems
            continue
        restored[name] = restore(line.workspace, name) if restoring else ()
        found[name] = verify_case(line.workspace, name)
    problems = [problem for each in found.values() for problem in each]
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    if as_json:
        rows = [
            {
                "case": case,
                "ok": not each,
                "restored": [line.shown(path) for path in restored.get(case, ())],
                "problems": each,
            }
            for case, each in found.items()
        ]
        return put_answer({"cases": rows}, problems=problems)
    for case, each in found.items():
        for path in restored.get(case, ()):
            put(_("{path} was put back.").format(path=line.shown(path)))
        if case in restored:
            put(_("{case}: {result}").format(case=case, result=_("damaged") if each else _("whole")))
        tell(each)
    return int(code)
