from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.identity import check_identity, grouped_nip, parse_identity
from docgen.model.text import ValueProblem

TODAY = dt.date(2026, 11, 23)
NIP = "198609262015051001"
PPPK = "199001012022211001"


def obeys(number: str) -> bool:
    """The rules of a NIP, written down independently."""
    try:
        born = dt.datetime.strptime(number[:8], "%Y%m%d").replace(tzinfo=dt.UTC)
        appointed = dt.datetime.strptime(number[8:14], "%Y%m").replace(tzinfo=dt.UTC)
    except ValueError:
        return False
    months = (appointed.year - born.year) * 12 + appointed.month - born.month
    return born.year >= 1900 and months >= 16 * 12 and appointed.date() <= TODAY and number[14] in "12"


@st.composite
def nips(draw: st.DrawFn) -> str:
    born = draw(st.dates(dt.date(1940, 1, 1), dt.date(2009, 12, 31)))
    earliest = (born.year + 16) * 12 + born.month - 1
    year, month = divmod(draw(st.integers(earliest, TODAY.year * 12 + TODAY.month - 1)), 12)
    serial = draw(st.integers(1, 999))
    return f"{born:%Y%m%d}{year:04}{month + 1:02}{draw(st.sampled_from('12'))}{serial:03}"


@given(nips())
def test_every_valid_nip_is_read_however_it_is_written(number: str) -> None:
    stored = {"jenis": "NIP", "nomor": number}
    for written in (number, grouped_nip(number), f"NIP {number}", f"nip. {grouped_nip(number)}", f"NIP: {number}"):
        assert parse_identity(written, today=TODAY) == stored
    assert parse_identity(stored, today=TODAY) == stored


@given(nips(), st.integers(0, 17))
def test_every_changed_digit_that_breaks_a_rule_is_refused(number: str, place: int) -> None:
    for digit in "0123456789":
        changed = f"{number[:place]}{digit}{number[place + 1 :]}"
        if obeys(changed):
            assert check_identity("NIP", changed, today=TODAY) == changed
        else:
            with pytest.raises(ValueProblem):
                check_identity("NIP", changed, today=TODAY)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("19860926201505100", "17 digits"),
        (NIP + "0", "19 digits"),
        ("19860926201505100X", "only digits"),
        ("19860926-201505-1-001", "only digits"),
        ("189909262015051001", "1899 is no year of birth"),
        ("198613262015051001", r"no month 13 \(digits 5–6\)"),
        ("198602302015051001", r"no 30 Februari 1986 \(digits 1–8\)"),
        ("198702292015051001", "no 29 Februari 1987"),
        ("198609262015131001", r"no month 13 of appointment \(digits 13–14\)"),
        ("198609262002081001", "less than 16 years"),
        ("198609262026121001", "lies in the future"),
        ("198609262015053001", "digit 15 is 3"),
    ],
)
def test_each_rule_of_a_nip_has_its_own_message(number: str, says: str) -> None:
    with pytest.raises(ValueProblem, match=says) as caught:
        check_identity("NIP", number, today=TODAY)
    assert caught.value.message.startswith("NIP “")


def test_the_month_of_the_sixteenth_birthday_counts() -> None:
    assert check_identity("NIP", "198609262002091001") == "198609262002091001"


def test_without_today_the_future_is_not_judged() -> None:
    assert check_identity("NIP", "198609262026121001") == "198609262026121001"


def test_a_pppk_number_differs_from_a_nip() -> None:
    assert parse_identity(f"NI PPPK {PPPK}", today=TODAY) == {"jenis": "NI PPPK", "nomor": PPPK}
    assert parse_identity(f"nipppk. {grouped_nip(PPPK)}", today=TODAY)["jenis"] == "NI PPPK"
    with pytest.raises(ValueProblem, match="13–14") as caught:
        parse_identity(PPPK, today=TODAY)
    assert f"NI PPPK {PPPK}" in caught.value.hint
    with pytest.raises(ValueProblem, match="13–14") as caught:
        parse_identity(f"NI PPPK {NIP}", today=TODAY)
    assert f"NIP {NIP}" in caught.value.hint


@pytest.mark.parametrize(
    "number",
    [
        "199013012022211001",
        "199001012010211001",
        "199001012027211001",
        "201501012025211001",
        "199001012022213001",
        "19900101202221100",
    ],
)
def test_a_wrong_pppk_number_is_refused(number: str) -> None:
    with pytest.raises(ValueProblem):
        check_identity("NI PPPK", number, today=TODAY)


@pytest.mark.parametrize("number", ["12345678", "11950034560572", "12345/P", "1920-012345-X", "123 45 678"])
def test_an_nrp_may_have_letters_and_dashes(number: str) -> None:
    assert check_identity("NRP", number) == number.replace(" ", "")


@pytest.mark.parametrize("number", ["1234", "1" * 21, "-12345", "12345-", "12345.6", "Budi", "12345" + "A" * 30, ""])
def test_a_wrong_nrp_is_refused(number: str) -> None:
    with pytest.raises(ValueProblem):
        check_identity("NRP", number)


def test_any_other_number_is_text() -> None:
    assert parse_identity("lainnya  KPK/12 A", today=TODAY) == {"jenis": "lainnya", "nomor": "KPK/12 A"}
    for number in ("", " ", "x" * 61, "a\u202eb"):
        with pytest.raises(ValueProblem):
            check_identity("lainnya", number)


@pytest.mark.parametrize("text", ["12345678", "1901012345670001", "Budi", "NIP", "KTA 12345678", "19860926201505100"])
def test_a_number_of_no_clear_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="what kind of identity") as caught:
        parse_identity(text, today=TODAY)
    assert "NRP" in caught.value.hint
    assert ("NIK" in caught.value.hint) is (len(text) == 16)


@pytest.mark.parametrize("raw", [int(NIP), float(NIP), True, [NIP], {"jenis": "NIP", "nomor": int(NIP)}])
def test_a_number_that_is_no_text_is_refused(raw: object) -> None:
    # The control: read as a JSON number by most programs, a NIP loses its last digits.
    assert str(int(float(NIP))) != NIP
    with pytest.raises(ValueProblem) as caught:
        parse_identity(raw, today=TODAY)
    assert "quotes" in caught.value.hint


def test_the_parts_of_an_identity_are_checked() -> None:
    cases = [
        ({"jenis": "NIP"}, "field-missing", "nomor"),
        ({"jenis": None, "nomor": NIP}, "field-missing", "jenis"),
        ({"jenis": "NIP", "nomor": NIP, "no": "1"}, "field-unknown", "no"),
        ({"jenis": "NPI", "nomor": NIP}, "value-invalid", "NPI"),
    ]
    for raw, reference, named in cases:
        with pytest.raises(ValueProblem) as caught:
            parse_identity(raw, today=TODAY)
        assert caught.value.reference == reference
        assert named in caught.value.message
    assert "one of: NIP, NI PPPK, NRP, lainnya" in caught.value.hint


def test_only_a_nip_is_grouped() -> None:
    assert grouped_nip(NIP) == "19860926 201505 1 001"
    assert grouped_nip("12345678") == "12345678"
