"""The sealed page itself: how it is locked, by which words, and how passwords are drawn."""

from __future__ import annotations

import copy
import hashlib
import io
import itertools
import json
import os
import pickle
import re
from collections import Counter

import pikepdf
import pytest
from fpdf import FPDF
from room import ALONE, AT, HELD, MADE, PASSWORD, SLIP, WAITS, Room, accounts, password_on
from scanner import opened

from docgen.app.safe import Safe
from docgen.errors import DocgenError
from docgen.model.office import PasswordRule
from docgen.model.secret import DIGITS, LOWER, UPPER, Secret, check_password, generate
from docgen.model.text import ValueProblem
from docgen.seal import slip as sealing
from docgen.seal.passphrase import WORDS, draw, word_list
from docgen.seal.slip import Entry, Slip, seal

KEY = Secret("belum atlas obor kurma risalah katun seragam")


def page(**more: object) -> Slip:
    known = {"office": "Kantor Contoh", "title": "Kata Sandi", "about": [Entry("Kasus", "1")]}
    return Slip(**{**known, "sealed": [Entry("Kata sandi pertama", Secret(PASSWORD))], **more})  # type: ignore[arg-type]


def test_a_page_is_locked_with_aes_256_and_only_its_passphrase_opens_it() -> None:
    sealed = seal(page(), KEY)
    with pikepdf.open(io.BytesIO(sealed), password=KEY.reveal()) as pdf:
        assert (pdf.encryption.R, pdf.encryption.V, pdf.encryption.bits) == (6, 5, 256)
        methods = {pdf.encryption.stream_method, pdf.encryption.string_method, pdf.encryption.file_method}
        assert methods == {pikepdf.models.EncryptionMethod.aesv3}
        assert len(pdf.pages) == 1
        assert not pdf.allow.extract
        assert not pdf.allow.modify_other
    for wrong in ("", KEY.reveal()[:-1], KEY.reveal().upper(), KEY.reveal().replace(" ", "")):
        with pytest.raises(pikepdf.PasswordError):
            opened(sealed, wrong)
    assert PASSWORD in opened(sealed, KEY.reveal())
    assert b"Kantor Contoh" not in sealed


def test_the_pages_of_one_step_have_each_its_own_words_and_password(room: Room) -> None:
    said_of = accounts()
    said_of[2], said_of[3] = ({**MADE, "user_id": f"AUDITOR-CONTOH-{place}"} for place in (3, 4))
    text = json.dumps({"akun": said_of}).encode()
    ran = room.fork("auditor", "user-id", WAITS, "--at", AT, "--input", "-", "--generate", stdin=text)
    assert ran.code == 0, ran.err
    slips, passphrases = room.slips(), ran.passphrases
    assert [slip.name[-5] for slip in slips] == ["1", "3", "4"]
    passwords = [password_on(slip, passphrase) for slip, passphrase in zip(slips, passphrases, strict=True)]
    assert len(set(passwords)) == len(set(passphrases)) == 3
    for slip, passphrase in itertools.product(slips, passphrases):
        if passphrases.index(passphrase) != slips.index(slip):
            with pytest.raises(pikepdf.PasswordError):
                opened(slip.read_bytes(), passphrase)
    first = opened(slips[0].read_bytes(), passphrases[0])
    assert "Auditor Contoh Satu" in first
    assert "AUDITOR-CONTOH-1" in first
    assert "Auditor Contoh Tiga" not in first
    room.assert_clean(*passwords, run=ran)


def test_a_fact_that_cannot_be_printed_is_refused_by_its_label() -> None:
    with pytest.raises(DocgenError) as refusal:
        seal(page(sealed=[Entry("Nama", "Ny\u0101y\u0101")]), KEY)
    (problem,) = refusal.value.problems
    assert (problem.reference, "Nama" in problem.message) == ("value-characters", True)


def test_a_page_that_grows_to_two_is_refused() -> None:
    with pytest.raises(DocgenError) as refusal:
        seal(page(sealed=[Entry("Nama", "x")] * 60), KEY)
    assert refusal.value.problems[0].reference == "render-failed"


def test_the_list_has_1024_words_of_which_no_two_differ_by_one_letter() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 1024
    assert list(words) == sorted(words)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert close(words) == []


