"""`docgen doctor`."""

from __future__ import annotations

from gettext import gettext as _

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer
from docgen.cli.report import tell
from docgen.cli.shared import json_option, verb
from docgen.errors import REFERENCES, ExitCode


@verb("doctor", _("What is missing or wrong in this workspace, and the one thing to do next."), [json_option()])
def command(line: CommandLine, *, as_json: bool) -> int:
    """Looks at everything."""
    from docgen.app.doctor import advice, doctor

    findings = doctor(line.workspace)
    problems = [problem for finding in findings for problem in finding.problems]
    code = REFERENCES[problems[0].reference] if problems else ExitCode.OK
    then = advice(line.workspace, findings)
    if as_json:
        return put_answer({"findings": findings, "next": then}, problems=problems)
    words = {True: _("well"), False: _("wrong")}
    width = max(map(len, words.values()))
    for finding in findings:
        put(f"{words[finding.well]:{width}}  {finding.title}")
        tell(finding.problems)
        tell(finding.warnings, warning=True)
    put(_("Next: {what}").format(what=f"{then.where}: {then.do}" if then.where else then.do))
    return int(code)
