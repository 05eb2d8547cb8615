from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.errors import REFERENCES
from docgen.model.text import TextError, ValueProblem, clean, quoted

HOSTILE = [
    "\x00",
    "\x07",
    "\t",
    "\x1b",
    "\x7f",
    "\x85",
    "\u061c",
    "\u200b",
    "\u200e",
    "\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    "\u2028",
    "\u2029",
    "\u2060",
    "\u2064",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\u115f",
    "\u3164",
    "\u2800",
    "\ufffd",
    "\ufffc",
    "\ufff9",
    "\ue000",
    "\ufdd0",
    "\uffff",
    "\U0001fffe",
    "\U000e0041",
    "\U000e0100",
    "\ud800",
    "\udfff",
    "\u200c",
    "\u200d",
    "\ufe0f",
]
CODE = ["{{", "}}", "{%", "%}", "{#", "#}", "{_{", "}_}", "{_%", "%_}", "${"]
EMOJI = ["😀", "👨\u200d👩\u200d👧", "👩🏽\u200d⚕\ufe0f", "❤\ufe0f", "1\ufe0f\u20e3", "🇮🇩", "‼\ufe0f"]
WORDS = [
    "Ir. Hj. Sitti",
    "B & T",
    "<b>",
    '"O\'Brien"',
    "Müller",
    "李小龍",
    "محمد",
    "می\u200cخواهم",
    "क्\u200dष",
    "Ø",
    "✓",
]

written = st.lists(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from([*HOSTILE, *CODE, *EMOJI, *WORDS, "\r\n", "\n", "{", "%", "_", " ", "\u00a0", "e\u0301"]),
    ),
    max_size=20,
).map("".join)


@given(written, st.booleans())
@example("\u2000\n \r\n\n x", True)
@example("\u0958", False)
def test_clean_is_idempotent_and_lets_nothing_refused_through(text: str, paragraph: bool) -> None:
    refused: TextError | None = None
    try:
        passed = clean(text, paragraph=paragraph)
    except TextError as error:
        refused = error
    if refused:
        assert refused.reference in {"value-characters", "value-too-long"}
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]", str(refused))
        return
    assert clean(passed, paragraph=paragraph) == passed
    assert unicodedata.is_normalized("NFC", passed)
    assert passed == passed.strip()
    assert "  " not in passed
    assert "\n\n\n" not in passed
    assert not any(code in passed for code in CODE)
    seen = {character: unicodedata.category(character) for character in passed}
    assert not {"Cs", "Co", "Zl", "Zp"} & set(seen.values())
    assert {character for character, category in seen.items() if category == "Cc"} <= ({"\n"} if paragraph else set())
    assert {character for character, category in seen.items() if category == "Zs"} <= {" "}
    assert not set(passed) & (set(HOSTILE) - {"\u200c", "\u200d", "\ufe0f"})


@pytest.mark.parametrize("character", HOSTILE, ids=ascii)
@pytest.mark.parametrize("paragraph", [False, True])
def test_a_hostile_character_is_named_and_never_printed(character: str, paragraph: bool) -> None:
    with pytest.raises(TextError) as caught:
        clean(f"Budi{character}man", paragraph=paragraph)
    assert caught.value.reference == "value-characters"
    assert f"U+{ord(character):04X}" in caught.value.message
    assert "character 5 " in caught.value.message
    assert caught.value.hint
    assert character not in caught.value.message
    # The control: without the gate the character is still there after the usual tidying.
    assert character in unicodedata.normalize("NFC", f"Budi{character}man".strip())


@pytest.mark.parametrize("code", CODE)
def test_template_code_is_refused(code: str) -> None:
    with pytest.raises(TextError) as caught:
        clean(f"Budi {code} x")
    assert caught.value.reference == "value-characters"
    assert "6" in caught.value.message


@pytest.mark.parametrize("text", [*EMOJI, *WORDS, "{x}", "100 %", "# 1", "_{_"])
def test_letters_emoji_and_markup_pass_as_they_are(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("text", ["a\u200db", "\u200d😀", "😀\u200d", "😀\u200da", "a\u200cb", "a\ufe0f", "ß\ufe0eß"])
def test_joiners_and_selectors_pass_only_where_they_are_part_of_the_spelling(text: str) -> None:
    with pytest.raises(TextError):
        clean(text)


def test_spaces_are_folded_and_letters_composed() -> None:
    assert clean(" \t\u00a0Budi \u3000 \u00a0 Santoso\r\n") == "Budi Santoso"
    assert clean("e\u0301") == "é"


def test_a_line_break_belongs_to_paragraphs_only() -> None:
    assert clean(" satu \r\n  dua\r\rtiga\n \n \n\nempat ", paragraph=True) == "satu\ndua\n\ntiga\n\nempat"
    with pytest.raises(TextError, match="one line"):
        clean("satu\ndua")


def test_nothing_is_cut_off() -> None:
    assert clean("x" * 500) == "x" * 500
    assert clean("x" * 4000, paragraph=True) == "x" * 4000
    assert clean("e\u0301" * 500) == "é" * 500
    for text, paragraph, limit in [("x" * 501, False, None), ("x" * 4001, True, None), ("x" * 61, False, 60)]:
        with pytest.raises(TextError) as caught:
            clean(text, paragraph=paragraph, limit=limit)
        assert caught.value.reference == "value-too-long"
        assert str(len(text)) in caught.value.message


def test_the_position_counts_in_the_tidied_text() -> None:
    with pytest.raises(TextError, match=r"character 3 is U\+202E RIGHT-TO-LEFT OVERRIDE"):
        clean("   ab\u202ec")


def test_a_problem_has_a_known_reference() -> None:
    assert ValueProblem("x", hint="y").reference in REFERENCES
    assert issubclass(TextError, ValueProblem)


def test_a_message_repeats_only_the_beginning() -> None:
    assert quoted("Budi") == "“Budi”"
    assert quoted("x" * 61) == f"“{'x' * 60}…”"
