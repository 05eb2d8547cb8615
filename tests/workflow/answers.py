"""Valid answers to whatever a stage asks, drawn by hypothesis: as at a prompt, question by question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from player import Played, spoken

from docgen.model.field import FieldSpec
from docgen.workflow.checking import Question
from docgen.workflow.given import Given, at_path, overlay

DAY = dt.date(2025, 11, 3)


def generating(examples: int) -> settings:
    """Settings for tests that play whole cases: the same ones in every run, and none made smaller."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["A", "B & C", "Ñandú <x>"]),
    "paragraph": st.sampled_from(["Satu.", "Satu.\nDua."]),
    "integer": st.integers(0, 9),
    "money": st.sampled_from(["1500000.00", 7]),
    "date": st.integers(-3, 3).map(lambda days: (DAY + dt.timedelta(days)).isoformat()),
    "time": st.sampled_from(["08:00", "23:59"]),
    "datetime": st.just("2025-11-03T08:00:00+07:00"),
    "yesno": st.booleans(),
    "email": st.just("a@contoh.example"),
    "phone": st.just("081200000001"),
    "identity": st.just({"jenis": "NRP", "nomor": "00000001"}),
    "official": st.sampled_from(["ani", "budi"]),
    "file": st.sampled_from(["a.pdf", "b.pdf"]),
}


def answer(played: Played, question: Question) -> st.SearchStrategy[Any]:
    """What may be said to a question; the parts of what has parts are asked later."""
    spec = question.spec
    if spec.type == "disposition":
        roles = [role for role, actor in played.sop.actors.items() if not actor.external]
        return st.sampled_from(roles).map(lambda role: {"kepada": [role]})
    if spec.unique is not None:
        own = "-".join(question.path)
        return st.just({"jenis": "lainnya", "nomor": own} if spec.type == "identity" else own)
    if question.choices:
        choices = st.sampled_from(question.choices)
        return choices.map(lambda one: [one]) if spec.type == "list" else choices
    if spec.type == "list":
        fewest, most = spec.min or 0, min(spec.max or 3, 3)
        item = st.just({}) if spec.of is None else SCALARS[spec.of]
        alike = None if spec.of != "file" else str  # no file twice
        return st.lists(item, min_size=fewest, max_size=max(fewest, most), unique_by=alike)
    if spec.type in {"record", "checklist"}:
        return st.just({})
    return SCALARS[spec.type]


def smooth(played: Played, question: Question) -> st.SearchStrategy[Any]:
    """What is said when all goes well: the first choice, yes, a date that suits."""
    spec = question.spec
    if question.choices and spec.type == "choice":
        return st.just(question.choices[0])
    if spec.type == "yesno":
        return st.just(True)
    if spec.type == "date":
        return st.just(DAY.isoformat())
    return answer(played, question)


def complete(
    draw: Any, played: Played, stage: str, said: Given | None = None, *, reply: Callable[..., Any] | None = None
) -> Given:
    """What a clerk says who answers every question of a stage, in half of the cases so that all goes well."""
    tree = said or Given({})
    reply = reply or draw(st.sampled_from([smooth, answer]))
    for _round in range(60):
        found = played.see(stage, tree)
        assert not found.problems, found.problems
        if not found.missing:
            return tree
        for question in found.missing:
            tree = overlay(tree, at_path(question.path, spoken(draw(reply(played, question)))))
    raise AssertionError(f"{stage} asks without end")


def some_optional(draw: Any, played: Played, stage: str) -> Given:
    """Some of the fields that may be left out, begun."""
    chosen: dict[str, Any] = {}
    for name in played.sop.stage(stage).optional:
        spec: FieldSpec = played.sop.fields[name]
        if spec.when is None and draw(st.booleans()):
            chosen[name] = draw(answer(played, Question(path=(name,), spec=spec, choices=spec.choices)))
            if spec.each is not None:
                chosen[name] = {"*": chosen[name]}
    return spoken(chosen)
