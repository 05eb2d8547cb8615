"""Makes the papers of a whole case with a team of twelve: `docs/contoh-tim-bpk/`, a PDF for each stage, and their list.

Everybody in it is made up. The Word files are the same on every run, but for the sealed page, of which no two are
alike: its passphrase stands in the list, because it seals nothing but a sample.

Needs LibreOffice Writer and poppler. Run from the root: `.venv/bin/python tools/sample_papers.py`
"""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf

from docgen.app.init import init
from docgen.app.perform import Performed, open_new, perform
from docgen.app.safe import Safe
from docgen.app.situation import Order
from docgen.app.workspace import Workspace, open_workspace
from docgen.model.case import Document
from docgen.model.source import read_json
from docgen.workflow.given import from_source

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "contoh-tim-bpk"
PICTURE = ROOT / "docs" / "gambar" / "slip-kata-sandi"
SOP = "auditor"
SCRIPT = ROOT / "templates_docx" / SOP / "contoh" / "1-tim-bpk.json"
NUMBERS = (
    *("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam"),
    *("Tujuh", "Delapan", "Sembilan", "Sepuluh", "Sebelas", "Dua Belas"),
)
RANKS = ("Pembina (IV/a)", "Penata Tingkat I (III/d)", "Penata (III/c)", "Penata Muda (III/a)")
DOTS_PER_INCH = "75"


@dataclass(frozen=True, kw_only=True)
class Played:
    """A step of the case, with the passphrases of its sealed pages."""

    stage: str
    done: Performed
    phrases: Mapping[str, str]


def main() -> None:
    """Plays the case, prints its papers, and lists them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        init(folder / "kantor")
        steps = [step for step in _played(open_workspace(folder / "kantor")) if step.done.step.documents]
        printed = _printed(folder, [paper for step in steps for paper in _words(step)])
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir()
        rows = [row for step in steps for row in _bound(step, printed)]
        (TARGET / "README.md").write_text(_list(rows, steps), encoding="utf-8", newline="\n")


# --- the case --------------------------------------------------------------------------------------------------------


def _auditor(number: int) -> dict[str, Any]:
    return {
        "nama": f"Auditor Contoh {NUMBERS[number - 1]}",
        "identitas": {"jenis": "NIP", "nomor": f"19{number:02d}010119300110{number:02d}"},
        "pangkat": RANKS[min((number - 1) // 2, len(RANKS) - 1)],
        "jabatan_tim": {1: "Pengendali Mutu", 2: "Pengendali Teknis", 3: "Ketua Tim"}.get(number, "Anggota Tim"),
        "hp": f"08120000{number:04d}",
        "email": f"auditor{number}@contoh.example",
    }


def _account(number: int) -> dict[str, Any]:
    """The first has an account of the local application, with a first password; the others one of the national."""
    mode = "spse_lokal" if number == 1 else "inaproc"
    return {"hasil": "dibuat", "user_id": f"AUDITOR-CONTOH-{number}", "mode_akun": mode, "kanal": "e-mail"}


def _script() -> list[dict[str, Any]]:
    """The shipped example with a team of twelve."""
    steps: list[dict[str, Any]] = copy.deepcopy(json.loads(SCRIPT.read_text(encoding="utf-8"))["steps"])
    team = range(1, len(NUMBERS) + 1)
    for step in steps:
        said = step.get("input", {})
        if "auditor" in said:
            said["auditor"] = [_auditor(number) for number in team]
        if "periksa" in said:
            said["periksa"] = [{"tercantum": True, "hasil": "diterima"} for _number in team]
        if "akun" in said:
            said["akun"] = [_account(number) for number in team]
    return steps


def _played(workspace: Workspace) -> Iterator[Played]:
    numbers = itertools.count(1)
    case = ""
    for step in _script():
        at = dt.datetime.fromisoformat(step["at"]).replace(tzinfo=workspace.office.zone)
        then = replace(workspace, clock=lambda at=at: at, operation=lambda: f"{next(numbers):032x}")
        safe = Safe(generates=True)
        said = from_source(read_json(json.dumps(step.get("input", {})).encode(), name=SCRIPT.name))
        order = Order(stage=step["stage"], given=said, base=ROOT, by=step.get("by"), safe=safe)
        done = perform(then, case, order) if case else open_new(then, SOP, order)
        case = done.case.id
        phrases = {page: secret.reveal() for page, secret in safe.passphrases().items()}
        yield Played(stage=step["stage"], done=done, phrases=phrases)


# --- its pages -------------------------------------------------------------------------------------------------------


def _words(step: Played) -> Iterator[Path]:
    """The Word files of a step."""
    yield from (_path(step, document) for document in step.done.step.documents if document.path.endswith(".docx"))


def _path(step: Played, document: Document) -> Path:
    return step.done.folder / document.path


def _printed(folder: Path, papers: Sequence[Path]) -> dict[str, Path]:
    """The PDF of each paper, by the paper's name."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *map(str, papers)]
    subprocess.run(order, check=True, stdout=subprocess.DEVNULL)
    return {paper.name: folder / f"{paper.stem}.pdf" for paper in papers}


