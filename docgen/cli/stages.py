"""`docgen <sop>`: the stages of an SOP as commands, in the order of the SOP.

Help and completion read the definition lightly; a command itself is built from the definition that its case is
pinned to.
"""

from __future__ import annotations

from gettext import gettext as _

import click
from click.shell_completion import CompletionItem

from docgen.app.outline import Outline, OutlinedStage, rules_outline
from docgen.cli.command_line import CommandLine
from docgen.cli.listing import write_list
from docgen.cli.shared import by_option, case_argument, dry_run_option, group_usage, input_options, json_option


class StageGroup(click.Group):
    """The commands of one SOP."""

    def __init__(self, sop_id: str) -> None:
        super().__init__(sop_id, help=_("The stages of SOP {sop}.").format(sop=sop_id), **group_usage())
        self.sop_id = sop_id

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The stages, in the order of the SOP, and its sessions."""
        found = self._outline(ctx)
        return [*(stage.id for stage in found.stages), *(_session_name(each) for each in found.sessions)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The stage that was named, as the definition of its case has it."""
        name, rest = args[0], args[1:]
        if name.startswith("-"):
            return super().resolve_command(ctx, args)
        command = self._not_a_stage(ctx, name)
        if command is not None or ctx.resilient_parsing:
            return name, command or self.get_command(ctx, name), rest
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

    def _not_a_stage(self, ctx: click.Context, name: str) -> click.Command | None:
        """A kind of session of this SOP, or what can be done with all kinds of sessions."""
        for session in self._outline(ctx).sessions:
            if _session_name(session) == name:
                return SessionGroup(session.id)
        return None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A stage as completion sees it (names of options and cases, nothing checked), or a kind of session."""
        other = self._not_a_stage(ctx, cmd_name)
        if other is not None:
            return other
        stages = self._outline(ctx).stages
        for stage in stages:
            if stage.id == cmd_name:
                return click.Command(cmd_name, help=stage.activity, params=_light(stage, first=stage is stages[0]))
        return None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The stages that begin so, with what is done there."""
        outlined = self._outline(ctx)
        named = {stage.id: stage.activity for stage in outlined.stages if not stage.performed_by}
        named |= self._besides(outlined)
        found = [CompletionItem(name, help=text) for name, text in named.items() if name.startswith(incomplete)]
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
        write_list(formatter, self._besides_heading(), list(self._besides(self._outline(ctx)).items()))
        formatter.write_paragraph()
        formatter.write_text(_("See also: docgen {sop} STAGE --help").format(sop=self.sop_id))

    def _besides(self, found: Outline) -> dict[str, str]:
        """What the group has beside the stages: its kinds of sessions, with their titles."""
        return {_session_name(each): each.title for each in found.sessions}

    def _besides_heading(self) -> str:
        return _("Sessions, which work on several cases at once")

    def _outline(self, ctx: click.Context) -> Outline:
        line = ctx.find_object(CommandLine)
        root = line.root if line is not None else None
        found = rules_outline(root, self.sop_id) if root is not None else None
        if found is None and line is not None and not ctx.resilient_parsing:
            from docgen.cli.stage_command import current_sop

            current_sop(line.workspace, self.sop_id)  # says what is wrong with the definition
        return found or Outline(id=self.sop_id, number="", title="", stages=())


class SessionGroup(StageGroup):
    """The commands of one kind of session: its stages, and what the kernel adds."""

    def _not_a_stage(self, ctx: click.Context, name: str) -> click.Command | None:
        from docgen.cli.session_verbs import session_verb  # only where a session is meant

        return session_verb(self.sop_id, name) or super()._not_a_stage(ctx, name)

    def _besides(self, found: Outline) -> dict[str, str]:  # noqa: ARG002  # the same for all
        return {
            "list": _("The sessions, with their days and seats."),
            "show": _("A session: who sits in it, who waits and why; its lists and calendar files."),
        }

    def _besides_heading(self) -> str:
        return _("Commands")


def _session_name(session: Outline) -> str:
    return session.id.rpartition(" ")[2]


def _in_short(stage: OutlinedStage) -> str:
    time = f" ({stage.time})" if stage.time else ""
    added = "" if stage.source == "sop" else f" [{stage.source}]"
    taken = _(" (taken by: {session})").format(session=stage.performed_by) if stage.performed_by else ""
    return f"{stage.actor}: {stage.activity}{time}{added}{taken}"


def _light(stage: OutlinedStage, *, first: bool) -> list[click.Parameter]:
    fields = [
        click.Option([f"--{name.replace('_', '-')}", f"field__{name}"], multiple=repeated)
        for name, repeated in stage.options
    ]
    cases = [] if first else [case_argument(several=True)]
    return [*cases, *fields, *input_options(), by_option(""), click.Option(["--at"]), dry_run_option(), json_option()]
