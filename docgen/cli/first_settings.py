"""Asking for the data of a new office, one by one; nothing is written before all of it was shown and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from gettext import gettext as _

import click

from docgen.app.first_settings import SAME, Role, Sample, filled, office_with, shipped_sample, wrong_with
from docgen.cli.answers import NONE, Enter, ask_choice, ask_yes
from docgen.cli.in_turn import Ask, InTurn
from docgen.cli.language import LANGUAGES
from docgen.cli.prompt import Back, Returning
from docgen.errors import Problem
from docgen.model.identity import KINDS
from docgen.model.later import N_

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_LETTERHEAD: Mapping[str, tuple[str, bool]] = {
    "kantor.kop.pemerintah": (N_("Letterhead, line 1: the government"), True),
    "kantor.kop.perangkat": (N_("Letterhead, line 2: the body"), False),
    "kantor.kop.unit": (N_("Letterhead, line 3: the unit"), False),
}
_OFFICE: Mapping[str, tuple[str, bool]] = {
    "kantor.nama": (N_("Name of the office"), True),
    "kantor.sebutan": (N_("The office as the letterhead calls it"), False),
    "kantor.alamat": (N_("Address"), True),
    "kantor.kota": (N_("Town, as it stands beside a letter's date"), True),
    "kantor.kode_unit": (N_("Code of the unit in letter numbers"), True),
    "kantor.telepon": (N_("Telephone"), False),
    "kantor.email": (N_("E-mail"), False),
    "kantor.web": (N_("Web site"), False),
    "kantor.kode_pos": (N_("Post code"), False),
    "kantor.alamat_aplikasi": (N_("Web address of the application that the office serves"), False),
}
"""By key: what to call it, and whether it must be there."""


def ask_settings(prompter: Returning) -> str:
    """The settings of the clerk's office, checked and confirmed.

    Raises:
        click.Abort: the clerk gives up.
    """
    sample = shipped_sample()
    asking = _Asking(prompter, sample)
    prompter.say(_("The data of your office, for docgen.toml; all of it can be changed there later."))
    prompter.say(
        _("What stands behind “Enter =” is what the shipped SOPs say of their office: {office}.").format(
            office=sample.office.kantor.nama
        )
    )
    in_turn = InTurn(prompter=prompter, questions=asking.questions, answers=asking.answers)
    while True:
        in_turn.ask_all()
        try:
            asking.show()
            if ask_yes(prompter, _("Write these settings?"), default=True):
                office_with(sample, asking.answers)
                return filled(sample, asking.answers)
            in_turn.reopen(asking.which())
        except Back:
            in_turn.go_back()


class _Asking:
    """One clerk who is asked for the data of one office."""

    def __init__(self, prompter: Returning, sample: Sample) -> None:
        self.prompter = prompter
        self.sample = sample
        self.answers: dict[str, str] = {}

    def questions(self) -> Iterator[Ask]:
        """All of them, as far as the answers so far tell which there are."""
        for key, (label, needed) in {**_LETTERHEAD, **_OFFICE}.items():
            yield Ask(key, self.asking_text(key, _(label), present=self.sample.value(key), optional=not needed))
        for role in self.sample.roles:
            yield from self.of_role(role)
        yield Ask("zona_waktu", self.asking_choice("zona_waktu", _("Time zone"), ZONES))
        languages = dict.fromkeys(LANGUAGES, "")
        yield Ask("bahasa", self.asking_choice("bahasa", _("Language of the screen"), languages))

    def of_role(self, role: Role) -> Iterator[Ask]:
        """Who holds a role; of somebody who was named before nothing more is asked."""
        name = role.key("nama")
        yield Ask(name, lambda earlier: self.ask_name(role, earlier))
        if not self.answers.get(name) or self.answers[name].startswith(SAME):
            return
        yield Ask(role.key("jabatan"), self.asking_text(role.key("jabatan"), _("Post"), present=role.post))
        rank = _("Rank, such as Penata (III/c)")
        yield Ask(role.key("pangkat"), self.asking_text(role.key("pangkat"), rank, optional=True))
        kinds = dict.fromkeys(KINDS, "")
        yield Ask(role.key("jenis"), self.asking_choice(role.key("jenis"), _("Kind of identity number"), kinds))
        kind = self.answers.get(role.key("jenis"))
        if kind:  # another kind has another number
            key = role.number_key(kind)
            yield Ask(key, self.asking_text(key, _("{kind} (the number)").format(kind=kind)))

    def asking_text(self, key: str, label: str, *, present: str = "", optional: bool = False) -> Callable[[str], str]:
        """Asks for a text until it holds."""

        def ask(earlier: str) -> str:
            enter = Enter(present=earlier or present, optional=optional, mendable=True)
            note = f" ({enter.words})" if enter.words else ""
            while True:
                answer = self.prompter.ask(f"{label}{note}")
                if answer == NONE and enter.clears:
                    return ""
                if not answer and not enter.words:
                    self.prompter.say(_("  This is needed."))
                    continue
                if self.holds(key, answer or enter.present):
                    return answer or enter.present

        return ask

    def asking_choice(self, key: str, label: str, choices: Mapping[str, str]) -> Callable[[str], str]:
        """Asks for one of several; what the shipped settings say, if they say it of offices at large, is offered."""
        present = self.sample.value(key) if "." not in key else ""

        def ask(earlier: str) -> str:
            enter = Enter(present=earlier or present, optional=not present, mendable=True)
            answer = ask_choice(self.prompter, label, list(choices), enter=enter, titles=choices)
            return "" if answer == NONE else answer or enter.present

        return ask

    def ask_name(self, role: Role, earlier: str) -> str:
        """Who holds a role: a name, the number of somebody named before, or nobody so far."""
        self.prompter.say(f"-- {role.title} ({role.role})")
        named = [each for each in self.sample.roles if self.answers.get(each.key("nama"), SAME)[0:1] not in {"", SAME}]
        for place, each in enumerate(named, 1):
            self.prompter.say(f"  {place}  {self.answers[each.key('nama')]}")
        label = _("Name with titles, or a number from above") if named else _("Name with titles")
        present = self.name_of(earlier) if earlier else ""
        enter = Enter(present=present, optional=True, mendable=True, nothing=_("nobody so far"))
        while True:
            answer = self.prompter.ask(f"{label} ({enter.words})")
            if answer == NONE:
                return ""
            if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(named):
                return f"{SAME}{named[int(answer) - 1].official}"
            if not answer or self.holds(role.key("nama"), answer):
                return answer or earlier

    def holds(self, key: str, answer: str) -> bool:
        """Whether an answer is right; what is wrong with it is said."""
        if answer.startswith(SAME) or not answer.isprintable():
            wrong: tuple[Problem, ...] = (_unprintable(),)
        else:
            wrong = wrong_with(self.sample, {**self.answers, key: answer}, key)
        for problem in wrong:
            self.prompter.say(f"  {problem.message} ({problem.hint})")
        return not wrong

    def name_of(self, answer: str) -> str:
        """The name that an answer stands for."""
        if not answer.startswith(SAME):
            return answer
        return self.answers.get(f"pejabat.{answer.removeprefix(SAME)}.nama", "")

    def keys(self) -> list[str]:
        """What was answered and counts, in the order of the questions."""
        return [each.key for each in self.questions() if each.key in self.answers]

    def show(self) -> None:
        """Shows, with its number, everything that was answered."""
        self.prompter.say(_("What will stand in docgen.toml:"))
        names = {role.key("nama") for role in self.sample.roles}
        for place, key in enumerate(self.keys(), 1):
            nothing = _("nobody so far") if key in names else "–"
            self.prompter.say(f"  {place}  {key}: {self.name_of(self.answers[key]) or nothing}")

    def which(self) -> str:
        """The key of the answer that is to be changed. Raises click.Abort if none is."""
        keys = self.keys()
        while True:
            answer = self.prompter.ask(_("Which of them shall be asked again, by its number (Enter = give up)"))
            if not answer:
                raise click.Abort
            if answer.isdecimal() and answer.isascii() and 1 <= int(answer) <= len(keys):
                return keys[int(answer) - 1]
            self.prompter.say(_("  A whole number from {least} to {most}, please.").format(least=1, most=len(keys)))


def _unprintable() -> Problem:
    return Problem(
        reference="office-invalid",
        message=_("This cannot stand in the settings."),
        hint=_("Type letters, digits and signs that can be seen, not beginning with ="),
    )
