"""The columns of a register's book: what the SOPs say, in the order that the office wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _

from docgen.errors import Problem
from docgen.model.book import NUMBERED, REMARK, ROW, of_the_register
from docgen.model.expression import Expression, compile_expression
from docgen.model.nearest import nearest
from docgen.model.office import RegisterRule
from docgen.model.sop import Sop

Columns = Mapping[str, Expression]
_PLAIN = (("No. urut", "urut"), ("Nomor", "nomor"), ("Tanggal", "tanggal"), ("Ket.", REMARK))
"""The columns of a register that no SOP says anything of."""


def said_columns(sops: Iterable[Sop], register: str) -> list[Columns]:
    """What each SOP says of a register's rows; if none does, what the register itself knows."""
    said: list[Columns] = [sop.registers[register] for sop in sops if register in sop.registers]
    return said or [{heading: compile_expression(f"{ROW}.{part}") for heading, part in _PLAIN}]


def headings_of(rule: RegisterRule, said: Sequence[Columns]) -> tuple[str, ...]:
    """The headings in their order: the office's own, else as the SOPs first name them."""
    return rule.kolom or tuple(dict.fromkeys(heading for columns in said for heading in columns))


def own_columns(said: Sequence[Columns]) -> Columns:
    """The columns that say something of every number, be it void or from outside docgen; the first SOP wins."""
    return {
        heading: expression
        for columns in reversed(said)
        for heading, expression in columns.items()
        if of_the_register(expression)
    }


def column_problems(register: str, rule: RegisterRule, said: Sequence[Columns]) -> Iterator[Problem]:
    """Columns of the office that were only misspelt, and whether they show what every row must."""
    where = f"docgen.toml: register.{register}.kolom"
    listed = set(headings_of(rule, said))
    known = {heading for columns in said for heading in columns}
    for heading in rule.kolom:
        close = nearest(heading, known - listed) if heading not in known else []
        if close:
            yield Problem(
                reference="office-invalid",
                message=_("No SOP fills the column {heading}.").format(heading=heading),
                where=where,
                hint=_("Did you mean {name}?").format(name=close[0]),
            )
    for wanted, message in (
        (NUMBERED, _("The columns leave out the number itself.")),
        ((REMARK,), _("The columns leave out why a number is void.")),
    ):
        able = [name for name, column in own_columns(said).items() if not of_the_register(column).isdisjoint(wanted)]
        if listed.isdisjoint(able):
            hint = _("Add one of these columns: {names}.").format(names=", ".join(able))
            yield Problem(reference="office-invalid", message=message, where=where, hint=hint)
