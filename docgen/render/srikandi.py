"""Tokens of the national application SRIKANDI: it numbers, dates and signs a letter where they stand.

They are no placeholders of Jinja and must come out of it as they are, each whole in one run. What people write can
never become one: a token is known by its type, and whatever else has its form is refused.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from gettext import gettext as _
from typing import Any

from markupsafe import Markup

from docgen.errors import refuse
from docgen.model.sop import DocumentKind


class Token(str):
    """A text with a token in it, printed as it is. What a filter makes of it is a plain text again."""

    __slots__ = ()


NUMBER = Token("${nomor_naskah}")
DATE = Token("${tanggal_naskah}")
SIGNATURE = Token("${ttd_pengirim}")
NAME = Token("${nama_pengirim}")
IDENTITY = Token("${nip_pengirim}")
POST = Token("${jabatan_pengirim}")

_DOLLAR, _BRACE = "\ue000", "\ue001"
"""What stands for `$` and `{` of a value until the part is whole: the gate lets no private character through."""
_HIDDEN = str.maketrans({"$": _DOLLAR, "{": _BRACE})
_SHOWN = str.maketrans({_DOLLAR: "$", _BRACE: "{"})
_TAGS = re.compile(r"<[^>]*>")
_AROUND = 20
"""Characters beside such a place that a message shows."""
_MADE = re.compile(rf"{_DOLLAR}\s*[{{{_BRACE}]|\$\s*{_BRACE}")


def is_letter(document: DocumentKind) -> bool:
    """Whether a paper is one that the application would number or sign."""
    return document.register_ is not None or document.signer is not None


def of_paper(values: Mapping[str, Any], document: DocumentKind) -> dict[str, Any]:
    """What a template sees of a letter: tokens for its number, if it has one, and its date."""
    number = {} if document.register_ is None else {"nomor": NUMBER}
    return {**values, **number, "tanggal": DATE}


def of_sender(signer: Mapping[str, Any]) -> dict[str, Any]:
    """What a template sees of who signs: the application knows his name, number and post, and no rank.

    The lines above his own post (a.n., u.b., Plh.) stay.
    """
    kind = (signer.get("identitas") or {}).get("jenis") or "NIP"
    return {
        **signer,
        "nama": NAME,
        "jabatan": POST,
        "pangkat": None,
        "identitas": {"jenis": kind, "nomor": IDENTITY},
        "blok": [*signer["blok"][:-1], Token(f"{POST},")],
        "ttd": SIGNATURE,
    }


def passing_tokens(filter_: Callable[..., object]) -> Callable[..., object]:
    """The filter, made to pass a token on as it is."""

    @functools.wraps(filter_)
    def passed(value: object, *args: object, **options: object) -> object:
        return value if isinstance(value, Token) else filter_(value, *args, **options)

    return passed


def hidden(text: str) -> str:
    """A value as it goes into a part until that is whole, so that two values side by side never make a token."""
    return text.translate(_HIDDEN) if "$" in text or "{" in text else text


def shown(xml: str, where: str) -> str:
    """The whole part with its values as they are. `where` names file and part.

    Raises:
        DocgenError: `value-characters`: values that stand side by side make what a token begins with.
    """
    if _DOLLAR not in xml and _BRACE not in xml:
        return xml
    text = _TAGS.sub("", xml)
    if made := _MADE.search(text):
        around = text[max(0, made.start() - _AROUND) : made.end() + _AROUND].translate(_SHOWN)
        raise refuse(
            "value-characters",
            _("values that stand side by side make “{code}”, which begins a token of SRIKANDI: “{text}”").format(
                code="${", text=around
            ),
            where=where,
            hint=_("Mend the value that ends with {end}, or the one that begins with {begin}.").format(
                end="$", begin="{"
            ),
        )
    return xml.translate(_SHOWN)


def as_markup(token: Token) -> Markup:
    """A token as it goes into the text of a run."""
    return Markup(token)  # noqa: S704  # made here, of nothing that anybody wrote
