"""`docgen doctor`."""

from __future__ import annotations

from gettext import gettext as _

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.report import tell
from docgen.cli.shared import json_option, verb
from docgen.errors import REFERENCES, ExitCode


@verb("doctor", _("What is missing or wrong in this workspace, and what to do."), [json_option()])
def command(line: CommandLine, *, as_json: bool) -> int:
    """Looks at everything."""
    from docgen.app.doctor import doctor

    findings = doctor(line.workspace)
    problems = [problem for finding in findings for problem in finding.problems]
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    if as_json:
        return put_answer({"findings": findings}, problems=problems)
    words = {True: _("well"), False: _("wrong")}
    width = max(map(len, words.values()))
    for finding in findings:
        put(f"{words[finding.well]:{width}}  {finding.title}")
        tell(finding.problems)
        tell(finding.warnings, warning=True)
    return int(code)
