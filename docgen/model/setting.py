"""What the tables of `docgen.toml` are made of."""

from __future__ import annotations

import datetime as dt
from gettext import gettext as _
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from docgen.model.text import TextError, ValueProblem, clean, quoted


class Setting(BaseModel):
    """A table of the settings: unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def refused(problem: ValueProblem) -> PydanticCustomError:
    """The problem as a validator raises it."""
    return PydanticCustomError("value", "{message}", {"message": problem.message, "hint": problem.hint})


def cleaned(text: str) -> str:
    """A text as it may be printed."""
    try:
        return clean(text)
    except TextError as error:
        raise refused(error) from error


Text = Annotated[str, AfterValidator(cleaned)]


def said(text: str) -> str:
    """A text that says something, if there is one."""
    if text and not any(character.isalnum() for character in text):
        message = _("{text} says nothing").format(text=quoted(text))
        raise refused(ValueProblem(message, hint=_("Write it in letters or digits; what there is not is left out.")))
    return text


FilledText = Annotated[Text, Field(min_length=1), AfterValidator(said)]
"""A text with at least a letter or a digit."""


def _day(value: object) -> object:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise PydanticCustomError("day", "a date is needed")
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]
"""A date of TOML: without quotes, without a time."""
