"""A clerk on a real terminal takes a request in, with mistakes."""

from __future__ import annotations

import pexpect
from commands import spawn, terminal
from playing import stand_at, tree

from docgen.app.workspace import Workspace

TALK = [
    (r"Nama instansi \(text\)", "Inspektorat Contoh"),
    (r"number or text", "Inspektora"),
    (r"Did you mean Inspektorat\?", ""),
    (r"An answer is needed", "4"),
    (r"Alamat \(text\)", "Jalan Contoh 2"),
    (r"Nama lengkap", "Budi & <Rekan>"),
    (r"NIP/NRP", "NIP 19861326 201505 1 001"),
    (r"no month 13[^\n]*\n[^\n]*NIP/NRP", "198609262015051001"),
    (r"Jabatan", "Auditor Madya"),
    (r"No\. HP", "bukan nomor"),
    (r"No\. HP[^\n]*No\. HP|No\. HP", "081234567890"),
    (r"E-mail \(", "budi@contoh.example"),
    (r"Nomor surat", "12/INS"),
    (r"Tanggal surat \(", "31-02-2025"),
    (r"no 31 Februari 2025[^\n]*\n[^\n]*Tanggal surat \(", "1-11-2999"),
    (r"cannot be meant[^\n]*\n[^\n]*Tanggal surat \(", "1-11-2025"),
    (r"Hal \(", "Permohonan"),
    (r"Enter = Biasa", ""),
    (r"Nomor \(", "ST/1"),
    (r"Tanggal \(", "3 November 2025"),
    (r"Penerbit", "Inspektur"),
    (r"Berlaku mulai", "5-11-2025"),
    (r"Berlaku sampai", "4-11-2025"),
    (r"one a line", "Paket A"),
    (r"  2:", ""),
    (r"how many", "nol"),
    (r"whole number from 1[^\n]*\n[^\n]*how many", "1"),
    (r"Nama \(", "Budi"),
    (r"NIP/NRP", "198609262015051001"),
    (r"Pangkat", ""),
    (r"Jabatan dalam tim", "Ketua"),
    (r"No\. HP", "081234567890"),
    (r"E-mail \(", "budi@contoh.example"),
    (r"  1:", "/etc/passwd"),
    (r"neither PDF[^\n]*\n[^\n]*1:", ""),
    (r"step-refused[\s\S]*asked again", "surat_tugas.sampe"),
    (r"Did you mean surat_tugas.sampai\?[\s\S]*asked again", "surat_tugas.sampai"),
    (r"Berlaku sampai \(", "31-12-2025"),
    (r"What will be recorded of your answers:[\s\S]*0812-3456-7890[\s\S]*Record this\?", ""),
]


def test_a_request_is_taken_in_with_mistakes(workspace: Workspace) -> None:
    with terminal(workspace.root, "auditor", "permohonan") as session:
        for expected, answer in TALK:
            session.expect(expected)
            session.sendline(answer)
        session.expect(r"(AUD-\d+-0001): step 1 \(permohonan\) recorded")
        case = session.match.group(1)
        session.expect(pexpect.EOF)
    record = spawn(["show", case, "--json"], cwd=workspace.root).json["case"]["record"]
    assert record["instansi"]["jenis"] == "Inspektorat"
    assert record["pemohon"]["nama"] == "Budi & <Rekan>"
    assert record["surat"] == {"nomor": "12/INS", "tanggal": "2025-11-01", "hal": "Permohonan", "sifat": "Biasa"}
    assert record["surat_tugas"]["sampai"] == "2025-12-31"
    assert "pangkat" not in record["auditor"][0]


def test_leaving_a_question_with_the_end_of_input_records_nothing(workspace: Workspace) -> None:
    stand_at(workspace, "terima")
    before = tree(workspace.root)
    with terminal(workspace.root, "auditor", "terima", "AUD") as session:
        session.expect("number or text")
        session.sendeof()
        session.expect("Nothing was recorded")
        session.expect(pexpect.EOF)
        session.close()
        assert session.exitstatus == 130
    assert tree(workspace.root) == before


def test_a_line_can_be_edited_and_a_break_begins_a_new_line(workspace: Workspace) -> None:
    case, _step = stand_at(workspace, "terima")
    with terminal(workspace.root, "auditor", "terima", case, "--set", "disposisi.kepada=verifikator") as session:
        session.expect("number or text")
        session.send("Surt\x1b[Da\r")  # the arrow goes back one letter
        session.expect("disposisi|Record this")
        assert "is not offered" not in session.before
        session.sendintr()
        session.expect(r"\n\s*Error: Interrupted")
        session.expect("Nothing was recorded")
