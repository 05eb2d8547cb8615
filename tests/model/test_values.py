from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.values import SCALAR_TYPES, ValueProblem, describe_type, json_kind, parse_scalar
from docgen.model.wording import long_date

TODAY = dt.date(2026, 11, 23)
ZONE = ZoneInfo("Asia/Jakarta")
NIP = "198609262015051001"


def written(type_: str, raw: object, **options: Any) -> object:
    return parse_scalar(type_, raw, typed=False, today=TODAY, zone=ZONE, **options)


def from_json(type_: str, raw: object, **options: Any) -> object:
    return parse_scalar(type_, raw, typed=True, today=TODAY, zone=ZONE, **options)


@pytest.mark.parametrize(
    ("type_", "raw", "stored"),
    [
        ("text", " Budi  & <Wati> ", "Budi & <Wati>"),
        ("text", "007", "007"),
        ("paragraph", "satu\r\ndua", "satu\ndua"),
        ("integer", "12", 12),
        ("integer", "-3", -3),
        ("money", "1500000", "1500000.00"),
        ("money", "1500000.05", "1500000.05"),
        ("money", "1500000,05", "1500000.05"),
        ("money", "Rp1.500.000,00", "1500000.00"),
        ("money", "rp. 1.500.000,-", "1500000.00"),
        ("money", "1.500.000,50", "1500000.50"),
        ("money", "Rp 1.500", "1500.00"),
        ("money", "0", "0.00"),
        ("date", "2026-11-21", "2026-11-21"),
        ("date", "21-11-2026", "2026-11-21"),
        ("date", "1/2/2026", "2026-02-01"),
        ("date", "21 NOVEMBER 2026", "2026-11-21"),
        ("date", "21 Nopember 2026", "2026-11-21"),
        ("time", "08:00", "08:00"),
        ("time", "08.05", "08:05"),
        ("time", "8.05", "08:05"),
        ("datetime", "2026-11-21 08:00", "2026-11-21T08:00:00+07:00"),
        ("datetime", "2026-11-21T08:00:09Z", "2026-11-21T15:00:09+07:00"),
        ("datetime", "2026-11-21T08:00+09:00", "2026-11-21T06:00:00+07:00"),
        ("datetime", "21 November 2026 08.00", "2026-11-21T08:00:00+07:00"),
        ("yesno", "Ya", True),
        ("yesno", "t", False),
        ("yesno", "tidak", False),
        ("yesno", "true", True),
        ("yesno", "no", False),
        ("email", "Budi@BPK.go.id", "Budi@bpk.go.id"),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("phone", "(0719) 21234", "+6271921234"),
        ("phone", "+1 202-555-0123", "+12025550123"),
        ("identity", "19860926 201505 1 001", {"jenis": "NIP", "nomor": NIP}),
        ("identity", {"jenis": "nrp", "nomor": "12345678"}, {"jenis": "NRP", "nomor": "12345678"}),
    ],
)
def test_what_clerks_write_is_understood(type_: str, raw: object, stored: object) -> None:
    assert written(type_, raw) == stored


@pytest.mark.parametrize(
    ("type_", "raw", "stored"),
    [
        ("text", "007", "007"),
        ("integer", 12, 12),
        ("money", 1500000, "1500000.00"),
        ("money", "1500000.05", "1500000.05"),
        ("date", "2026-11-21", "2026-11-21"),
        ("time", "08:00", "08:00"),
        ("datetime", "2026-11-21T08:00:00+07:00", "2026-11-21T08:00:00+07:00"),
        ("datetime", "2026-11-21T08:00", "2026-11-21T08:00:00+07:00"),
        ("yesno", False, False),
        ("phone", "081234567890", "+6281234567890"),
        ("identity", {"jenis": "NIP", "nomor": NIP}, {"jenis": "NIP", "nomor": NIP}),
        ("identity", NIP, {"jenis": "NIP", "nomor": NIP}),
    ],
)
def test_json_is_read(type_: str, raw: object, stored: object) -> None:
    assert from_json(type_, raw) == stored
    json.dumps(stored)


