"""How passphrases go out: on the terminal, once, or through a file descriptor; never otherwise."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from docgen.cli.answers import ask_yes
from docgen.cli.prompt import Back, Prompter
from docgen.errors import refuse
from docgen.model.reasons import os_reason
from docgen.model.secret import Secret, exposed
from docgen.model.sop import Sop
from docgen.workflow.items import item_name

if TYPE_CHECKING:
    from docgen.app.perform import Performed
    from docgen.app.safe import Safe

_STREAMS = 2
"""The descriptors up to standard output belong to data: a passphrase among them would end in a file."""
_CLOSED = OSError(errno.EBADF, os.strerror(errno.EBADF))


def secret_options() -> list[click.Parameter]:
    """What a command takes that makes sealed pages."""
    return [
        click.Option(["--generate"], is_flag=True, help=_("Make the passwords that are not said.")),
        click.Option(
            ["--passphrase-fd"],
            type=click.IntRange(min=_STREAMS),
            callback=_refuse_closed,
            metavar="FD",
            help=_("Where the passphrases are written instead of on the terminal: the number of an open descriptor."),
        ),
    ]


def decoys(names: Iterable[str]) -> list[click.Parameter]:
    """Options that nothing offers: who types a password behind one is told that others can read it there."""
    return [
        click.Option([f"--{name}"], hidden=True, expose_value=False, callback=_refuse_typed) for name in sorted(names)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ear:
    """Who hears the passphrases."""

    prompter: Prompter | None
    descriptor: int | None

    def tell(self, sop: Sop, tried: Performed, safe: Safe) -> None:
        """Tells the passphrases of the pages that a step will make, before it is recorded.

        Args:
            sop: the rules of the case.
            tried: what the step would do.
            safe: its passphrases.

        Raises:
            DocgenError: `passphrase-unheard` if nobody would hear them.
            click.Abort: the clerk has not noted them.
        """
        told = list(_told(sop, tried, safe))
        if not told:
            return
        if self.descriptor is not None:
            _write(self.descriptor, "".join(f"{page}\t{secret.reveal()}\n" for page, _who, secret in told))
            return
        if self.prompter is None:
            raise refuse(
                "passphrase-unheard",
                _("Nobody would hear the passphrases of the sealed pages: there is no terminal."),
                where="--passphrase-fd",
                hint=_("Run it on a terminal, or open a descriptor for them: --passphrase-fd 3 3>…"),
            )
        self.prompter.say(_("Passphrases of the sealed pages. They are shown this once and kept nowhere:"))
        for page, who, secret in told:
            self.prompter.say(f"  {page}  {who}".rstrip())
            self.prompter.say(f"      {secret.reveal()}")
        self.prompter.say(_("Tell each by another way than the page itself goes, such as by telephone."))
        if not _noted(self.prompter):
            raise click.Abort


def _noted(prompter: Prompter) -> bool:
    """Whether the clerk has noted the passphrases; there is no way back behind what was shown once."""
    while True:
        with contextlib.suppress(Back):
            return ask_yes(prompter, _("Have you noted them? Only then is the step recorded"), default=False)


def _told(sop: Sop, tried: Performed, safe: Safe) -> Iterator[tuple[str, str, Secret]]:
    """Each sealed page of a step by its file, whom it is for, and its passphrase."""
    drawn = safe.passphrases()
    for document in tried.step.documents:
        name = document.path.rpartition("/")[2]
        secret = drawn.get(name)
        if secret is None:
            continue
        each = sop.documents[document.kind].each
        who = ""
        if each is not None and document.copy_ is not None:
            items = tried.case.record[each.list[0]]
            place = document.copy_ - 1
            who = item_name(sop.fields[each.list[0]], place, items[place] if isinstance(items, Sequence) else None)
        yield name, who, secret


def _refuse_closed(context: click.Context, _option: click.Parameter, descriptor: int | None) -> int | None:
    """Looks at the descriptor before docgen opens a file that might get its number."""
    if descriptor is not None and not context.resilient_parsing:
        _write(descriptor, "")
    return descriptor


def _refuse_typed(context: click.Context, option: click.Parameter, typed: str | None) -> None:
    if typed is not None and not context.resilient_parsing:
        problem = exposed()
        raise refuse(problem.reference, str(problem), where=option.opts[0], hint=problem.hint)


def _write(descriptor: int, text: str) -> None:
    left = text.encode()
    try:
        while True:
            left = left[os.write(descriptor, left) :]
            if not left:
                return
    except (OSError, OverflowError) as error:  # no system has descriptors beyond the range of C
        reason = os_reason(error if isinstance(error, OSError) else _CLOSED)
        raise refuse(
            "passphrase-unheard",
            _("The passphrases cannot be written to descriptor {number}: {reason}.").format(
                number=descriptor, reason=reason
            ),
            where="--passphrase-fd",
            hint=_("Open it for writing: --passphrase-fd 3 3>…. Nothing was recorded."),
        ) from None
