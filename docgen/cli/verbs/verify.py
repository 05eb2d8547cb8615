"""`docgen verify`."""

from __future__ import annotations

from gettext import gettext as _

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.report import tell
from docgen.cli.shared import case_argument, json_option, verb
from docgen.errors import REFERENCES, ExitCode, Problem


@verb(
    "verify",
    _("Compare a case's files with its record: the chain of its steps, every paper, every file."),
    [case_argument(several=True), json_option()],
)
def command(line: CommandLine, *, cases: tuple[str, ...], as_json: bool) -> int:
    """Compares them."""
    from docgen.app.verify import verify_case
    from docgen.store.cases import find

    names = [find(line.workspace.store, case).name for case in cases]
    found: dict[str, tuple[Problem, ...]] = {name: verify_case(line.workspace, name) for name in names}
    problems = [problem for each in found.values() for problem in each]
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    if as_json:
        rows = [{"case": case, "ok": not each, "problems": each} for case, each in found.items()]
        return put_answer({"cases": rows}, problems=problems)
    for case, each in found.items():
        put(_("{case}: {result}").format(case=case, result=_("damaged") if each else _("whole")))
        tell(each)
    return int(code)
