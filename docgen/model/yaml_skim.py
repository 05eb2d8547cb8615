"""Reading a definition's YAML for help and completion only: fast, every scalar as text, nothing checked.

What is used is read by `docgen.model.yaml_source`, which knows where everything stands and refuses what is unsafe.
"""

from __future__ import annotations

import yaml

from docgen.model.located import MAX_BYTES
from docgen.model.yaml_parser import parser


def skim_yaml(raw: bytes) -> object:
    """The data of a YAML text.

    Raises:
        ValueError: it is no YAML, or too large to be a definition.
    """
    if len(raw) > MAX_BYTES:
        message = "too large"
        raise ValueError(message)
    try:
        data: object = yaml.load(raw, Loader=parser())  # noqa: S506  # it makes texts, lists and mappings only
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return data
