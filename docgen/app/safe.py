"""The secrets that one step makes for itself: each is made once, however often the step is tried, and never written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import gettext as _

from docgen.errors import refuse
from docgen.model.office import PasswordRule
from docgen.model.secret import Secret
from docgen.workflow.given import Path


@dataclass(slots=True)
class Safe:
    """Passwords that docgen makes, and the passphrases of the pages that seal them."""

    generates: bool = False
    """Whether passwords that nobody says are made."""
    _passwords: dict[Path, Secret] = field(default_factory=dict, repr=False)
    _passphrases: dict[str, Secret] = field(default_factory=dict, repr=False)
    _told: bool = False

    def passphrase(self, page: str) -> Secret:
        """The passphrase of a page, by the name of its file.

        Raises:
            DocgenError: `case-conflict`: the passphrases were told already, and this page was not among them.
        """
        if page not in self._passphrases:
            if self._told:
                raise refuse(
                    "case-conflict",
                    _("The case was changed while the passphrases were being noted: {page} was not among them.").format(
                        page=page
                    ),
                    where=page,
                    hint=_("Nothing was recorded, and what you noted is void. Enter the command again."),
                )
            from docgen.seal.passphrase import draw  # noqa: PLC0415  # only who seals needs words

            self._passphrases[page] = draw()
        return self._passphrases[page]

    def passphrases(self) -> Mapping[str, Secret]:
        """The passphrases drawn so far. From now on no other page can be sealed: nobody would hear of it."""
        self._told = True
        return self._passphrases

    def forget_pages(self) -> None:
        """Drops the passphrases: the pages that they were drawn for may be other ones by now."""
        self._passphrases.clear()
        self._told = False

    def under(self, rule: PasswordRule) -> Source:
        """The passwords of this step, as the office wants them."""
        return Source(rule.minimal, rule, self)

    def password(self, path: Path, rule: PasswordRule) -> Secret:
        """The password of a field."""
        if path not in self._passwords:
            self._passwords[path] = rule.make()
        return self._passwords[path]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a step finds its passwords."""

    least: int
    rule: PasswordRule
    safe: Safe

    def generated(self, path: Path) -> Secret | None:
        """The password for a field; nothing if it is to be said."""
        return self.safe.password(path, self.rule) if self.safe.generates else None
