"""Whole cases for the page review: teams of any size, with the shortest, ordinary and longest lawful values."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groups import LONG, group
from playing import at_work, new_workspace, order, script, set_clock

from docgen.app.definitions import Definition, current
from docgen.app.draft import draft_step, step_of
from docgen.app.papers import Printed, compile_templates
from docgen.app.situation import Situation
from docgen.app.workspace import Workspace
from docgen.model.case import Step
from docgen.render.template import Template
from docgen.workflow.fold import fold

SIZES: Mapping[str, tuple[tuple[int, int], str]] = {
    "A4": ((210, 297), 'kertas = "A4"'),
    "F4": ((215, 330), 'kertas = "F4"'),
}
"""Each paper size: its millimetres, and what `docgen.toml` says to get it."""
STANDS = 'kertas = "A4"'
"""What the shipped `docgen.toml` says."""
FULL = 500
"""Characters that a text may have."""
NAMED = {
    "instansi": ("nama", "alamat"),
    "pemohon": ("nama", "jabatan"),
    "surat": ("nomor", "hal"),
    "surat_tugas": ("nomor", "penerbit"),
}
"""The texts of a request's records that may be of any length."""
Steps = list[dict[str, Any]]


def auditor(number: int, values: str) -> dict[str, Any]:
    """An auditor each of whose values ends with his number."""
    mark, long = f"x{number:02d}", values.startswith("long")
    return {
        "nama": f"{LONG} {mark}" if long else f"Ali {mark}",
        "identitas": {"jenis": "NRP", "nomor": f"{number:08d}"},
        "pangkat": f"Pembina Utama Madya (IV/d) {mark}" if long else f"III/a {mark}",
        "jabatan_tim": f"Wakil Penanggung Jawab merangkap Pengendali Mutu {mark}" if long else f"Ketua {mark}",
        "hp": f"08120000{number:04d}",
        "email": f"{'nama.yang.sangat.panjang.sekali.' * 2 if long else 'a'}{mark}@"
        f"{'perwakilan-provinsi-kepulauan.' * 3 if long else ''}contoh.example",
    }


def team(steps: Steps, count: int, values: str) -> Steps:
    """The script with another team.

    Args:
        steps: the script of a shipped example.
        count: how many auditors.
        values: `ordinary` leaves everything but the team, which has short names; `short`: one letter each wherever that
            is lawful; `long`: as long as offices write; `longest`: every text as long as the record takes it.
    """
    steps = copy.deepcopy(steps)
    steps[0]["input"]["auditor"] = [auditor(number, values) for number in range(1, count + 1)]
    for step in steps:
        _of_team(step, count, values)
        _SAID[values](step.get("input", {}))
    return steps


def _of_team(step: dict[str, Any], count: int, values: str) -> None:
    said = step.get("input", {})
    if step["stage"] != "permohonan":
        said.pop("auditor", None)
    if "periksa" in said:
        accepted = {"tercantum": True, "hasil": "diterima"}
        refused = {"tercantum": False, "hasil": "ditolak", "catatan": "Nama tidak tercantum pada surat tugas."}
        each = refused if values.startswith("long") else accepted
        said["periksa"] = [dict(accepted), *(dict(each) for _ in range(count - 1))]
    if "akun" in said:
        known = [{**said["akun"][0], "user_id": f"AUDITOR-{number}"} for number in range(1, count + 1)]
        said["akun"] = known[:1] if values.startswith("long") else known


def _shortened(said: dict[str, Any]) -> None:
    for record, keys in NAMED.items():
        said.get(record, {}).update({key: "A" for key in keys if key in said.get(record, {})})
    said.get("surat_tugas", {}).pop("objek", None)
    said.update({key: "A" for key in ("alasan", "lokasi_arsip", "penerima_user_id") if key in said})
    for account in said.get("akun", ()):
        account["user_id"] = "A"


