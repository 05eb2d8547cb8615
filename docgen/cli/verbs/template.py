"""`docgen template fields | preview | blank`."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.app.outline import outline
from docgen.cli.command_line import CommandLine
from docgen.cli.output import put, put_answer, put_table, say
from docgen.cli.report import tell
from docgen.cli.shared import dry_run_option, force_option, group_usage, json_option, paper_argument, sop_argument, verb
from docgen.errors import refuse
from docgen.model.command_words import command_line
from docgen.store.typed import typed_path

if TYPE_CHECKING:
    from docgen.app.preview import Preview

command = click.Group(
    "template", help=_("Word templates: what they may use, how they print, blank forms."), **group_usage()
)
FORMATS = ("docx", "pdf", "png")


@command.add_command
@verb(
    "fields",
    _(
        "Every placeholder that the templates of an SOP may use: type, label, from which stage on it is known, and "
        "when it may be empty."
    ),
    [sop_argument(), json_option()],
)
def _fields(line: CommandLine, *, sop: str, as_json: bool) -> None:
    from docgen.app.fields import placeholders

    found = placeholders(line.workspace, sop)
    if as_json:
        put_answer({"placeholders": found})
        return
    put_table(
        [_("Placeholder"), _("Type"), _("Known from"), _("Label"), _("May be empty")],
        [(each.path, each.type, each.since or _("always"), each.label, each.empty) for each in found],
    )
    outlined = outline(line.workspace.root, sop)
    for session in outlined.sessions if outlined is not None else ():
        say(
            _("What the papers of {session} may use: {command}").format(
                session=session.title, command=command_line(["docgen", "template", "fields", session.id])
            )
        )


@command.add_command
@verb(
    "preview",
    _(
        "A paper as the SOP's example makes it, from its template as it lies in the folder now. It claims no number "
        "and leaves the record alone."
    ),
    [
        sop_argument(),
        paper_argument(),
        click.Option(
            ["-o", "--output"],
            metavar=_("FILE"),
            help=_("Where to, such as page.docx, page.pdf or page.png; by default into the folder that you are in."),
        ),
        click.Option(["--pdf", "as_pdf"], is_flag=True, help=_("As PDF; needs LibreOffice.")),
        click.Option(["--png", "as_png"], is_flag=True, help=_("As pictures; needs LibreOffice and Poppler.")),
        click.Option(
            ["--example"],
            metavar=_("NAME"),
            help=_("Which example to play; by default the first that issues this paper."),
        ),
        force_option(),
        dry_run_option(),
        json_option(),
    ],
)
def _preview(
    line: CommandLine,
    *,
    sop: str,
    paper: str,
    output: str | None,
    as_pdf: bool,
    as_png: bool,
    example: str | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from docgen.app.hand_out import Made, hand_out, refuse_places
    from docgen.app.one_paper import sop_with
    from docgen.app.preview import MARK, preview

    wished = _wished(output, as_pdf=as_pdf, as_png=as_png)
    short = sop_with(line.workspace, sop, paper).documents[paper].suffix == "txt"
    kind = _short_text(paper, wished) if short else wished or "docx"
    target = _target(line.start, output, name=f"{MARK}-{paper}.{kind}")
    refuse_places(line.root, [target], force=force)
    made = preview(line.workspace, sop, paper, example=example)
    contents = _converted(made.content, kind)
    places = [target] if len(contents) == 1 else [_numbered(target, page) for page in range(1, len(contents) + 1)]
    refuse_places(line.root, places, force=force)
    if not dry_run:
        files = [Made(place, content) for place, content in zip(places, contents, strict=True)]
        hand_out(files, fs=line.workspace.fs, force=force)
    shown = [line.shown(place) for place in places]
    if as_json:
        facts = {name: getattr(made, name) for name in ("kind", "title", "example", "stage", "copies", "warnings")}
        put_answer({"files": shown, **facts, "dry_run": dry_run})
        return
    for name in shown:
        put(name)
    _tell_preview(made)
    if dry_run:
        say(_("Would be made; nothing was written."))


def _tell_preview(made: Preview) -> None:
    where = _("{title}, as stage {stage} of the example {example} makes it.").format(
        title=made.title, stage=made.stage, example=made.example
    )
    if made.copies > 1:
        where += " " + _("It makes {count} copies; this is the first.").format(count=made.copies)
    say(where)
    tell(made.warnings, warning=True)


@command.add_command
@verb(
    "blank",
    _(
        "Blank forms for applicants: those that no stage issues, or the one that is named. Nothing is filled in but "
        "what docgen.toml says of the office."
    ),
    [
        sop_argument(),
        paper_argument(required=False),
        click.Option(
            ["-o", "--output"], metavar=_("FOLDER"), help=_("Where to; by default the folder that you are in.")
        ),
        click.Option(
            ["--rows"],
            type=click.IntRange(1, 100),
            default=5,
            show_default=True,
            metavar=_("NUMBER"),
            help=_("How many empty rows a list has."),
        ),
        click.Option(["--pdf", "as_pdf"], is_flag=True, help=_("As PDF; needs LibreOffice.")),
        force_option(),
        dry_run_option(),
        json_option(),
    ],
)
def _blank(
    line: CommandLine,
    *,
    sop: str,
    paper: str | None,
    output: str | None,
    rows: int,
    as_pdf: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    from docgen.app.blank import blank_forms, offered
    from docgen.app.hand_out import Made, hand_out, refuse_places
    from docgen.app.one_paper import sop_with

    folder = line.start if output is None else typed_path(line.start, output)
    kind = "pdf" if as_pdf else "docx"
    kinds = offered(line.workspace, sop, paper)
    places = [folder / f"{name}.{kind}" for name in kinds]
    refuse_places(line.root, places, force=force)
    forms = blank_forms(line.workspace, sop_with(line.workspace, sop, paper), kinds, rows=rows)
    contents = [_converted(form.content, kind)[0] for form in forms]
    if not dry_run:
        files = [Made(place, content) for place, content in zip(places, contents, strict=True)]
        hand_out(files, fs=line.workspace.fs, force=force)
    shown = [line.shown(place) for place in places]
    if as_json:
        listed = [
            {"kind": form.kind, "title": form.title, "file": name} for form, name in zip(forms, shown, strict=True)
        ]
        put_answer({"forms": listed, "dry_run": dry_run})
        return
    for name in shown:
        put(name)
    if dry_run:
        say(_("Would be made; nothing was written."))


def _short_text(paper: str, wished: str | None) -> str:
    """A text is made as it is. Raises `usage` where pages of it are wished for."""
    if wished is not None:
        raise refuse(
            "usage",
            _("{paper} is a short text: it has no pages, and is no file of Word.").format(paper=paper),
            where="-o",
            hint=_("Leave out --pdf and --png, and give the file's name the ending .txt."),
        )
    return "txt"


def _wished(output: str | None, *, as_pdf: bool, as_png: bool) -> str | None:
    """What is to be made, if an option or the name of the file says so. Raises `usage` where they differ."""
    wished = [name for name, given in (("pdf", as_pdf), ("png", as_png)) if given]
    named = Path(output or "").suffix.casefold().removeprefix(".")
    if named in FORMATS:
        wished.append(named)
    if len(set(wished)) > 1:
        raise refuse(
            "usage",
            _("Only one kind of file can be made at once, not {kinds}.").format(kinds=", ".join(wished)),
            where="-o" if named in FORMATS else "--png",
            hint=_("Give the file's name the ending .docx, .pdf or .png, or leave out the options that say otherwise."),
        )
    return wished[0] if wished else None


def _target(start: Path, output: str | None, *, name: str) -> Path:
    """Where a file goes: a folder takes it under its own name."""
    if output is None:
        return start / name
    path = typed_path(start, output)
    if path.is_dir():
        return path / name
    if path.suffix.casefold() == Path(name).suffix:
        return path
    raise refuse(
        "usage",
        _("The name of the file {name} does not say what kind of file it is.").format(name=output),
        where="-o",
        hint=_("Give it an ending: {ending}; or name a folder that is there.").format(ending=Path(name).suffix),
    )


def _numbered(path: Path, page: int) -> Path:
    return path.with_name(f"{path.stem}-{page}{path.suffix}")


def _converted(content: bytes, kind: str) -> tuple[bytes, ...]:
    """The file of that kind; of pictures one for each page."""
    if kind in {"docx", "txt"}:
        return (content,)
    from docgen.convert.pages import pdf_of, pictures_of

    pdf = pdf_of(content)
    return (pdf,) if kind == "pdf" else pictures_of(pdf)
