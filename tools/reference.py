"""Makes what is written about docgen from docgen itself: references in `docs/`, and the JSON Schemas of the samples.

    python tools/reference.py            makes all of it again
    python tools/reference.py --check    changes nothing; shows what differs and exits 1 if anything does

In a page only what stands between `<!-- dihasilkan: NAME -->` and `<!-- akhir -->` is made here; the rest is people's.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "id"
"""What clerks read."""
SOP = "auditor"
"""The SOP whose placeholders the guide for templates shows."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes or checks. Returns 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description="Make the references in docs/ and the JSON Schemas of the samples.")
    parser.add_argument("--check", action="store_true", help="change nothing; show what differs")
    options = parser.parse_args(arguments)
    differs = False
    for path, content in made(ROOT):
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        if before == content:
            continue
        differs = True
        print("".join(difference(path, before, content)) if options.check else f"made    {path.relative_to(ROOT)}")
        if not options.check:
            path.write_text(content, encoding="utf-8", newline="\n")
    if options.check and differs:
        print("Make it again with: python tools/reference.py", file=sys.stderr)
    return int(options.check and differs)


def made(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file with what should stand in it."""
    from docgen.cli.language import speak  # noqa: PLC0415  # texts are chosen when the command line is loaded

    speak(LANGUAGE)
    yield from _schemas(root)
    sections = _sections(root)
    for path in sorted((root / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        yield path, filled(text, sections)


def filled(text: str, sections: Mapping[str, Callable[[], str]], *, mark: str = "dihasilkan") -> str:
    """A page with the sections of this mark made anew. Raises KeyError for a section that nobody makes."""
    section = re.compile(rf"(<!-- {mark}: (?P<name>[a-z-]+) -->\n)(?P<old>.*?)(\n?<!-- akhir -->)", re.DOTALL)
    return section.sub(lambda found: f"{found[1]}\n{sections[found['name']]().strip()}\n\n<!-- akhir -->", text)


def _sections(root: Path) -> dict[str, Callable[[], str]]:
    from chapters import commands, grammar, templates  # noqa: PLC0415  # as above

    return {
        "perintah": lambda: commands.commands(root),
        "kunci": grammar.keys,
        "jenis": grammar.types,
        "filter": templates.filters,
        "penanda": lambda: templates.fields(root, SOP),
    }


def _schemas(root: Path) -> Iterator[tuple[Path, str]]:
    from docgen.app.outline import TEMPLATES, sop_folders  # noqa: PLC0415  # as above
    from docgen.app.workspace import open_workspace  # noqa: PLC0415
    from docgen.cli.stage_command import current_sop  # noqa: PLC0415
    from docgen.cli.verbs.schema import schema_text  # noqa: PLC0415
    from docgen.model.office_schema import office_schema  # noqa: PLC0415
    from docgen.model.sop_schema import sop_schema  # noqa: PLC0415
    from docgen.workflow.request_schema import request_schema  # noqa: PLC0415

    folder = root / TEMPLATES
    yield folder / "sop.schema.json", schema_text(sop_schema())
    yield folder / "docgen.schema.json", schema_text(office_schema())
    workspace = open_workspace(root)
    for sop_id in sop_folders(folder):
        sop = current_sop(workspace, sop_id)
        yield folder / sop_id / f"{sop.first.id}.schema.json", schema_text(request_schema(sop))


def difference(path: Path, before: str, after: str) -> Iterator[str]:
    """The lines of a page that differ from what would be made."""
    name = path.relative_to(ROOT).as_posix()
    yield from difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, f"{name} (made)", n=1
    )


if __name__ == "__main__":
    sys.exit(main())