def _lengthened(said: dict[str, Any]) -> None:
    if "instansi" in said:
        said["instansi"]["nama"] = _twice("Badan Pemeriksa Keuangan Perwakilan Provinsi Kepulauan Bangka Belitung")
        said["instansi"]["alamat"] = _twice("Jalan Pulau Bangka Kompleks Perkantoran dan Permukiman Terpadu Nomor 123")
        said["pemohon"] |= {"nama": LONG, "email": "nama.yang.sangat.panjang." * 2 + "a@contoh.example"}
        said["surat"] |= {"nomor": "700.1.2.3/0001/S-PERMOHONAN/BPK-PERWAKILAN/XI/2025", "sifat": "Sangat Segera"}
        said["surat"]["hal"] = "Permohonan Registrasi USER ID Auditor dalam rangka pemeriksaan kepatuhan belanja"
        said["surat_tugas"]["penerbit"] = "Kepala Perwakilan Provinsi Kepulauan Bangka Belitung " + LONG
        said["surat_tugas"]["objek"] = [f"Paket Contoh Pembangunan Gedung Kantor Tahap {each}" for each in range(1, 13)]
    if "disposisi" in said:
        said["disposisi"]["isi"] = "Mohon segera ditindaklanjuti sesuai ketentuan yang berlaku dan dilaporkan. " * 3
        said["disposisi"]["isi"] = said["disposisi"]["isi"].strip()
    if "alasan" in said:
        said["alasan"] = "\n".join(["Pemeriksaan yang dimaksud telah memakai USER ID tim yang lain."] * 12)
    for found in said.get("kelengkapan", {}).values():
        if isinstance(found, dict):
            found["keterangan"] = _twice("Nama auditor berbeda dengan surat tugas sehingga perlu diperbaiki.")


def _filled(said: dict[str, Any]) -> None:
    _lengthened(said)
    for record, keys in NAMED.items():
        said.get(record, {}).update({key: full(key) for key in keys if record in said})
    said.update({key: full(key) for key in ("lokasi_arsip", "penerima_user_id") if key in said})
    if "alasan" in said:
        said["alasan"] = full("alasan", 4000)
    for account in said.get("akun", ()):
        account["user_id"] = "X" * FULL
    for found in said.get("kelengkapan", {}).values():
        if isinstance(found, dict):
            found["keterangan"] = full("keterangan")
    for found in said.get("periksa", ()):
        if "catatan" in found:
            found["catatan"] = full("catatan")
    for each in said.get("auditor", ()):
        each |= {"nama": full("nama", FULL - 4) + each["nama"][-4:], "jabatan_tim": full("jabatan")}


def _twice(text: str) -> str:
    return f"{text} {text}"


def full(word: str, length: int = FULL) -> str:
    """As many words as a text may hold, the last one in capitals so that it can be seen whether it was lost."""
    end = f"AKHIR{word.upper()}"
    words = f"{word} " * length
    return f"{words[: length - len(end) - 1]} {end}"


_SAID: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "ordinary": lambda _said: None,
    "short": _shortened,
    "long": _lengthened,
    "longest": _filled,
}


@dataclass(frozen=True, slots=True)
class Bench:
    """Where cases of one SOP are played in memory, with its templates compiled once."""

    workspace: Workspace
    definition: Definition
    templates: Mapping[str, Template]

    def played(self, path: str, count: int, values: str) -> list[tuple[Step, tuple[Printed, ...]]]:
        """Each step of a path of a shipped example with so many people, and its papers."""
        rules = self.definition.sop
        scripted = team if rules.id == "auditor" else group
        steps: tuple[Step, ...] = ()
        papers = []
        for each in scripted(script(path, *rules.id.split()), count, values):
            set_clock(self.workspace, each["at"])
            situation = Situation(
                definition=self.definition,
                state=fold(rules, steps),
                steps=steps,
                case=f"{rules.case_prefix}-2025-0001",
                folder=self.workspace.root,
                alone=True,
            )
            ordered = order(each["stage"], each.get("input"), by=each.get("by"))
            draft = draft_step(self.workspace, situation, ordered, templates=self.templates)
            steps = (*steps, step_of(draft, operation="0" * 32, recorded=self.workspace.now()))
            papers.append((steps[-1], draft.printed))
        return papers


def bench(workspace: Workspace, rules: str) -> Bench:
    """A bench for one SOP, or for its sessions."""
    definition = current(workspace, rules)
    return Bench(workspace, definition, compile_templates(definition, tuple(definition.sop.documents)))


def office(root: Path, size: str) -> Workspace:
    """A new office that prints on this paper."""
    new_workspace(root)
    settings = (root / "docgen.toml").read_text(encoding="utf-8")
    assert STANDS in settings
    (root / "docgen.toml").write_text(settings.replace(STANDS, SIZES[size][1]), encoding="utf-8")
    return at_work(root)
