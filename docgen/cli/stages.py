"""`docgen <sop>`: the stages of an SOP as commands, in the order of the SOP.

Help and completion read the definition lightly; a command itself is built from the definition that its case is
pinned to.
"""

from __future__ import annotations

from gettext import gettext as _

import click
from click.shell_completion import CompletionItem

from docgen.app.outline import Outline, OutlinedStage, outline
from docgen.cli.command_line import CommandLine
from docgen.cli.listing import write_list
from docgen.cli.shared import by_option, case_argument, dry_run_option, group_usage, input_options, json_option


class StageGroup(click.Group):
    """The commands of one SOP."""

    def __init__(self, sop_id: str) -> None:
        super().__init__(sop_id, help=_("The stages of SOP {sop}.").format(sop=sop_id), **group_usage())
        self.sop_id = sop_id

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The stages, in the order of the SOP."""
        return [stage.id for stage in self._outline(ctx).stages]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The stage that was named, as the definition of its case has it."""
        name, rest = args[0], args[1:]
        if name.startswith("-"):
            return super().resolve_command(ctx, args)
        if ctx.resilient_parsing:
            return name, self.get_command(ctx, name), rest
        from docgen.cli.stage_command import stage_command  # loads the whole definition

        line = ctx.find_object(CommandLine)
        assert line is not None  # noqa: S101  # main() hands it over
        return name, stage_command(line.workspace, self.sop_id, name, self._cases(ctx, name, rest)), rest

    def _cases(self, ctx: click.Context, name: str, args: list[str]) -> tuple[str, ...]:
        """What may be the cases among the arguments of a stage; their own rules say more of its options."""
        light = self.get_command(ctx, name)
        if light is None:  # a stage that only older rules know
            return tuple(arg for arg in args if not arg.startswith("-"))
        known = {"resilient_parsing": True, "ignore_unknown_options": True}
        with light.make_context(name, list(args), ctx, **known) as parsed:
            return tuple(text for text in (parsed.params.get("cases") or ()) if not text.startswith("-"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A stage as completion sees it: names of options and cases, nothing checked."""
        stages = self._outline(ctx).stages
        for stage in stages:
            if stage.id == cmd_name:
                return click.Command(cmd_name, help=stage.activity, params=_light(stage, first=stage is stages[0]))
        return None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The stages that begin so, with what is done there."""
        found = [
            CompletionItem(stage.id, help=stage.activity)
            for stage in self._outline(ctx).stages
            if stage.id.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The SOP's number and title."""
        found = self._outline(ctx)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(f"SOP {found.number} {found.title}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The stages with number, actor, activity and standard time."""
        rows = [(f"{stage.no or '-':>2}  {stage.id}", _in_short(stage)) for stage in self._outline(ctx).stages]
        write_list(formatter, _("Stages, in the order of the SOP"), rows)
        formatter.write_paragraph()
        formatter.write_text(_("See also: docgen {sop} STAGE --help").format(sop=self.sop_id))

    def _outline(self, ctx: click.Context) -> Outline:
        line = ctx.find_object(CommandLine)
        root = line.root if line is not None else None
        found = outline(root, self.sop_id) if root is not None else None
        if found is None and line is not None and not ctx.resilient_parsing:
            from docgen.cli.stage_command import current_sop

            current_sop(line.workspace, self.sop_id)  # says what is wrong with the definition
        return found or Outline(id=self.sop_id, number="", title="", stages=())


def _in_short(stage: OutlinedStage) -> str:
    time = f" ({stage.time})" if stage.time else ""
    added = "" if stage.source == "sop" else f" [{stage.source}]"
    return f"{stage.actor}: {stage.activity}{time}{added}"


def _light(stage: OutlinedStage, *, first: bool) -> list[click.Parameter]:
    fields = [
        click.Option([f"--{name.replace('_', '-')}", f"field__{name}"], multiple=repeated)
        for name, repeated in stage.options
    ]
    cases = [] if first else [case_argument(several=True)]
    return [*cases, *fields, *input_options(), by_option(""), click.Option(["--at"]), dry_run_option(), json_option()]
