"""Short texts of an SOP, from its check to a restored file: of an office's folder only, through the real commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playing import order, set_clock, tree
from third import third_script, with_third

from docgen.app.check_sop import check_sop
from docgen.app.perform import Performed, open_new, perform
from docgen.app.reissue import Reissue, reissue
from docgen.app.restore import restore
from docgen.app.verify import verify_case
from docgen.app.workspace import Workspace
from docgen.cli.main import main
from docgen.errors import DocgenError

TEMPLATE = """\
Yth. {{ penerima.nama }}, undangan {{ kegiatan.nama }}:
{{ kegiatan.tanggal | hari_tanggal }} pukul {{ kegiatan.mulai | jam }}.
{% if kegiatan.catatan %}
Catatan: {{ kegiatan.catatan }}
{% endif %}
No. {{ kasus.nomor }}
"""
LIMIT = 480


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An office with a small SOP that sends a short text to each who is invited."""
    made = with_third(tmp_path / "kantor")
    rules(
        made,
        "  daftar-hadir: {title",
        f"  pesan-rapat: {{title: Pesan singkat rapat, each: u in undangan, limit: {LIMIT}}}\n  daftar-hadir: {{title",
    )
    rules(made, "[surat-persetujuan, surat-undangan]", "[surat-persetujuan, surat-undangan, pesan-rapat]")
    template(made).write_text(TEMPLATE, encoding="utf-8")
    return made


def rules(workspace: Workspace, old: str, new: str) -> None:
    path = workspace.templates / "ruang" / "sop.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def template(workspace: Workspace) -> Path:
    return workspace.templates / "ruang" / "pesan-rapat.txt"


def played(workspace: Workspace, **meeting: Any) -> list[Performed]:
    """The shipped example up to the stage that issues the texts, with other facts of the meeting."""
    steps = third_script()
    last = next(place for place, step in enumerate(steps) if step["stage"] == "persetujuan")
    for step in steps[:last]:
        if "kegiatan" in step["input"]:
            step["input"]["kegiatan"] |= meeting
    done: list[Performed] = []
    for step in steps[: last + 1]:
        set_clock(workspace, step["at"])
        ordered = order(step["stage"], step["input"])
        done.append(perform(workspace, done[-1].case.id, ordered) if done else open_new(workspace, "ruang", ordered))
    return done


def short(workspace: Workspace, done: Performed) -> list[Path]:
    folder = workspace.store.case_dir(done.case.id)
    return [folder / document.path for document in done.step.documents if document.kind == "pesan-rapat"]


def docgen(workspace: Workspace, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main([*arguments, "--json"], workspace=workspace, start=workspace.root)
    return code, json.loads(capsys.readouterr().out)


def references(answer: Any) -> list[str]:
    return [error["reference"] for error in answer["errors"]]


def test_each_recipient_gets_a_text_of_its_own(workspace: Workspace) -> None:
    done = played(workspace)[-1]
    first, second = short(workspace, done)
    assert first.name == "RPT-2025-0001-05-persetujuan-pesan-rapat-1.txt"
    assert first.read_bytes().decode() == (
        "Yth. Undangan Satu, undangan Rapat Contoh & Uji <coba>:\n"
        "Selasa, 11 November 2025 pukul 09.00.\n"
        "No. RPT-2025-0001"
    )
    assert second.read_bytes().startswith(b"Yth. Undangan Dua,")
    kept = {document.kind: document for document in done.step.documents}
    assert (kept["pesan-rapat"].letterhead, kept["pesan-rapat"].number) == (None, None)
    assert kept["surat-undangan"].letterhead is not None, "the control"


def test_the_template_is_kept_by_content_and_a_running_case_goes_on_with_it(workspace: Workspace) -> None:
    done = played(workspace)[-1]
    kept = list(workspace.store.content.glob("*.txt"))
    assert [path.read_bytes() for path in kept] == [TEMPLATE.encode()]
    template(workspace).write_text("Lain: {{ penerima.nama }} {{ kasus.nomor }}", encoding="utf-8")
    wanted = Reissue(kind="pesan-rapat", item=1, reason="tidak sampai")
    again = reissue(workspace, done.case.id, wanted)
    (path,) = short(workspace, again)
    assert path.read_bytes() == short(workspace, done)[0].read_bytes()
    assert verify_case(workspace, done.case.id) == ()
    kept[0].write_bytes(b"x")
    assert [problem.reference for problem in verify_case(workspace, done.case.id)] == ["content-damaged"]
    kept[0].unlink()
    assert [problem.where for problem in verify_case(workspace, done.case.id)] == [str(kept[0])]


def test_a_text_that_was_changed_is_told_and_put_back_byte_for_byte(workspace: Workspace) -> None:
    done = played(workspace)[-1]
    first, second = short(workspace, done)
    recorded = first.read_bytes(), second.read_bytes()
    first.write_bytes(recorded[0] + b"\n")
    second.unlink()
    assert [problem.reference for problem in verify_case(workspace, done.case.id)] == ["paper-changed"] * 2
    assert set(restore(workspace, done.case.id)) == {first, second}
    assert (first.read_bytes(), second.read_bytes()) == recorded
    assert verify_case(workspace, done.case.id) == ()


def test_what_does_not_fit_is_refused_and_nothing_is_recorded(workspace: Workspace) -> None:
    rules(workspace, f"limit: {LIMIT}", "limit: 111")
    assert len(short(workspace, played(workspace)[-1])[0].read_bytes().decode()) == 111, "the control: it just fits"
    before = tree(workspace.root)
    with pytest.raises(DocgenError) as refused:
        played(workspace, nama="Rapat Contoh & Uji <coba!>")
    (problem,) = refused.value.problems[:1]
    assert (problem.reference, problem.where) == ("value-too-long", "pesan-rapat.txt")
    assert "112 characters, at most 111 fit" in problem.message
    assert "kegiatan.nama (26)" in problem.hint
    steps = [path for path in tree(workspace.root) if "RPT-2025-0002" in path and "persetujuan" in path]
    assert (steps, set(before) - set(tree(workspace.root))) == ([], set())


@pytest.mark.parametrize(
    ("raw", "reference", "where"),
    [
        (TEMPLATE.encode("utf-16"), "template-unreadable", "pesan-rapat.txt:1:1"),
        ("Ruang café {{ kasus.nomor }}".encode("latin-1"), "template-unreadable", "pesan-rapat.txt:1:10"),
        (b"", "template-unreadable", "pesan-rapat.txt"),
        (b"a\n{{ kegiatan.nma }}", "placeholder-unknown", "pesan-rapat.txt:2"),
        (b"a\n\n{{ hadir }}", "placeholder-unknown", "pesan-rapat.txt:3"),
        (b"a\n\n\n{{ alasan }}", "placeholder-early", "pesan-rapat.txt:4"),
        (b"{{ naskah.nomor }}", "placeholder-early", "pesan-rapat.txt:1"),
        (b"a" * (LIMIT + 1), "template-syntax", "pesan-rapat.txt"),
    ],
)  # fmt: skip
def test_the_check_proves_the_template_and_no_case_begins_under_a_wrong_one(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], raw: bytes, reference: str, where: str
) -> None:
    assert check_sop(workspace, "ruang").problems == (), "the control"
    template(workspace).write_bytes(raw)
    code, answer = docgen(workspace, capsys, "sop", "check", "ruang")
    assert (code, [(error["reference"], error["where"]) for error in answer["errors"]]) == (4, [(reference, where)])
    with pytest.raises(DocgenError):
        played(workspace)
    assert not [path for path in tree(workspace.root) if "RPT" in path]


