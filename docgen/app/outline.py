"""A workspace read lightly, for help and completion: SOPs, stages, cases and officials, with nothing checked.

Completion runs at every press of a key, so neither pydantic nor Jinja is loaded here. What is broken is passed over in
silence: the error comes, with its place, when the thing itself is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from gettext import gettext as _
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from docgen.errors import DocgenError, refuse

SETTINGS = "docgen.toml"
DEFINITION = "sop.yaml"
TEMPLATES = "templates_docx"
CASES = "cases"


def folder_of(rules: str) -> str:
    """The folder of an SOP, by the id of its rules or of those of one of its sessions (`<sop> <session>`)."""
    return rules.partition(" ")[0]


class OutlinedStage(NamedTuple):
    """A stage in short, as its definition has it."""

    id: str
    no: str
    actor: str
    """The title of the first actor: the printed column."""
    activity: str
    time: str
    source: str
    """`sop`, or `praktik` if practice added it."""
    options: tuple[tuple[str, bool], ...]
    """The fields that one option holds, and whether that option may be repeated."""
    performed_by: str = ""
    """The stage of a session that takes it in the session's members, as `<session> <stage>`; else empty."""


class Outline(NamedTuple):
    """An SOP in short."""

    id: str
    number: str
    title: str
    stages: tuple[OutlinedStage, ...]
    sessions: tuple[Outline, ...] = ()
    """The kinds of sessions, each with its own stages."""


def root_above(start: Path) -> Path | None:
    """The nearest folder upward that holds `docgen.toml`, if there is one."""
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    return None


def find_root(start: Path) -> Path:
    """The nearest folder upward that holds `docgen.toml`. Raises `workspace-missing`."""
    root = root_above(start)
    if root is not None:
        return root
    raise refuse(
        "workspace-missing",
        _("There is no {settings} here or in a folder above.").format(settings=SETTINGS),
        where=str(start),
        hint=_("Go to the office's folder, or make one with: docgen init FOLDER"),
    )


def sop_folders(templates: Path) -> tuple[str, ...]:
    """The folders that hold a definition, by name."""
    try:
        return tuple(sorted(entry.name for entry in templates.iterdir() if (entry / DEFINITION).is_file()))
    except OSError:
        return ()


def outlined_sops(root: Path) -> tuple[Outline, ...]:
    """The SOPs of a workspace whose definitions can be read at all."""
    found = (outline(root, sop_id) for sop_id in sop_folders(root / TEMPLATES))
    return tuple(each for each in found if each is not None)


def kept_definition(root: Path, sop_id: str) -> Path | None:
    """The rules that the latest case of an SOP keeps: what its cases go on by where the SOP's own folder is gone."""
    import json  # noqa: PLC0415  # slow to load

    for folder in reversed(_case_folders(root)):
        try:
            pin = _mapping(_mapping(json.loads((folder / "01" / "step.json").read_bytes())).get("sop"))
        except (OSError, ValueError, RecursionError):
            continue
        if folder_of(_text(pin.get("id"))) == folder_of(sop_id):
            return root / CASES / ".sop" / f"{_text(pin.get('definition'))}.yaml"
    return None


def outline(root: Path, sop_id: str) -> Outline | None:
    """One SOP in short with its sessions, from its folder or as its latest case keeps it; nothing if unreadable."""
    from docgen.model.yaml_skim import skim_yaml  # noqa: PLC0415  # YAML only where an SOP is shown

    own = root / TEMPLATES / sop_id / DEFINITION
    path = own if own.exists() else kept_definition(root, sop_id) or own
    try:
        data = _mapping(skim_yaml(path.read_bytes()))
    except (OSError, ValueError):
        return None
    titles = {name: _text(_mapping(actor).get("title")) for name, actor in _mapping(data.get("actors")).items()}
    sessions = {f"{sop_id} {name}": _mapping(session) for name, session in _mapping(data.get("sessions")).items()}
    number = _text(data.get("number"))
    performed = {
        _text(stage.get("performs")): f"{rules.rpartition(' ')[2]} {_text(stage.get('id'))}"
        for rules, session in sessions.items()
        for stage in reversed(_stages(session))
    }
    return _outline(sop_id, number, data, titles, performed)._replace(
        sessions=tuple(_outline(rules, number, session, titles) for rules, session in sessions.items())
    )


