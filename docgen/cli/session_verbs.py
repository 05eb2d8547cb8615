"""`docgen <sop> <session> list | show`: what the kernel adds to the stages of a session."""

from __future__ import annotations

from gettext import gettext as _

import click

from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer, put_table
from docgen.cli.shared import case_argument, json_option, verb


def session_verb(rules: str, name: str) -> click.Command | None:
    """The command of that name for the sessions of these rules (`<sop> <session>`), if the kernel has one."""
    made = {"list": _list, "show": _show}.get(name)
    return None if made is None else made(rules)


def _list(rules: str) -> click.Command:
    @verb("list", _("The sessions, with their days and seats."), [json_option()])
    def command(line: CommandLine, *, as_json: bool) -> None:
        """Lists them."""
        from docgen.app.sessions import sessions

        found = sessions(line.workspace, rules)
        if as_json:
            put_answer({"sessions": found})
            return
        rows = [
            (each.case, each.name, ", ".join(each.days), f"{each.seats}/{each.capacity}", each.stands) for each in found
        ]
        if rows:
            put_table([_("Case"), _("Name"), _("Days"), _("Seats"), _("Waits at / ended as")], rows)
        else:
            put(_("There is no session yet."))

    return command


def _show(rules: str) -> click.Command:
    @verb("show", _("A session: who sits in it, who waited and why."), [case_argument(), json_option()])
    def command(line: CommandLine, *, case: str, as_json: bool) -> None:
        """Shows it."""
        from docgen.app.sessions import session

        found = session(line.workspace, rules, case)
        if as_json:
            put_answer({"session": found})
            return
        put(f"{found.case}  {found.name}  {found.seats}/{found.capacity}  {found.stands}")
        put(", ".join(found.days))
        for heading, rows in ((_("Seats"), found.seated), (_("Plan"), found.plan)):
            if rows:
                put()
                put(heading)
                put_table([""] * len(rows[0]), rows)

    return command
