"""The settings of a new office: the shipped text with the office's own values in it, its comments left as they are.

The officials of the shipped settings are made up: none of them is ever kept. A role that nobody was named for stays
in the text as a comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from docgen.app.definitions import definition_path, parse_definition, sop_ids
from docgen.app.init import shipped_root
from docgen.app.workspace import SETTINGS, Workspace, open_workspace, parse_office
from docgen.errors import DocgenError, Problem
from docgen.model.contact import parse_email, parse_phone
from docgen.model.office import Office, Official
from docgen.model.text import ValueProblem
from docgen.model.toml_edit import Value, commented_out, with_values

OFFICIALS = "pejabat"
SAME = "="
"""Before the id of an official: he holds this role too."""
_CHECKED = {"kantor.email": parse_email, "kantor.telepon": parse_phone}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the shipped SOPs that somebody of the office holds."""

    role: str
    title: str
    """As the SOPs have it."""
    official: str
    """The id of the made-up official who holds it in the shipped settings: his table is filled in."""
    post: str
    """What the post is called where the office does not say otherwise: as the SOP has it."""

    def key(self, name: str) -> str:
        """The key of one of his settings."""
        return f"{OFFICIALS}.{self.official}.{name}"

    def number_key(self, kind: str) -> str:
        """The key of the number that identifies him, which is of this kind."""
        return self.key(f"identitas.{kind}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The shipped settings."""

    text: str
    office: Office
    roles: tuple[Role, ...]

    def value(self, key: str) -> str:
        """What the shipped settings say at a dotted key."""
        found: object = self.office
        for name in key.split("."):
            found = getattr(found, name)
        return str(found)


def shipped_sample() -> Sample:
    """The settings that are shipped, and the roles of the shipped SOPs in the order of their columns."""
    shipped = open_workspace(shipped_root())
    return Sample(
        text=(shipped.root / SETTINGS).read_text(encoding="utf-8"), office=shipped.office, roles=tuple(_roles(shipped))
    )


def _roles(shipped: Workspace) -> Iterator[Role]:
    titles: dict[str, str] = {}
    for sop_id in sop_ids(shipped):
        path = definition_path(shipped, sop_id)
        sop, _source = parse_definition(shipped.read(path), name=shipped.shown(path), folder=sop_id)
        titles |= {role: actor.title for role, actor in sop.actors.items() if not actor.external and role not in titles}
    for role, title in titles.items():
        official = next(name for name, each in shipped.office.pejabat.items() if role in each.peran)
        post = shipped.office.pejabat[official].jabatan
        same = post.casefold() == title.casefold()  # then only its letters are easier to read
        yield Role(role=role, title=title, official=official, post=post if same else title)


def is_made_up(sample: Office, official: Official) -> bool:
    """Whether an official is one of the shipped settings: he has the name or the number of one."""
    numbers = {each.identitas.nomor for each in sample.pejabat.values() if each.identitas is not None}
    named = official.nama in {each.nama for each in sample.pejabat.values()}
    return named or (official.identitas is not None and official.identitas.nomor in numbers)


def filled(sample: Sample, answers: Mapping[str, str]) -> str:
    """The text of the settings with these answers in it.

    Args:
        sample: the shipped settings.
        answers: by dotted key; of an official who is not named, or whose name is empty, nothing else counts.
    """
    values: dict[tuple[str | int, ...], Value] = {}
    unsaid: list[tuple[str | int, ...]] = []
    for key, answer in answers.items():
        if not key.startswith(f"{OFFICIALS}.") and answer != sample.value(key):
            values[tuple(key.split("."))] = answer
    for role in sample.roles:
        named = answers.get(role.key("nama"), "")
        if not named or named.startswith(SAME):
            unsaid.append((OFFICIALS, role.official))
            continue
        said = _official(sample, role, answers)
        values |= {(OFFICIALS, role.official, name): value for name, value in said.items()}
        shipped = sample.office.pejabat[role.official].model_fields_set
        unsaid += [(OFFICIALS, role.official, name) for name in shipped if name not in said]
    asked = {role.official for role in sample.roles}
    unsaid += [(OFFICIALS, official) for official in sample.office.pejabat if official not in asked]
    return commented_out(with_values(sample.text, values), unsaid)


def _official(sample: Sample, role: Role, answers: Mapping[str, str]) -> Mapping[str, Value]:
    """What was said of an official, and his roles: those for which he was named again, too."""
    said: dict[str, Value] = {
        name: answer for name in ("nama", "jabatan", "pangkat") if (answer := answers.get(role.key(name), ""))
    }
    said.setdefault("jabatan", role.post)
    kind = answers.get(role.key("jenis"), "")
    number = answers.get(role.number_key(kind), "")
    if number:
        said["identitas"] = {"jenis": kind, "nomor": number}
    also = (each.role for each in sample.roles if answers.get(each.key("nama")) == f"{SAME}{role.official}")
    return said | {"peran": (role.role, *also)}


def office_with(sample: Sample, answers: Mapping[str, str]) -> Office:
    """The office that these answers make.

    Raises:
        DocgenError: `office-invalid` with everything that is wrong with them.
    """
    return parse_office(filled(sample, answers).encode(), name=SETTINGS)


def wrong_with(sample: Sample, answers: Mapping[str, str], key: str) -> tuple[Problem, ...]:
    """What is wrong with the answer at this key, beside the others.

    Raises:
        UnicodeEncodeError: it holds what is no character.
    """
    check = _CHECKED.get(key)
    try:
        if check is not None and answers[key]:
            check(answers[key])
        office = office_with(sample, answers)
    except ValueProblem as problem:
        return (Problem(reference="office-invalid", message=f"{problem.message}.", hint=problem.hint),)
    except DocgenError as error:
        return error.problems
    official = office.pejabat.get(key.split(".")[1]) if key.startswith(f"{OFFICIALS}.") else None
    if official is None or not is_made_up(sample.office, official):
        return ()
    message = _("This is a made-up official of the sample, nobody's real name or number.")
    return (Problem(reference="office-invalid", message=message, hint=_("Give the real one, or leave it for later.")),)
