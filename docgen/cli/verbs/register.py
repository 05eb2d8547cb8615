"""`docgen register list | record | void | gaps | export`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.acts import settle_why
from docgen.cli.command_line import CommandLine
from docgen.cli.output import moment, plain, put, put_answer
from docgen.cli.report import tell
from docgen.cli.rows import answer_rows
from docgen.cli.shared import (
    by_option,
    complete_registers,
    dry_run_option,
    force_option,
    group_usage,
    json_option,
    reason_option,
    verb,
)
from docgen.errors import DocgenError
from docgen.store.typed import typed_path

if TYPE_CHECKING:
    from docgen.app.gaps import Series
    from docgen.store.register import Claim

command = click.Group("register", help=_("The numbers that were given out."), **group_usage())
_BY = _("Who does it: an official of docgen.toml; else the one who takes numbers of this register.")
_YEARS = click.IntRange(1900, 9999)


def _register() -> click.Argument:
    return click.Argument(["register"], metavar=_("REGISTER"), shell_complete=complete_registers)


def _only() -> list[click.Parameter]:
    return [
        click.Option(["--year"], type=_YEARS, metavar=_("YEAR"), help=_("Only of this year.")),
        click.Option(
            ["--register"], metavar=_("NAME"), help=_("Only of this register."), shell_complete=complete_registers
        ),
        json_option(),
    ]


@command.add_command
@verb("list", _("Every number given out, with what it went to, or why it came to nothing."), _only())
def _list(line: CommandLine, *, year: int | None, register: str | None, as_json: bool) -> int:
    from docgen.app.registers import entries

    damage: list[DocgenError] = []
    found = entries(line.workspace, year=year, register=register, on_damage=damage.append)
    zone = line.workspace.office.zone
    return answer_rows(
        "numbers",
        [{**plain(each.claim), "printed": each.printed} for each in found],
        damage=damage,
        headers=[
            _("Year"),
            _("Register"),
            _("Number"),
            _("Printed"),
            _("Case"),
            _("Step"),
            _("When"),
            _("Notes"),
        ],
        rows=[
            (
                str(each.claim.year),
                each.claim.register,
                str(each.claim.number),
                each.printed or "",
                each.claim.case or "",
                str(each.claim.step or ""),
                moment(each.claim.at.astimezone(zone)),
                _notes(each.claim),
            )
            for each in found
        ],
        none=_("No number was given out."),
        as_json=as_json,
    )


def _notes(claim: Claim) -> str:
    """What a list says of a number beside its step: that it is void, that it was given elsewhere."""
    notes = [_("void: {reason}").format(reason=claim.void)] if claim.void is not None else []
    if claim.outside is not None:
        notes.append(
            _("outside docgen, {date}: {note} ({who})").format(
                date=claim.outside.date.isoformat(), note=claim.outside.note, who=claim.outside.by.nama
            )
        )
    return "; ".join(notes)


@command.add_command
@verb(
    "record",
    _("Record numbers that were given outside docgen, such as in the book on paper: 57, or 1-213."),
    [
        _register(),
        click.Argument(["numbers"], metavar=_("NUMBERS")),
        click.Option(["--note"], metavar=_("TEXT"), help=_("What they went to; it stays in the record.")),
        click.Option(
            ["--date"], metavar=_("DATE"), help=_("The day of their papers, which decides the year; else today.")
        ),
        by_option(_BY),
        dry_run_option(),
        json_option(),
    ],
)
def _record(
    line: CommandLine,
    *,
    register: str,
    numbers: str,
    note: str | None,
    date: str | None,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from docgen.app.record_numbers import record_numbers

    done = record_numbers(line.workspace, register, numbers, note=note or "", date=date, by=by, dry_run=dry_run)
    if as_json:
        put_answer(plain(done))
        return
    text = (
        _("Would be recorded as given outside docgen: {numbers} of register {register} of {year}; nothing was written.")
        if done.dry_run
        else _("Recorded as given outside docgen: {numbers} of register {register} of {year}.")
    )
    run = str(done.first) if done.first == done.last else f"{done.first}–{done.last}"
    put(text.format(numbers=run, register=done.register, year=done.year))
    put(_("The next number is {next}.").format(next=done.last + 1))


@command.add_command
@verb(
    "void",
    _("Declare a number void that came to nothing; it stays used, with its reason."),
    [
        _register(),
        click.Argument(["number"], metavar=_("NUMBER"), type=click.IntRange(1)),
        reason_option(),
        click.Option(["--year"], type=_YEARS, metavar=_("YEAR"), help=_("The register's year; else this year.")),
        by_option(_BY),
        dry_run_option(),
        json_option(),
    ],
)
def _void(
    line: CommandLine,
    *,
    register: str,
    number: int,
    reason: str | None,
    year: int | None,
    by: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    from docgen.app.void_number import void_number

    why = settle_why(line, reason)
    done = void_number(line.workspace, register, number, reason=why, year=year, by=by, dry_run=dry_run)
    if as_json:
        put_answer(plain(done))
        return
    text = (
        _("Would be void: {number} of register {register} of {year} ({reason}); nothing was written.")
        if done.dry_run
        else _("Void: {number} of register {register} of {year} ({reason}). It stays used.")
    )
    put(text.format(number=done.number, register=done.register, year=done.year, reason=done.reason))


@command.add_command
@verb("gaps", _("Prove that no number is missing: how many went where, which are void and why."), _only())
def _gaps(line: CommandLine, *, year: int | None, register: str | None, as_json: bool) -> int:
    from docgen.app.gaps import gaps

    damage: list[DocgenError] = []
    found = gaps(line.workspace, register=register, year=year, on_damage=damage.append)
    code = answer_rows(
        "series",
        found,
        damage=damage,
        headers=[
            _("Year"),
            _("Register"),
            _("Numbers"),
            _("Steps"),
            _("Outside docgen"),
            _("Void"),
            _("Missing"),
        ],
        rows=[_series_row(each) for each in found],
        none=_("No number was given out."),
        as_json=as_json,
    )
    for each in () if as_json else found:
        for claim in each.void:
            put(
                _("{year} {register} {number} is void: {reason}").format(
                    year=each.year, register=each.register, number=claim.number, reason=claim.void
                )
            )
    return code


@command.add_command
@verb(
    "export",
    _("Write the book of a register as an Excel file, in the columns of docgen.toml and the SOPs."),
    [
        _register(),
        click.Option(
            ["-o", "--output"],
            metavar=_("FILE.xlsx"),
            type=click.Path(path_type=Path),
            required=True,
            help=_("The file to write."),
        ),
        click.Option(["--year"], type=_YEARS, metavar=_("YEAR"), help=_("The register's year; else this year.")),
        force_option(),
        dry_run_option(),
        json_option(),
    ],
)
def _export(
    line: CommandLine, *, register: str, output: Path, year: int | None, force: bool, dry_run: bool, as_json: bool
) -> None:
    from docgen.app.export_book import export_book

    target = typed_path(line.start, output)
    done = export_book(line.workspace, register, target, year=year, force=force, dry_run=dry_run)
    if as_json:
        put_answer(plain(done))
        return
    text = (
        _("Would be written: {file}, {count} numbers of register {register} of {year}.")
        if done.dry_run
        else _("Written: {file}, {count} numbers of register {register} of {year}.")
    )
    put(text.format(file=line.shown(done.file), count=done.rows, register=done.register, year=done.year))
    tell(done.warnings, warning=True)


def _series_row(series: Series) -> tuple[str, ...]:
    return (
        str(series.year),
        series.register,
        f"{series.first}–{series.last}",
        str(series.by_docgen),
        str(series.outside),
        str(len(series.void)),
        ", ".join(map(str, series.missing)),
    )