def test_a_template_that_windows_wrote_gives_the_same_text(workspace: Workspace) -> None:
    template(workspace).write_bytes(b"\xef\xbb\xbf" + TEMPLATE.replace("\n", "\r\n").encode())
    assert check_sop(workspace, "ruang").problems == ()
    content = short(workspace, played(workspace)[-1])[0].read_bytes()
    assert content.startswith(b"Yth. ")
    assert b"\r" not in content
    assert content.count(b"\n") == 2


def test_where_there_is_no_text_it_says_which_file_is_wanted(workspace: Workspace) -> None:
    template(workspace).rename(template(workspace).with_suffix(".docx"))
    (problem,) = check_sop(workspace, "ruang").problems
    assert problem.reference == "template-missing"
    assert problem.where.endswith("ruang/pesan-rapat.txt")
    template(workspace).with_suffix(".docx").rename(workspace.templates / "bersama" / "pesan-rapat.txt")
    assert check_sop(workspace, "ruang").problems == ()


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("form: true", "form means nothing beside `limit`"),
        ("seals: [penerima.nama]", "seals means nothing beside `limit`"),
        ("register: surat-keluar", "register means nothing beside `limit`"),
        ("signer: kasubbag_umum", "signer means nothing beside `limit`"),
        ("handling: Biasa", "handling means nothing beside `limit`"),
        ("annexes: 1 (satu) berkas", "annexes means nothing beside `limit`"),
        ("limit: 0", "limit must be at least 1"),
        ("limit: banyak", "limit must be a whole number"),
    ],
)
def test_what_a_text_cannot_have_is_refused_where_it_stands(workspace: Workspace, key: str, told: str) -> None:
    limited = "" if key.startswith("limit") else f", limit: {LIMIT}"
    rules(workspace, f", limit: {LIMIT}", f", {key}{limited}")
    problem = check_sop(workspace, "ruang").problems[0]
    assert problem.reference == "sop-invalid"
    assert problem.message.startswith(told)
    assert problem.where.startswith("templates_docx/ruang/sop.yaml:")


def test_a_text_may_be_classified(workspace: Workspace) -> None:
    rules(workspace, f"limit: {LIMIT}", f"limit: {LIMIT}, classification: 000.1.6")
    assert check_sop(workspace, "ruang").problems == ()


def test_it_is_previewed_as_it_will_be(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = docgen(workspace, capsys, "template", "preview", "ruang", "pesan-rapat")
    assert (code, answer["files"], answer["copies"]) == (0, ["pratinjau-pesan-rapat.txt"], 2)
    assert (workspace.root / "pratinjau-pesan-rapat.txt").read_bytes().startswith(b"Yth. Undangan Satu, ")
    named = docgen(workspace, capsys, "template", "preview", "ruang", "pesan-rapat", "-o", "a.txt")
    assert (named[0], named[1]["files"]) == (0, ["a.txt"])
    for wish in (["--pdf"], ["--png"], ["-o", "b.docx"], ["-o", "b.pdf"]):
        code, answer = docgen(workspace, capsys, "template", "preview", "ruang", "pesan-rapat", *wish)
        assert (code, references(answer)) == (2, ["usage"])
    code, answer = docgen(
        workspace, capsys, "template", "preview", "ruang", "pesan-rapat", "--force", "-o", str(template(workspace))
    )
    assert (code, references(answer)) == (2, ["option-unusable"])
    assert template(workspace).read_text(encoding="utf-8") == TEMPLATE
    assert docgen(workspace, capsys, "template", "blank", "ruang", "pesan-rapat")[0] == 2
