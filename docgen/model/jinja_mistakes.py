"""Why a piece of the template language is not understood, in the clerk's words.

Jinja says it in English sentences only, which are known here by their beginnings; what none of them fits keeps Jinja's
own text, in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from gettext import gettext as _

from jinja2 import TemplateSyntaxError

from docgen.model.later import N_

_EXPECTED = N_("{expected} is expected, but {got} stands there")
_MISPLACED = N_("{got} cannot stand there")
_KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), reason)
    for pattern, reason in (
        (r"""unexpected char (?:"'"|'"'|'[“”„‟]') at \d+""", N_("a quote is not closed, or is not a straight one")),
        (r"unexpected char '(?P<got>.+)' at \d+", _MISPLACED),
        (r"Invalid character in identifier", N_("a name has a character that no name can have")),
        (r"[Uu]nexpected end of template, expected '(?P<expected>.+?)'", N_("{expected} is missing at the end")),
        (r"[Uu]nexpected end of template\. .*?'(?P<expected>end\w+)'", N_("{expected} is missing at the end")),
        (r"expected token '(?P<expected>.+)', got '(?P<got>.+)'", _EXPECTED),
        (r"unexpected '(?P<got>.+)', expected '(?P<expected>.+)'", _EXPECTED),
        (r"Expected an expression, got '(?P<got>.+)'", N_("a value is missing before {got}")),
        (
            r"Encountered unknown tag '(?P<got>.+?)'",
            N_("the tag {got} does not exist, or nothing that it ends is open"),
        ),
        (r"unexpected '(?P<got>.+)'", _MISPLACED),
        (r"tag name expected", N_("the name of the tag is missing")),
        (
            r"expected (?:name or number|subscript expression)",
            N_("a name or number is missing behind the dot or bracket"),
        ),
        (r"can't assign to", N_("a value can be given to a name only")),
        (r"You cannot chain", N_("two tests with “is” cannot follow each other; join them with “and”")),
        (r"Missing end of (?:comment|raw)", N_("a comment is not closed")),
        (r"invalid syntax for function call", N_("what stands in its round brackets is not understood")),
    )
)
_WORDS: Mapping[str, str] = {
    "name": N_("a name"),
    "string": N_("a text in quotes"),
    "integer": N_("a number"),
    "float": N_("a number"),
    "end of template": N_("the end"),
}
_SIGNS: Mapping[str, str] = {
    "end of print statement": "}}",
    "begin of print statement": "{{",
    "end of statement block": "%}",
    "begin of statement block": "{%",
}
_TAGS = re.compile(r"end\w+|el(?:if|se)")


def syntax_reason(error: TemplateSyntaxError | RecursionError, *, own: str = "") -> str:
    """Why, as the end of a sentence.

    Args:
        error: what Jinja raised.
        own: what was put behind the text, which nobody needs to hear of.
    """
    if isinstance(error, RecursionError):
        return _("its brackets stand too deep in each other")
    told = error.message or ""
    for pattern, reason in _KINDS:
        if match := pattern.match(told):
            if reason is _EXPECTED and match["expected"] == own:
                reason = _MISPLACED  # noqa: PLW2901
            return _(reason).format(**{name: _shown(part) for name, part in match.groupdict().items()})
    return _("it is not written correctly ({detail})").format(detail=told)


def _shown(token: str) -> str:
    """A token as it stands in the text, or what kind of thing it is."""
    if token in _WORDS:
        return _(_WORDS[token])
    if _TAGS.fullmatch(token):
        return f"{{% {token} %}}"
    return f"“{_SIGNS.get(token, token)}”"