@pytest.mark.parametrize(
    ("type_", "raw", "says"),
    [
        ("text", "", "empty"),
        ("text", " \n ", "empty"),
        ("text", None, "empty"),
        ("text", ["a"], "a list"),
        ("integer", "1.500", "not a whole number"),
        ("integer", "1,5", "not a whole number"),
        ("integer", "٣", "not a whole number"),
        ("integer", "1_000", "not a whole number"),
        ("integer", "9007199254740993", "too large"),
        ("money", "1.500", "not an amount"),
        ("money", "1,500", "not an amount"),
        ("money", "1500.5", "not an amount"),
        ("money", "-5", "not an amount"),
        ("money", "NaN", "not an amount"),
        ("money", "1e6", "not an amount"),
        ("money", "Rp1.50.000", "not an amount"),
        ("date", "30 Februari 2026", "no 30 Februari 2026"),
        ("date", "30-02-2026", "no 30 Februari 2026"),
        ("date", "2026-13-01", "no month 13"),
        ("date", "11/21/2026", "no month 21"),
        ("date", "21 Foo 2026", "“Foo” is not the name of a month"),
        ("date", "21-11-26", "not a date"),
        ("date", "21-11/2026", "not a date"),
        ("date", "0202-11-21", "0202 cannot be meant"),
        ("date", "9999-11-21", "9999 cannot be meant"),
        ("date", "besok", "not a date"),
        ("time", "24:00", "no time"),
        ("time", "08:60", "no time"),
        ("time", "08:00:30", "not a time"),
        ("time", "8", "not a time"),
        ("datetime", "2026-11-21", "not a date with a time"),
        ("datetime", "2026-02-30 08:00", "no 30 Februari"),
        ("datetime", "2026-11-21 25:00", "no time"),
        ("datetime", "2026-11-21 08:00:61", "no second 61"),
        ("datetime", "2026-11-21 08:00+99:00", "no time zone"),
        ("datetime", "2026-11-21T08:00:00.5+07:00", "not a date with a time"),
        ("yesno", "mungkin", "neither yes nor no"),
        ("email", "Budi <budi@bpk.go.id>", "not an e-mail"),
        ("email", "budi", "not an e-mail"),
        ("email", "budi@bpk", "not an e-mail"),
        ("email", "a b@bpk.go.id", "not an e-mail"),
        ("phone", "0812", "too short"),
        ("phone", "+1 202 555 0123 4567", "too long"),
        ("phone", "0812 3456 7890 1234", "no telephone number"),
        ("phone", "0812 3456 7890 1234 5678", "not a telephone number"),
        ("phone", "81234567890", "not a telephone number"),
        ("phone", "0812-ABCD-7890", "not a telephone number"),
        ("phone", "081234567890 / 081234567891", "not a telephone number"),
        ("phone", "021-1234567 ext 12", "not a telephone number"),
        ("phone", "+999123456", "not a telephone number"),
        ("phone", "０８１２３４５６７８９０", "not a telephone number"),
        ("identity", "12345678", "what kind"),
        ("identity", "", "empty"),
    ],
)
def test_what_is_not_clear_is_refused(type_: str, raw: object, says: str) -> None:
    with pytest.raises(ValueProblem, match=says) as caught:
        written(type_, raw)
    assert caught.value.reference == "value-invalid"


@pytest.mark.parametrize(
    ("type_", "raw", "says"),
    [
        ("text", 7, "not a number"),
        ("text", True, "not true or false"),
        ("paragraph", {}, "not an object"),
        ("integer", "12", "not a text"),
        ("integer", True, "not true or false"),
        ("integer", 3.0, "not a number"),
        ("integer", 2**53, "too large"),
        ("money", 0.1, "not a number"),
        ("money", True, "not true or false"),
        ("money", -1, "not an amount"),
        ("money", "Rp1.500.000,00", "not an amount"),
        ("date", "21-11-2026", "not a date"),
        ("date", "21 November 2026", "not a date"),
        ("date", 20261121, "not a number"),
        ("time", "08.00", "not a time"),
        ("datetime", "2026-11-21 08.00", "not a time"),
        ("yesno", "ya", "not a text"),
        ("yesno", 1, "not a number"),
        ("phone", 81234567890, "not a number"),
        ("email", ["a@b.id"], "not a list"),
        ("identity", int(NIP), "an identity is a text"),
    ],
)
def test_json_is_read_strictly(type_: str, raw: object, says: str) -> None:
    with pytest.raises(ValueProblem, match=says):
        from_json(type_, raw)