def rules_outline(root: Path, rules: str) -> Outline | None:
    """An SOP in short, or one of its sessions, by the id of its rules; nothing if it cannot be read."""
    sop = outline(root, folder_of(rules))
    if sop is None or sop.id == rules:
        return sop
    return next((session for session in sop.sessions if session.id == rules), None)


def _outline(
    rules: str,
    number: str,
    data: Mapping[str, object],
    titles: Mapping[str, str],
    performed: Mapping[str, str] = MappingProxyType({}),
) -> Outline:
    """Rules in short; `performed` says of stages which stage of which session takes them."""
    fields = _mapping(data.get("fields"))
    made = (_stage(each, titles, fields) for each in _stages(data))
    stages = [each._replace(performed_by=performed.get(each.id, "")) for each in made]
    return Outline(id=rules, number=number, title=_text(data.get("title")), stages=tuple(stages))


def _stages(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    stages = data.get("stages")
    return [_mapping(each) for each in stages] if isinstance(stages, list) else []


def paper_ids(root: Path, sop_id: str) -> tuple[str, ...]:
    """The papers of an SOP and of its sessions, in the order of its definition; none if it cannot be read."""
    from docgen.model.yaml_skim import skim_yaml  # noqa: PLC0415  # as above

    try:
        data = _mapping(skim_yaml((root / TEMPLATES / sop_id / DEFINITION).read_bytes()))
    except (OSError, ValueError):
        return ()
    sessions = map(_mapping, _mapping(data.get("sessions")).values())
    return tuple(name for rules in (data, *sessions) for name in _mapping(rules.get("documents")))


def case_ids(root: Path) -> list[str]:
    """The id of every case, by year and number."""
    return [folder.name for folder in _case_folders(root)]


def _case_folders(root: Path) -> list[Path]:
    from docgen.store.cases import case_dirs  # noqa: PLC0415  # only where cases are asked for
    from docgen.store.layout import Store  # noqa: PLC0415  # as above

    try:
        return case_dirs(Store(root / CASES))
    except DocgenError:
        return []


def official_ids(root: Path) -> tuple[str, ...]:
    """The officials of the settings, in the order of the file."""
    return tuple(_mapping(settings(root).get("pejabat")))


def register_ids(root: Path) -> tuple[str, ...]:
    """The registers of the settings, in the order of the file."""
    return tuple(_mapping(settings(root).get("register")))


def settings(root: Path) -> Mapping[str, object]:
    """The settings as they stand in the file, unchecked; nothing if they cannot be read."""
    import tomllib  # noqa: PLC0415  # slow to load

    try:
        return tomllib.loads((root / SETTINGS).read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return {}


def recorded_by(root: Path, operations: Collection[str]) -> list[tuple[str, int]]:
    """The steps that carry one of these operation ids, as case and number: what a broken-off command did record."""
    import json  # noqa: PLC0415  # slow to load

    found: list[tuple[str, int]] = []
    for folder in _case_folders(root):
        for path in sorted(folder.glob("[0-9]*/step.json")):
            try:
                step = _mapping(json.loads(path.read_bytes()))
            except (OSError, ValueError, RecursionError):
                continue
            if step.get("operation") in operations:
                found.append((folder.name, int(path.parent.name)))
    return found


def _stage(data: Mapping[str, object], titles: Mapping[str, str], fields: Mapping[str, object]) -> OutlinedStage:
    actors = data.get("actor")
    first = actors[0] if isinstance(actors, list) and actors else actors
    return OutlinedStage(
        id=_text(data.get("id")),
        no=_text(data.get("no")),
        actor=titles.get(_text(first), _text(first)),
        activity=_text(data.get("activity")),
        time=_text(data.get("time")),
        source=_text(data.get("source")) or "sop",
        options=tuple(_options(data, fields)),
    )


_ONE = frozenset({"number", "record", "checklist", "disposition"})
"""Types that neither an option nor the table of one holds."""
_EACH = frozenset({"number", "checklist", "disposition"})
"""The same, of what is said of each item of a list."""


def _options(data: Mapping[str, object], fields: Mapping[str, object]) -> Iterator[tuple[str, bool]]:
    for key in ("fields", "optional"):
        names = data.get(key)
        for name in map(_text, names if isinstance(names, list) else []):
            spec = _mapping(fields.get(name))
            kind, each = _text(spec.get("type")), "each" in spec
            if kind not in (_EACH if each else _ONE) and not (each and kind == "list" and spec.get("of") != "date"):
                yield name, not each and "of" in spec


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