def close(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Pairs of words of which one becomes the other by changing, adding or leaving out a letter."""
    holes: dict[str, set[str]] = {}
    for word in words:
        for place in range(len(word)):
            holes.setdefault(f"{word[:place]}?{word[place + 1 :]}", set()).add(word)
            holes.setdefault(f"{word[:place]}{word[place + 1 :]}", set()).add(word)
        holes.setdefault(word, set()).add(word)
    one_letter = {pair for near in holes.values() for pair in itertools.combinations(sorted(near), 2)}
    # Two that lack different letters may fall together: teras and tears do not differ by one.
    return sorted(pair for pair in one_letter if distance(*pair) == 1)


def distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, beside in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != beside))
    return row[-1]


@pytest.mark.parametrize("near", [("kata", "kaca"), ("kata", "kat"), ("kata", "katan")])
def test_control_words_that_differ_by_one_letter_are_noticed(near: tuple[str, str]) -> None:
    assert close(("rumah", *near)) == [tuple(sorted(near))]


def chi_square(counts: Counter[str], kinds: int) -> float:
    expected = counts.total() / kinds
    return sum((counts.get(kind, 0) - expected) ** 2 / expected for kind in counts) + expected * (kinds - len(counts))


def test_words_are_drawn_evenly() -> None:
    drawn = [draw().reveal().split() for _ in range(3000)]
    assert {len(words) for words in drawn} == {WORDS}
    counts = Counter(word for words in drawn for word in words)
    # 1023 degrees of freedom: more than 1500 comes once in 10^19.
    assert chi_square(counts, 1024) < 1500
    assert all(chi_square(Counter(words[place] for words in drawn), 1024) < 1500 for place in range(WORDS))


def test_control_a_lopsided_draw_is_noticed() -> None:
    counts = Counter(draw().reveal().split()[0][0] for _ in range(3000))  # letters are not even in a language
    assert chi_square(counts, 26) > 1500
    half = Counter(word for _ in range(3000) for word in draw().reveal().split() if word < "m")
    assert chi_square(half, 1024) > 1500


def test_passwords_that_docgen_makes_have_every_kind_of_letter_and_none_to_be_mistaken() -> None:
    made = [generate(length=16, symbols="#%").reveal() for _ in range(300)]
    assert len(set(made)) == 300
    assert all(set(kind) & set(text) for text in made for kind in (LOWER, UPPER, DIGITS, "#%"))
    assert not set("".join(made)) & set("ilIoO01")
    assert all(text.isalnum() for text in (PasswordRule().make().reveal() for _ in range(50)))
    counts = Counter(letter for _ in range(3000) for letter in generate(length=16).reveal())
    # 54 kinds; each password has one of each sort, which lifts the digits a little.
    assert chi_square(Counter({key: counts[key] for key in LOWER + UPPER}), len(LOWER + UPPER)) < 250


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(PASSWORD)
    for shown in (
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret!r:>30}",
        f"{[secret]}",
        repr({"a": Entry("b", secret)}),
    ):
        assert PASSWORD not in shown
    for copied in (pickle.dumps, copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError) as refusal:
            copied(secret)
        assert PASSWORD not in str(refusal.value)
    assert secret.reveal() == PASSWORD


@pytest.mark.parametrize("text", ["Budi-Santoso-77", "xxSANTOSOxx99!", "19010101193001", "budi@contoh.id-9"])
def test_a_password_with_something_known_of_its_user_is_refused(text: str) -> None:
    names = ["Budi Santoso", "190101011930012001", "budi@contoh.id", "19010101193001"]
    with pytest.raises(ValueProblem) as refusal:
        check_password(Secret(text), least=12, names=names)
    assert text not in f"{refusal.value} {refusal.value.hint}"
    check_password(Secret(PASSWORD), least=12, names=names)


def test_a_lost_page_of_a_typed_password_is_typed_anew(room: Room) -> None:
    text = json.dumps({"akun": [{**MADE, "sandi": PASSWORD}]}).encode()
    first = room.fork("auditor", "user-id", ALONE, "--at", AT, "--input", "-", stdin=text)
    assert first.code == 0, first.err
    with room.terminal("reissue", ALONE, SLIP, "--reason", "Slip hilang") as session:
        for weak in ("Zebra77", "Auditor-Contoh-Satu", "\u00e9" * 14):
            session.expect("unseen; Enter")
            session.sendline(weak)
            session.expect("once more")
            session.sendline(weak)
            session.expect("value-invalid")
        session.expect("unseen; Enter")
        session.sendline("Harimau+Sumatra9")
        session.expect("once more")
        session.sendline("Harimau+Sumatra9")
        session.expect(r"\s+(\w+(?: \w+){6})\r\n")
        passphrase = session.match.group(1)
        session.expect("Have you noted them")
        session.sendline("y")
        session.expect("recorded")
        session.wait()
    _old, new = room.slips(ALONE)
    assert password_on(new, passphrase) == "Harimau+Sumatra9"
    room.assert_clean(PASSWORD, "Harimau+Sumatra9", "Zebra77", passphrases=[passphrase, *first.passphrases])


def test_a_reason_that_cannot_be_recorded_ends_a_reissue(room: Room) -> None:
    text = json.dumps({"akun": [MADE]}).encode()
    made = room.fork("auditor", "user-id", ALONE, "--at", AT, "--input", "-", "--generate", stdin=text)
    assert made.code == 0, made.err
    with room.terminal("reissue", ALONE, SLIP, "--reason", " ") as session:
        session.expect("unseen; Enter")
        session.sendline("")
        session.expect("The reason is empty")
        session.wait()
        assert session.exitstatus == 3


def test_keys_that_are_no_text_are_refused_as_a_weak_password(room: Room) -> None:
    text = json.dumps({"akun": [MADE]}).encode()
    (room.office / "akun.json").write_bytes(text)
    with room.terminal("auditor", "user-id", ALONE, "--at", AT, "--input", "akun.json") as session:
        session.expect("unseen; Enter")
        os.write(session.child_fd, b"Kunang\xff\xfeZebra77\n")
        session.expect("once more")
        os.write(session.child_fd, b"Kunang\xff\xfeZebra77\n")
        session.expect("at least 12|English keyboard")
        session.sendintr()
        session.expect("Nothing was recorded")
    room.assert_clean("Zebra77")


def test_nothing_outside_the_lock_says_anything_of_the_page() -> None:
    """The identifier of a PDF is never encrypted: made from the page, it would tell which guess was right."""
    one, other = seal(page(), KEY), seal(page(), KEY)
    plain = sealing._page(page())
    ids = [id_of(sealed) for sealed in (one, other)]
    assert ids[0] != ids[1]
    assert b"/ID" not in plain
    assert not {hashlib.md5(plain).digest(), hashlib.md5(PASSWORD.encode()).digest()} & set(ids)


def id_of(sealed: bytes) -> bytes:
    """The permanent half of the identifier; the other is made of the time and the title."""
    with pikepdf.open(io.BytesIO(sealed), password=KEY.reveal()) as pdf:
        return bytes(next(iter(pdf.trailer.ID)))


def test_control_the_library_itself_would_tell_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_Page", FPDF)
    plain = sealing._page(page())
    assert re.search(rb"/ID ?\[ ?<", plain)


NAMES = ["Eko Adi, S.E.", "Ma'ruf", "José", "EKO", "eko.adi@contoh.example"]


@pytest.mark.parametrize(
    "text", ["EkoAdi123456", "eko.adi.2025!x", "xxEKOxx123456", "Marufmaruf1234", "jose-Jose-12345"]
)
def test_a_short_name_is_a_name_too_whatever_lies_between(text: str) -> None:
    with pytest.raises(ValueProblem):
        check_password(Secret(text), least=12, names=NAMES)


def test_control_a_title_or_one_short_word_gives_nobody_away() -> None:
    check_password(Secret("Adinda-Seruling-9"), least=12, names=NAMES)


def test_a_page_that_was_not_told_is_not_sealed() -> None:
    safe = Safe()
    first = safe.passphrase("a.pdf")
    assert safe.passphrases() == {"a.pdf": first}
    assert safe.passphrase("a.pdf") is first
    with pytest.raises(DocgenError) as refusal:
        safe.passphrase("b.pdf")
    assert refusal.value.problems[0].reference == "case-conflict"
    safe.forget_pages()
    assert safe.passphrase("b.pdf").reveal()


def test_whoever_changes_the_case_while_the_passphrases_are_noted_stops_the_step(room: Room) -> None:
    """The page would get another number than the one that was noted."""
    (room.office / "akun.json").write_bytes(json.dumps({"akun": accounts()}).encode())
    before = len(room.steps())
    with room.terminal("auditor", "user-id", WAITS, "--at", AT, "--input", "akun.json", "--generate") as session:
        session.expect("Have you noted them")
        (room.office / "s.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n%%EOF\n")
        other = room.run("attach", WAITS, "s.pdf", "--as", "lembar-disposisi", "--by", "helpdesk", ear=False)
        assert other.code == 0, other.err
        session.sendline("y")
        session.expect("case-conflict")
        session.expect("what you noted is void")
    assert len(room.steps()) == before + 1


def test_a_number_without_quotes_is_not_repeated_by_any_command(room: Room) -> None:
    """Forgotten quotes around a password that begins with a digit: the place is told, the value is not."""
    (room.office / "f.json").write_text('{"akun":{"1":{"sandi":1Kwartet77Gajah}}}', encoding="utf-8")
    for arguments in (("correct", HELD, "--reason", "abc"), ("auditor", "penarikan", WAITS)):
        ran = room.run(*arguments, "--input", "f.json", "-n", ear=False)
        assert ran.code != 0
        assert "f.json:1:" in ran.err
        assert "Kwartet77" not in ran.out + ran.err


@pytest.mark.parametrize("option", ["--kata-sandi", "--san", "--sandl"])
def test_no_hint_leads_to_a_password_on_the_command_line(room: Room, option: str) -> None:
    ran = room.run("auditor", "user-id", WAITS, f"{option}={PASSWORD}", ear=False)
    assert ran.code == 2
    assert "--sandi" not in ran.err.replace(option, "")
    assert PASSWORD not in ran.out + ran.err
