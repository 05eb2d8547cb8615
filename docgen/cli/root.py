"""The root of all commands: the SOPs of the workspace, and the kernel's own verbs. Each is loaded when it is chosen."""

from __future__ import annotations

import importlib
from gettext import gettext as _

import click
from click.shell_completion import CompletionItem

from docgen.app.outline import TEMPLATES, kept_definition, outlined_sops, sop_folders
from docgen.cli.command_line import CommandLine
from docgen.cli.listing import write_list
from docgen.cli.shared import group_usage
from docgen.cli.stages import StageGroup
from docgen.errors import DocgenError, refuse
from docgen.model.nearest import ALIKE, nearest

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def verbs() -> dict[str, str]:
    """The kernel's verbs, with what each is for: the order is that of a clerk's day."""
    return {
        "init": _("Make a workspace in a new folder."),
        "demo": _("Play an SOP from the request to the end, in a new folder."),
        "today": _("What waits to be done, for whom, since when."),
        "next": _("Do whatever is next in a case; asks for what it needs."),
        "list": _("The cases, by SOP, stage or text."),
        "show": _("A case: its record, its steps, its papers."),
        "status": _("Where a case stands, who is next, and the commands that go on."),
        "undo": _("Take back the last step of a case."),
        "correct": _("Mend a value that was recorded wrongly."),
        "reissue": _("Issue a paper once more, such as a lost page with a password."),
        "attach": _("Add a file to a case, such as a signed scan."),
        "sop": _("The SOPs of this workspace: list, show, check."),
        "template": _("Word templates: what they may use, how they print, blank forms."),
        "schema": _("What an editor needs to help with requests, sop.yaml and docgen.toml (JSON Schema)."),
        "register": _("The numbers that were given out."),
        "office": _("The officials: who holds which post on a day, what is wrong."),
        "verify": _("Compare a case's files with its record."),
        "doctor": _("What is missing or wrong in this workspace, and what to do."),
        "completion": _("The script that completes commands in your shell."),
    }


class Root(click.Group):
    """`docgen`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The SOPs, then the verbs."""
        return [*_sops(ctx), *verbs()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb or SOP of that name. Raises DocgenError with the nearest name."""
        known = verbs()
        if cmd_name in known:
            command: click.Command = importlib.import_module(f"docgen.cli.verbs.{cmd_name}").command
            return command
        if cmd_name in _sops(ctx) or _is_kept(ctx, cmd_name):
            return StageGroup(cmd_name)
        if ctx.resilient_parsing or cmd_name.startswith("-"):
            return None
        raise _unknown(ctx, cmd_name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of SOPs and verbs, without loading any of them."""
        named = {**dict.fromkeys(_sops(ctx), ""), **verbs()}
        found = [CompletionItem(name, help=text) for name, text in named.items() if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both lists, whole."""
        root = _line(ctx).root
        sops = outlined_sops(root) if root is not None else ()
        if sops:
            rows = [(sop.id, f"SOP {sop.number} {sop.title}") for sop in sops]
            write_list(formatter, _("SOPs of this workspace"), rows)
        write_list(formatter, _("Commands"), list(verbs().items()))


def _line(ctx: click.Context) -> CommandLine:
    found = ctx.find_object(CommandLine)
    assert found is not None  # noqa: S101  # main() hands it over
    return found


def _sops(ctx: click.Context) -> tuple[str, ...]:
    root = _line(ctx).root
    return sop_folders(root / TEMPLATES) if root is not None else ()


def _is_kept(ctx: click.Context, name: str) -> bool:
    """Whether a case runs by this SOP, though the SOP's folder is gone."""
    root = _line(ctx).root
    return root is not None and kept_definition(root, name) is not None


def _unknown(ctx: click.Context, name: str) -> DocgenError:
    sops, line = _sops(ctx), _line(ctx)
    # Outside a workspace an unknown word is probably an SOP: then the workspace is what is missing.
    close = nearest(name, [*sops, *verbs()], alike=ALIKE if line.root is not None else 0.8)
    if not close:
        line.require_root()
    message = _("There is no SOP or command {name}.").format(name=name)
    hint = _("Did you mean {name}?").format(name=close[0]) if close else _("See: docgen --help")
    return refuse("usage" if close and close[0] in verbs() else "sop-unknown", message, hint=hint)


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # click calls it
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    click.echo(f"docgen {version('docgen')}")
    ctx.exit()


root = Root(
    name="docgen",
    context_settings=SETTINGS,
    **group_usage(),
    help=_("Runs an office's SOP: cases, steps and formal letters, from one folder of definition and Word templates."),
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help=_("Show the version and exit."),
        )
    ],
)