def _bound(step: Played, printed: Mapping[str, Path]) -> Iterator[tuple[str, ...]]:
    """Writes the papers of a step as one file, sealed pages as they are; gives a row of the list for each paper."""
    bound = f"{step.done.step.seq:02d}-{step.stage}.pdf"
    with pikepdf.new() as book:
        for document in step.done.step.documents:
            paper = _path(step, document)
            first = len(book.pages) + 1
            if paper.name in printed:
                with pikepdf.open(printed[paper.name]) as pages:
                    book.pages.extend(pages.pages)
                place = f"{first}" if len(book.pages) == first else f"{first}–{len(book.pages)}"
                link = f"[{bound}]({bound}), hal. {place}"
                yield step.stage, document.title, _for_whom(document), _number(document), link
            else:
                shutil.copyfile(paper, TARGET / paper.name)
                _picture(paper, step.phrases[paper.name])
                yield step.stage, document.title, _for_whom(document), "", f"[{paper.name}]({paper.name})"
        book.save(TARGET / bound, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)


def _picture(page: Path, phrase: str) -> None:
    """Shows an opened page; poppler's own programs take no more than 32 characters of a passphrase."""
    opened = page.with_suffix(".opened")
    with pikepdf.open(page, password=phrase) as pdf:
        pdf.save(opened, encryption=False)
    order = ["pdftoppm", "-r", DOTS_PER_INCH, "-png", "-gray", "-singlefile", str(opened), str(PICTURE)]
    subprocess.run(order, check=True)


def _for_whom(document: Document) -> str:
    return "" if document.copy_ is None else f"Auditor Contoh {NUMBERS[document.copy_ - 1]}"


def _number(document: Document) -> str:
    return "" if document.number is None else document.number.nomor or ""


HEAD = """# Naskah sebuah kasus: tim BPK dengan dua belas auditor

Semua naskah SOP 49 dari satu kasus, dari permohonan sampai selesai, seperti dicetak docgen. Instansi, auditor,
pejabat, nomor, dan surat di dalamnya rekaan. Dibuat dengan `python tools/sample_papers.py`: kasusnya dimainkan, lalu
berkas Word setiap tahap dijadikan satu PDF.

| tahap | naskah | untuk | nomor | berkas |
|---|---|---|---|---|
"""
SEALED = """
## Lembar kata sandi

Lembar ini PDF terenkripsi (AES-256). Frasa sandi lembar yang sebenarnya hanya tampil sekali di layar dan tidak boleh
ditulis di samping lembarnya. Yang ini contoh rekaan dan tidak membuka akun apa pun, jadi frasanya boleh dibaca siapa
saja:

"""


def _list(rows: Sequence[tuple[str, ...]], steps: Sequence[Played]) -> str:
    """The list of the papers."""
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    phrases = "".join(f"    {phrase}\n" for step in steps for phrase in step.phrases.values())
    return f"{HEAD}{table}{SEALED}{phrases}"


if __name__ == "__main__":
    main()
