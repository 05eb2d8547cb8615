"""How officials and applicants are named on a paper: prefix and number of their identity, and who signs."""

from __future__ import annotations

from collections.abc import Sequence

from templates.styles import SIGNATURE, SIGNATURE_LAST, SIGNATURE_NAME
from templates.word import Line

DOTS = "." * 40
"""A line for the pen, where a fact is not known yet."""


def clock(path: str) -> str:
    """The time of a step with its time zone, as `08.20 WIB`; a line to fill in where it was not taken."""
    return f"{{{{ {path}.waktu | jam | titik(8) }}}}{{% if {path}.zona %}} {{{{ {path}.zona }}}}{{% endif %}}"


def identity(path: str) -> str:
    """`NIP. 1986…`, `NI PPPK. …`, `NRP. …`, or the bare number of an identity of another kind."""
    return f"{{% if {path}.jenis != 'lainnya' %}}{{{{ {path}.jenis }}}}. {{% endif %}}{{{{ {path}.nomor | nip }}}}"


def identity_label(path: str) -> str:
    """What the number is called before a colon: `NIP`, `NI PPPK`, `NRP`, or only that it is one."""
    return f"{{% if {path}.jenis == 'lainnya' %}}Nomor identitas{{% else %}}{{{{ {path}.jenis }}}}{{% endif %}}"


SIGNER = "penandatangan"
"""Who signs the paper, as its definition has it."""
_ROOM = tuple(Line(content="", style=SIGNATURE) for _ in range(4))


def signer_signature(*, unknown: str) -> list[Line]:
    """The block of whoever signs a form as its definition has it, with the token of the national application."""
    room = [
        Line(content=f"{{%p if {SIGNER}.ttd %}}", style=SIGNATURE),
        Line(content=f"{{{{ {SIGNER}.ttd }}}}", style=SIGNATURE),
        Line(content="{%p else %}", style=SIGNATURE),
        *_ROOM,
        Line(content="{%p endif %}", style=SIGNATURE),
    ]
    return official_signature(SIGNER, known=f"{SIGNER}.nama", unknown=unknown, room=room)


def official_signature(
    person: str, *, known: str, unknown: str, rank: bool = True, room: Sequence[Line] = _ROOM
) -> list[Line]:
    """The block of an official: the lines that say for whom and as what he signs, then as in `signature`.

    Args:
        person: Path of the official.
        known: Expression that holds once he is known.
        unknown: The post, with its comma, that is printed before.
        rank: Whether his rank is printed.
        room: What stands where he signs.
    """
    post = [
        Line(content=f"{{%p if {known} %}}", style=SIGNATURE),
        Line(content=f"{{%p for baris in {person}.blok %}}", style=SIGNATURE),
        Line(content="{{ baris }}", style=SIGNATURE),
        Line(content="{%p endfor %}", style=SIGNATURE),
        Line(content="{%p else %}", style=SIGNATURE),
        Line(content=unknown, style=SIGNATURE),
        Line(content="{%p endif %}", style=SIGNATURE),
    ]
    return [*post, *_person(person, known=known, rank=rank, room=room)]


def signature(*, heading: str, person: str, known: str) -> list[Line]:
    """A block of role, room for the signature, name and number; dots for a person who is not known yet.

    Args:
        heading: What the person is in this matter, with its comma.
        person: Path of the person, with `nama` and `identitas`.
        known: Expression that holds once the person is known.
    """
    return [Line(content=heading, style=SIGNATURE), *_person(person, known=known, rank=False)]


def _person(person: str, *, known: str, rank: bool, room: Sequence[Line] = _ROOM) -> list[Line]:
    ranked = [
        Line(content=f"{{%p if {known} and {person}.pangkat %}}", style=SIGNATURE),
        Line(content=f"{{{{ {person}.pangkat }}}}", style=SIGNATURE),
        Line(content="{%p endif %}", style=SIGNATURE),
    ]
    named = [
        Line(content=f"{{%p if {known} %}}", style=SIGNATURE),
        Line(content=f"{{{{ {person}.nama }}}}", style=SIGNATURE_NAME),
        Line(content="{%p else %}", style=SIGNATURE),
        Line(content=DOTS, style=SIGNATURE),
        Line(content="{%p endif %}", style=SIGNATURE),
    ]
    numbered = (
        f"{{% if {known} and {person}.identitas.nomor %}}{identity(f'{person}.identitas')}"
        f"{{% elif not ({known}) %}}NIP. ................................{{% endif %}}"
    )
    return [
        *room,
        *named,
        *(ranked if rank else []),
        Line(content=numbered, style=SIGNATURE_LAST),
    ]
