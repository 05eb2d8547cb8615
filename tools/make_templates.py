"""Makes the first form of the Word templates that the package ships; docgen itself never runs this.

    python tools/make_templates.py                       makes those that do not exist yet
    python tools/make_templates.py --force kop.docx      makes this one again, over what was edited in Word

A template that exists is the office's own and is left alone unless it is named.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docx.document import Document
from templates import (
    attendance_list,
    check_list,
    class_report,
    class_schedule,
    contents_list,
    disposition_sheet,
    letterhead,
    receipts,
    refusal_letters,
    registration_form,
    request_sample,
    return_letter,
    schedule_letters,
    service_form,
    user_id_letter,
)
from templates.word import package

ROOT = Path(__file__).resolve().parent.parent / "templates_docx"
MAKERS: dict[str, Callable[[], Document]] = {
    "bersama/kop.docx": letterhead.make_kop,
    "bersama/lembar-disposisi.docx": disposition_sheet.make,
    "bersama/formulir-permintaan-layanan.docx": service_form.make,
    "bersama/tanda-terima-berkas.docx": receipts.make_received,
    "bersama/surat-penolakan.docx": refusal_letters.make_refusal,
    "bersama/surat-pembatalan.docx": refusal_letters.make_withdrawal,
    "bersama/daftar-isi-berkas.docx": contents_list.make,
    "auditor/form-check-list.docx": check_list.make,
    "auditor/surat-pengembalian.docx": return_letter.make,
    "auditor/pemberitahuan-user-id.docx": user_id_letter.make,
    "auditor/tanda-terima-user-id.docx": receipts.make_user_id,
    "auditor/surat-permohonan.docx": request_sample.make,
    "training/formulir-pendaftaran-training.docx": registration_form.make,
    "training/surat-penyampaian-jadwal.docx": schedule_letters.make_schedule,
    "training/surat-perubahan-jadwal.docx": schedule_letters.make_changed,
    "training/surat-penundaan.docx": schedule_letters.make_postponed,
    "training/jadwal-training.docx": class_schedule.make,
    "training/daftar-hadir.docx": attendance_list.make,
    "training/berita-acara.docx": class_report.make,
}
"""Each template, by its path below the root, and what makes it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes what is missing, and again what `--force` names. Returns the exit code: 2 for an unknown name."""
    parser = argparse.ArgumentParser(description="Make the first form of the Word templates.")
    parser.add_argument("--root", type=Path, default=ROOT, help="folder of the templates (default: %(default)s)")
    parser.add_argument(
        "--force", action="append", default=[], metavar="NAME", help="make this template again even if it exists"
    )
    options = parser.parse_args(arguments)
    forced = {_find(name) for name in options.force}
    if None in forced:
        known = "\n".join(f"  {path}" for path in MAKERS)
        print(f"no template of that name; there are:\n{known}", file=sys.stderr)
        return 2
    for path, make in MAKERS.items():
        target = options.root / path
        if target.exists() and path not in forced:
            print(f"kept    {path} (exists; --force {target.name} makes it again)")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(package(make()))
        print(f"made    {path}")
    return 0


def _find(name: str) -> str | None:
    """The template that is meant: its whole path, or the name of its file."""
    return next((path for path in MAKERS if name in {path, Path(path).name, Path(path).stem}), None)


if __name__ == "__main__":
    sys.exit(main())
