"""How officials and applicants are named on a paper: prefix and number of their identity, and who signs."""

from __future__ import annotations

from templates.styles import SIGNATURE, SIGNATURE_LAST, SIGNATURE_NAME, ParagraphStyle
from templates.word import Line

DOTS = "." * 40
"""A line for the pen, where a fact is not known yet."""


def identity(path: str) -> str:
    """`NIP. 1986…`, `NI PPPK. …`, `NRP. …`, or the bare number of an identity of another kind."""
    return f"{{% if {path}.jenis != 'lainnya' %}}{{{{ {path}.jenis }}}}. {{% endif %}}{{{{ {path}.nomor | nip }}}}"


def signature(
    *, heading: str, person: str, known: str, rank: bool = True, heading_style: ParagraphStyle = SIGNATURE
) -> list[Line]:
    """A block of post, room for the signature, name and number; dots for a person who is not known yet.

    Args:
        heading: The post, with its comma.
        person: Path of the person, with `nama` and `identitas`.
        known: Expression that holds once the person is known.
        rank: Whether the person has a `pangkat`, which civil servants print.
        heading_style: A post is in capitals, a mere role in the matter is not.
    """
    room = [Line(content="", style=SIGNATURE) for _ in range(4)]
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
        Line(content=heading, style=heading_style),
        *room,
        *named,
        *(ranked if rank else []),
        Line(content=numbered, style=SIGNATURE_LAST),
    ]
