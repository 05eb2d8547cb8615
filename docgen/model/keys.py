"""Which keys a pydantic model knows, and where: what an unknown key may have meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args, get_origin

from pydantic import BaseModel

from docgen.model.located import Path


def keys_at(model: type[BaseModel], place: Path) -> list[str]:
    """The keys that can stand where the last one of `place` stands."""
    for part in place[:-1]:
        model = _models_in(model).get(part, model)
    return sorted(info.alias or name for name, info in model.model_fields.items())


def key_paths(model: type[BaseModel], above: Path = ()) -> Iterator[Path]:
    """The path of every key that a model knows, but for those below names of the office's own."""
    for name, info in model.model_fields.items():
        path = (*above, info.alias or name)
        yield path
        inner = _model_of(info.annotation)
        if inner is not None and get_origin(info.annotation) is not dict:
            yield from key_paths(inner, path)


def _models_in(model: type[BaseModel]) -> dict[str | int, type[BaseModel]]:
    """The models that the keys of a model hold, alone or in a list or mapping."""
    held = {info.alias or name: _model_of(info.annotation) for name, info in model.model_fields.items()}
    return {key: inner for key, inner in held.items() if inner is not None}


def _model_of(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_of(part)) is not None), None)
