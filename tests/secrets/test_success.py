"""A first password reaches its auditor on a sealed page, by each way in which it may be said, and nobody else."""

from __future__ import annotations

import json

import pytest
from room import AT, PASSWORD, REFUSED, SLIP, WAITS, Room, password_on, said
from scanner import find, scan, sequences, spellings


def test_a_password_from_standard_input_is_on_its_page_alone(room: Room) -> None:
    ran = room.user_id("--input", "-", stdin=said(sandi=PASSWORD))
    assert ran.code == 0, ran.err
    (slip,), (passphrase,) = room.slips(), ran.passphrases
    assert ran.told == f"{slip.name}\t{passphrase}\n"
    assert password_on(slip, passphrase) == PASSWORD
    room.assert_clean(PASSWORD, run=ran)
    step = json.loads((slip.parent / "step.json").read_bytes())
    assert step["captured"]["akun"][0]["sandi"] is True
    # The control: what is on the page once it is open, anywhere below, is found.
    (room.place / "tmp" / "open.txt").write_text(password_on(slip, passphrase), encoding="utf-8")
    assert scan([room.place], [PASSWORD])


def test_a_generated_password_is_on_its_page_alone(room: Room) -> None:
    ran = room.user_id("--generate", "--input", "-", "--json", stdin=said())
    assert ran.code == 0, ran.out
    (slip,), (passphrase,) = room.slips(), ran.passphrases
    password = password_on(slip, passphrase)
    assert len(password) >= 16
    assert not set(password) & set("ilIoO01")
    room.assert_clean(password, run=ran)
    assert ran.json["case"] == WAITS


def test_a_typed_password_is_never_shown_and_its_passphrase_once(room: Room) -> None:
    (room.office / "akun.json").write_bytes(said())
    with room.terminal("auditor", "user-id", WAITS, "--at", AT, "--input", "akun.json") as session:
        session.expect("unseen; Enter = docgen makes one")
        session.sendline(PASSWORD)
        session.expect("once more")
        session.sendline(PASSWORD + "!")
        session.expect("not the same")
        session.expect("unseen; Enter")
        session.sendline(PASSWORD)
        session.expect("once more")
        session.sendline(PASSWORD)
        session.expect("What will be recorded of your answers:")
        session.expect("not shown")
        session.expect("Record this")
        session.sendline("")
        session.expect(rf"{SLIP}-1\.pdf  Data auditor 1 \(Auditor Contoh Satu\)\s+(\w+(?: \w+){{6}})\r\n")
        passphrase = session.match.group(1)
        session.expect("Have you noted them")
        assert len(room.steps()) == 5
        session.sendline("y")
        session.expect("step 6 .user-id. recorded")
        session.expect("$")
        session.expect(r"[\s\S]*\Z")
    (slip,) = room.slips()
    assert password_on(slip, passphrase) == PASSWORD
    room.assert_clean(PASSWORD, passphrases=[passphrase])


def test_the_screen_shows_the_passphrase_once_and_the_password_never(room: Room) -> None:
    (room.office / "akun.json").write_bytes(said())
    shown: list[str] = []

    class Log:
        def write(self, text: str) -> None:
            shown.append(text)

        def flush(self) -> None:
            pass

    with room.terminal("auditor", "user-id", WAITS, "--at", AT, "--input", "akun.json", "--generate") as session:
        session.logfile_read = Log()
        session.expect(r"\s+(\w+(?: \w+){6})\r\n")
        passphrase = session.match.group(1)
        session.expect("Have you noted them")
        session.sendline("y")
        session.expect("recorded")
        session.wait()
    screen = "".join(shown)
    assert screen.count(passphrase) == 1
    (slip,) = room.slips()
    password = password_on(slip, passphrase)
    assert find(screen.encode(), spellings([password]), where="screen") == []
    assert find(screen.encode(), spellings(sequences(passphrase)), where="screen")
    room.assert_clean(password, passphrases=[passphrase])


@pytest.mark.parametrize("answer", ["interrupt", "no", "end"])
def test_breaking_off_at_the_passphrases_records_nothing(room: Room, answer: str) -> None:
    (room.office / "akun.json").write_bytes(said())
    before = room.record()
    with room.terminal("auditor", "user-id", WAITS, "--at", AT, "--input", "akun.json", "--generate") as session:
        session.expect(r"\s+(\w+(?: \w+){6})\r\n")
        passphrase = session.match.group(1)
        session.expect("Have you noted them")
        {"interrupt": session.sendintr, "no": lambda: session.sendline("n"), "end": session.sendeof}[answer]()
        session.expect("Nothing was recorded")
        session.wait()
        assert session.exitstatus == 130
    assert room.record() == before
    room.assert_clean(passphrases=[passphrase])


def test_trying_only_tells_nobody_anything_and_writes_nothing(room: Room) -> None:
    before = room.record()
    ran = room.user_id("--dry-run", "--input", "-", "--json", stdin=said(sandi=PASSWORD))
    assert ran.code == 0, ran.out
    assert ran.told == ""
    assert ran.json["dry_run"] is True
    assert room.record() == before
    room.assert_clean(PASSWORD, run=ran)


def test_a_lost_page_is_replaced_by_one_with_another_password(room: Room) -> None:
    first = room.user_id("--input", "-", stdin=said(sandi=PASSWORD))
    (old,) = room.slips()
    before = old.read_bytes()
    ran = room.run("reissue", WAITS, SLIP, "--reason", "Slip hilang", "--generate", "--json")
    assert ran.code == 0, ran.out
    kept, new = room.slips()
    assert (kept, kept.read_bytes()) == (old, before)
    (passphrase,) = ran.passphrases
    assert passphrase not in first.passphrases
    password = password_on(new, passphrase)
    assert password != PASSWORD
    assert password_on(old, first.passphrases[0]) == PASSWORD
    room.assert_clean(PASSWORD, password, run=ran, passphrases=first.passphrases)
    shown = [room.fork(*command, ear=False) for command in LOOKS]
    assert [look.code for look in shown] == [0] * len(LOOKS)
    for look in shown:
        room.assert_clean(PASSWORD, password, run=look, passphrases=[passphrase, *first.passphrases])
    for refused, reference in REFUSED_AFTERWARDS.items():
        ran = room.fork(*refused, ear=False)
        assert (ran.code, ran.json["errors"][0]["reference"]) == (5, reference)
        assert ran.json["errors"][0]["hint"]
    assert len(room.steps()) == 7


LOOKS = [["show", WAITS], ["show", WAITS, "--json"], ["status", WAITS], ["verify", WAITS], ["list"], ["today"]]
REFUSED_AFTERWARDS = {
    ("undo", WAITS, "--reason", "Salah", "--by", "admin", "--json"): "undo-refused",
    ("reissue", WAITS, SLIP, "--item", str(REFUSED), "--reason", "x", "--generate", "--json"): "reissue-refused",
    ("reissue", WAITS, "surat-lain", "--reason", "x", "--generate", "--json"): "reissue-refused",
}


def test_a_damaged_page_is_told_and_cannot_be_made_again(room: Room) -> None:
    ran = room.user_id("--input", "-", stdin=said(sandi=PASSWORD))
    (slip,) = room.slips()
    whole = slip.read_bytes()
    slip.write_bytes(whole[:-100])
    told = room.run("verify", WAITS, "--restore", ear=False)
    assert told.code == 11
    assert slip.read_bytes() == whole[:-100]
    room.assert_clean(PASSWORD, run=told, passphrases=ran.passphrases)
    slip.write_bytes(whole)
    assert room.run("verify", WAITS, ear=False).code == 0
