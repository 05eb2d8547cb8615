"""The secrets that one step makes for itself: each is made once, however often the step is tried, and never written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docgen.model.office import PasswordRule
from docgen.model.secret import Secret
from docgen.workflow.given import Path

PageKey = tuple[str, int | None]
"""A sealed page: its kind, and for which item of the list (from 1)."""


@dataclass(slots=True)
class Safe:
    """Passwords that docgen makes, and the passphrases of the pages that seal them."""

    generates: bool = False
    """Whether passwords that nobody says are made."""
    _passwords: dict[Path, Secret] = field(default_factory=dict, repr=False)
    _passphrases: dict[PageKey, Secret] = field(default_factory=dict, repr=False)

    def passphrase(self, page: PageKey) -> Secret:
        """The passphrase of a page."""
        if page not in self._passphrases:
            from docgen.seal.passphrase import draw  # noqa: PLC0415  # only who seals needs words

            self._passphrases[page] = draw()
        return self._passphrases[page]

    def passphrases(self) -> Iterator[tuple[PageKey, Secret]]:
        """The passphrases drawn so far."""
        yield from self._passphrases.items()

    def forget_pages(self) -> None:
        """Drops the passphrases: the pages that they were drawn for may be other ones by now."""
        self._passphrases.clear()

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
