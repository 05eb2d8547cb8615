"""Whatever is wrong with a password or around it: one clear refusal, nothing recorded, and nothing repeated."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from room import ALONE, AT, HELD, MADE, PASSWORD, TAKEN, WAITS, Ran, Room, accounts, said
from scanner import find, spellings

STAGE = ["auditor", "user-id", WAITS, "--at", AT]
NEEDLE = "Kunang#Zebra77"
"""A good password but for what each test adds; without signs that would end a word of a shell or of YAML."""


def as_json(change: Callable[[list[Any]], object]) -> bytes:
    """What is said of the four auditors, changed."""
    said_of = accounts(sandi=NEEDLE)
    change(said_of)
    return json.dumps({"akun": said_of}).encode()


def put(value: Any, *, key: str = "sandi", place: int = 0) -> bytes:
    return as_json(lambda akun: akun[place].update({key: value}))


@pytest.fixture(scope="module")
def quiet(furnish: Callable[..., Room]) -> Room:
    """A room for refusals: each leaves it as it was."""
    return furnish()


def refused(room: Room, ran: Ran, before: dict[str, bytes]) -> list[str]:
    """The references of a refusal that repeats nothing and has recorded nothing."""
    assert ran.code != 0
    assert ran.told == ""
    assert room.record() == before
    room.assert_clean(NEEDLE, PASSWORD, "Zebra77", run=ran)
    told = ran.json
    assert told["ok"] is False
    every = told.get("errors") or [error for case in told["cases"] for error in case.get("errors", [])]
    assert all(error["hint"] for error in every)
    assert "unexpected" not in [error["reference"] for error in every]
    return [error["reference"] for error in every]


ON_STANDARD_INPUT: dict[str, tuple[bytes, str]] = {
    "too short": (put("Zebra77"), "has 7 characters; at least 12"),
    "too long": (put(NEEDLE * 5), "at most 64"),
    "empty": (put(""), "has 0 characters"),
    "a space": (put(f"{NEEDLE} x"), "no spaces"),
    "no letter of a keyboard": (put(f"{NEEDLE}é"), "English keyboard"),
    "a null": (put(f"{NEEDLE}\0"), "English keyboard"),
    "its user's name": (put(f"{NEEDLE}contoh"), "the name of its user"),
    "its user's name in capitals": (put(f"SATU{NEEDLE}"), "the name of its user"),
    "its user's NIP": (put(f"{NEEDLE}190101011930012001"), "the name of its user"),
    "its USER ID": (put(f"auditor-contoh-1{NEEDLE}"), "the name of its user"),
    "its user's e-mail": (put(f"{NEEDLE}auditor1"), "the name of its user"),
    "its user's telephone": (put("Kunang#081200000001"), "the name of its user"),
    "a number": (put(770077007700), "a password is a text"),
    "a list": (put([NEEDLE]), "a password is a text"),
    "a mapping": (put({NEEDLE: NEEDLE}), "a password is a text"),
    "yes": (put(True), "a password is a text"),
    "null": (put(None), "Kata sandi pertama is missing"),
    "for one who is extended": (put(NEEDLE, place=2), "is not asked"),
    "for one who was refused": (as_json(lambda akun: akun.__setitem__(1, {**MADE, "sandi": NEEDLE})), "is not asked"),
    "a wrong name": (put(NEEDLE, key="sandii"), "Did you mean akun.1.sandi?"),
    "the name and the password in one": (put(None, key=f"sandi:{NEEDLE}"), "“…” is not asked"),
    "one level too high": (json.dumps({"sandi": NEEDLE}).encode(), "sandi is not asked here"),
    "a list too little": (json.dumps({"akun": {"sandi": NEEDLE}}).encode(), "is no item of a list"),
    "a list too much": (json.dumps({"akun": [[NEEDLE]]}).encode(), "named values are needed"),
    "instead of all": (json.dumps({"akun": NEEDLE}).encode(), "a list is needed"),
    "at the top": (json.dumps(NEEDLE).encode(), "must be a mapping"),
    "a USER ID twice": (
        as_json(lambda akun: akun[2].update(user_id="auditor-CONTOH-1")),
        "auditor-CONTOH-1 is recorded for Data auditor 1 (Auditor Contoh Satu) already",
    ),
    "a USER ID of an older case": (put(TAKEN.lower(), key="user_id"), f"recorded in the open case {HELD} already"),
    "broken: a comma": (put(NEEDLE).replace(b'"}', b'" x}', 1), "cannot be read here"),
    "broken: no quotes": (put(NEEDLE).replace(f'"{NEEDLE}"'.encode(), NEEDLE.encode()), "cannot be read here"),
    "broken: a quote": (put(NEEDLE).replace(f'{NEEDLE}"'.encode(), NEEDLE.encode()), "cannot be read here"),
    "broken: a number before it": (put(NEEDLE).replace(b'"Kunang', b'77Kunang'), "cannot be read here"),
    "broken: behind the end": (said() + NEEDLE.encode(), "cannot be read here"),
    "broken: half a character": (put(f"{NEEDLE}@").replace(b"@", b"\\ud800"), "cannot be read here"),
    "broken: no UTF-8": (put(f"{NEEDLE}@").replace(b"@", b"\xff"), "cannot be read here"),
    "broken: YAML": (f"akun:\n - sandi: {NEEDLE}: {NEEDLE}\n  x: [\n".encode(), "cannot be read here"),
    "broken: a tag of YAML": (f"akun:\n - sandi: !{NEEDLE} x\n".encode(), "cannot be read here"),
    "a key twice": (put(NEEDLE).replace(b'"sandi"', f'"sandi": "{NEEDLE}", "sandi"'.encode()), "cannot be read here"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", ON_STANDARD_INPUT)
def test_a_mistake_on_standard_input_is_told_without_the_password(quiet: Room, mistake: str) -> None:
    text, says = ON_STANDARD_INPUT[mistake]
    before = quiet.record()
    ran = quiet.fork(*STAGE, "--input", "-", "--json", stdin=text)
    refused(quiet, ran, before)
    assert says in " ".join(f"{error['message']} {error['hint']}" for error in ran.json["errors"])


EXPOSED = {
    "--set": ["--set", f"akun.1.sandi={NEEDLE}"],
    "--set beside the input": ["--input", "-", "--set", f"akun.1.sandi={NEEDLE}"],
    "--set of a whole": ["--set", f"akun.1={{hasil: dibuat, sandi: '{NEEDLE}'}}"],
    "--set of the list": ["--set", f"akun=[{{sandi: '{NEEDLE}'}}]"],
    "--set too deep": ["--set", f"akun.1.sandi.{NEEDLE}=x"],
    "an option": ["--sandi", NEEDLE],
    "an option with =": [f"--sandi={NEEDLE}"],
    "a file": ["--input", "{file}"],
}


@pytest.mark.parametrize("way", EXPOSED)
def test_a_password_where_others_can_read_it_is_refused_as_exposed(room: Room, way: str) -> None:
    outside = room.place.parent / "masukan.json"
    outside.write_bytes(put(NEEDLE))
    before = room.record()
    arguments = [part.replace("{file}", str(outside)) for part in EXPOSED[way]]
    ran = room.fork(*STAGE, "--json", *arguments, stdin=said())
    assert "secret-exposed" in refused(room, ran, before)


UNQUOTED = {
    "--set without =": ["--set", f"akun.1.sandi {NEEDLE}"],
    "--set with a colon": ["--set", f"akun.1.sandi:{NEEDLE}"],
    "--set with two": ["--set", f"akun.1.sandi:{NEEDLE}=x"],
    "--set of broken YAML": ["--set", f"akun=[{{sandi: {NEEDLE}]"],
    "--set of an alias": ["--set", f"akun.1={{sandi: *{NEEDLE}}}"],
    "--set of no list": ["--set", f"akun={NEEDLE}"],
    "a broken file": ["--input", "{file}"],
    "--generate with a value": [f"--generate={NEEDLE}"],
}


@pytest.mark.parametrize("way", UNQUOTED)
def test_what_may_be_a_password_is_not_repeated(room: Room, way: str) -> None:
    outside = room.place.parent / "masukan.json"
    outside.write_bytes(put(NEEDLE).replace(b'"Kunang', b"77Kunang"))
    before = room.record()
    arguments = [part.replace("{file}", str(outside)) for part in UNQUOTED[way]]
    ran = room.fork(*STAGE, "--json", *arguments)
    refused(room, ran, before)


def test_control_at_a_stage_without_secrets_a_broken_file_is_quoted(room: Room) -> None:
    outside = room.place.parent / "masukan.json"
    outside.write_text('{"lokasi_arsip": 77Rak}', encoding="utf-8")
    ran = room.fork("auditor", "arsip", HELD, "--input", str(outside), ear=False)
    assert ran.code == 3
    assert "77Rak" in ran.err


def test_control_what_is_no_secret_is_repeated(quiet: Room) -> None:
    ran = quiet.fork("auditor", "user-id", WAITS, "--set", f"akun.1.hasil={NEEDLE}")
    assert find(ran.err.encode(), spellings([NEEDLE]), where="stderr")


MEND = ["correct", WAITS, "--reason", "Salah", "--json"]


def test_a_password_is_never_corrected(room: Room) -> None:
    assert room.user_id("--input", "-", stdin=said(sandi=PASSWORD)).code == 0
    before = room.record()
    ran = room.fork(*MEND, "--set", f"akun.1.sandi={NEEDLE}", ear=False)
    assert refused(room, ran, before) == ["secret-exposed"]
    ran = room.fork(*MEND, "--input", "-", stdin=json.dumps({"akun": {"1": {"sandi": NEEDLE}}}).encode(), ear=False)
    assert refused(room, ran, before) == ["field-unasked"]
    assert "docgen reissue" in ran.json["errors"][0]["hint"]


def test_of_two_cases_the_second_does_not_get_the_password_of_the_first(room: Room) -> None:
    text = json.dumps({"akun": [{**MADE, "sandi": PASSWORD}]}).encode()
    ran = room.fork("auditor", "user-id", ALONE, WAITS, "--at", AT, "--input", "-", "--json", stdin=text)
    first, second = ran.json["cases"]
    assert (ran.code, first["ok"], second["ok"]) == (9, True, False)
    assert "Kata sandi pertama is missing" in " ".join(error["message"] for error in second["errors"])
    assert len(room.slips(ALONE)) == 1
    assert room.slips(WAITS) == []
    room.assert_clean(PASSWORD, run=ran)


DEAF: dict[str, list[str]] = {
    "no terminal": [],
    "a closed descriptor": ["--passphrase-fd", "99"],
    "no descriptor of any system": ["--passphrase-fd", "99999999999"],
    "standard output": ["--passphrase-fd", "1"],
    "standard input": ["--passphrase-fd", "0"],
}


@pytest.mark.parametrize("ear", DEAF)
def test_a_passphrase_that_nobody_would_hear_is_refused(quiet: Room, ear: str) -> None:
    before = quiet.record()
    arguments = ["--input", "-", "--json", *DEAF[ear]]
    ran = quiet.fork(*STAGE, *arguments, ear=False, stdin=said(sandi=PASSWORD))
    (reference,) = refused(quiet, ran, before)
    assert reference == ("usage" if ear.startswith("standard") else "passphrase-unheard")


def test_a_process_without_a_terminal_refuses_to_ask(room: Room) -> None:
    before = room.record()
    ran = room.user_id("--set", "akun.1.hasil=dibuat", ear=False)
    assert ran.code == 3
    assert "Kata sandi pertama is missing" not in ran.err  # it is not known yet whether it is asked
    ran = room.user_id("--input", "-", "--json", ear=False, stdin=said())
    assert refused(room, ran, before) == ["field-missing"]


@pytest.mark.parametrize("ends", ["read", "write"])
def test_a_pipe_that_nobody_reads_is_no_ear(room: Room, ends: str) -> None:
    hears, speaks = os.pipe()
    kept, lost = (hears, speaks) if ends == "read" else (speaks, hears)
    os.close(lost)
    before = room.record()
    ran = room.fork(
        *STAGE, "--input", "-", "--json", "--passphrase-fd", str(kept),
        ear=False, stdin=said(sandi=PASSWORD),
    )  # fmt: skip
    os.close(kept)
    assert refused(room, ran, before) == ["passphrase-unheard"]