@pytest.mark.parametrize("type_", ["text", "phone", "identity"])
def test_digits_as_a_json_number_get_a_hint(type_: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        from_json(type_, 198609262015051001)
    assert "quotes" in caught.value.hint


@pytest.mark.parametrize("type_", sorted(SCALAR_TYPES - {"yesno", "integer"}))
@pytest.mark.parametrize("typed", [False, True])
def test_hostile_characters_pass_nowhere(type_: str, typed: bool) -> None:
    raw = "NIP 19860926\u202e201505 1 001"
    with pytest.raises(ValueProblem) as caught:
        parse_scalar(type_, raw, typed=typed, today=TODAY, zone=ZONE, choices=[raw])
    assert caught.value.reference == "value-characters"
    assert "\u202e" not in caught.value.message + caught.value.hint


def test_bounds() -> None:
    assert written("integer", "3", minimum=1, maximum=3) == 3
    with pytest.raises(ValueProblem, match="at most 3"):
        written("integer", "4", minimum=1, maximum=3)
    with pytest.raises(ValueProblem, match="at least 1"):
        from_json("integer", 0, minimum=1)
    assert written("text", "x" * 600, maximum=600)
    with pytest.raises(ValueProblem) as caught:
        written("text", "xxxx", maximum=3)
    assert caught.value.reference == "value-too-long"


def test_choices() -> None:
    offered = ("BPK", "BPKP", "Inspektorat", "ya", "YA")
    assert written("choice", "bpk", choices=offered) == "BPK"
    assert written("choice", "ya", choices=offered) == "ya"
    assert from_json("choice", "BPKP", choices=offered) == "BPKP"
    for reader, raw, hint in [
        (written, "inspektoratt", "“Inspektorat”"),
        (written, "Ya", "“ya”"),
        (from_json, "bpk", "“BPK”"),
        (written, "zzz", "one of: BPK, BPKP"),
    ]:
        with pytest.raises(ValueProblem, match="not among the choices") as caught:
            reader("choice", raw, choices=offered)
        assert hint in caught.value.hint


@given(st.dates(dt.date(1900, 1, 1), dt.date(2126, 12, 31)))
def test_a_date_comes_back_from_each_form(date: dt.date) -> None:
    for form in (date.isoformat(), date.strftime("%d-%m-%Y"), date.strftime("%d/%m/%Y"), long_date(date)):
        assert written("date", form) == date.isoformat()
    assert from_json("date", date.isoformat()) == date.isoformat()


@given(st.integers(0, 4_950_000_000))
def test_a_moment_comes_back(seconds: int) -> None:
    moment = dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    stored = from_json("datetime", moment.isoformat(timespec="seconds"))
    assert isinstance(stored, str)
    assert dt.datetime.fromisoformat(stored) == moment
    assert from_json("datetime", stored) == stored


mobiles = st.from_regex(r"81[1-3][0-9]{8}", fullmatch=True)


@given(mobiles, st.sampled_from(["", " ", "-", "."]))
def test_every_way_to_write_a_mobile_number_is_the_same_number(national: str, between: str) -> None:
    cut = between.join([national[:3], national[3:7], national[7:]])
    for form in (f"0{cut}", f"+62{cut}", f"62{cut}", f"+62 {cut}", f"62 {cut}", f"(+62) {cut}"):
        assert written("phone", form) == f"+62{national}"


def test_without_the_plus_the_library_alone_takes_62_for_part_of_the_number() -> None:
    alone = phonenumbers.parse("62812345678", "ID")  # the control
    assert phonenumbers.format_number(alone, phonenumbers.PhoneNumberFormat.E164) == "+6262812345678"
    assert written("phone", "62812345678") == "+62812345678"


@given(st.sampled_from(sorted(SCALAR_TYPES)), st.text(), st.booleans())
def test_any_text_is_stored_as_json_or_refused(type_: str, raw: str, typed: bool) -> None:
    try:
        stored = parse_scalar(type_, raw, typed=typed, today=TODAY, zone=ZONE, choices=["a", "b"])
    except ValueProblem:
        return
    assert json.loads(json.dumps(stored)) == stored
    # What is stored is read again as the same value, typed.
    assert parse_scalar(type_, stored, typed=True, today=TODAY, zone=ZONE, choices=["a", "b"]) == stored


def test_an_unknown_type_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        written("secret", "x")


def test_every_type_is_described() -> None:
    for type_ in SCALAR_TYPES:
        assert describe_type(type_, choices=["a", "b"])
    assert describe_type("choice", choices=["a", "b"]) == "one of: a, b"
    assert describe_type("integer", minimum=1, maximum=9) == "whole number from 1 to 9"
    assert describe_type("text", maximum=60) == "text, at most 60 characters"


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("type_", ["money", "date", "time", "datetime", "phone", "identity"])
def test_what_is_given_as_an_example_is_taken(type_: str, typed: bool) -> None:
    example = describe_type(type_, typed=typed).partition("e.g. ")[2]
    assert parse_scalar(type_, example, typed=typed, today=TODAY, zone=ZONE)


@pytest.mark.parametrize("type_", ["date", "datetime"])
def test_control_the_day_comes_first_only_where_it_is_not_json(type_: str) -> None:
    with pytest.raises(ValueProblem):
        from_json(type_, describe_type(type_, typed=False).partition("e.g. ")[2])


def test_json_kinds() -> None:
    said = [json_kind(raw) for raw in (None, True, "x", 1, 1.5, {}, [])]
    assert said == ["nothing (null)", "true or false", "a text", "a number", "a number", "an object", "a list"]


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    code = (
        "import sys, docgen.model.values, docgen.model.wording;"
        "print([m for m in ('phonenumbers', 'email_validator', 'babel', 'num2words', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
