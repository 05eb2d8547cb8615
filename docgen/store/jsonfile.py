"""The JSON files of the record: one way to write each content, and none other is read.

A file that was opened and saved again by an editor is found by its bytes, even if it still says the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping


def json_bytes(content: Mapping[str, object]) -> bytes:
    """The content as it is written: UTF-8, one entry a line, keys in the given order."""
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def parse_json(raw: bytes) -> dict[str, object]:
    """The content of a file that `json_bytes` wrote.

    Raises:
        ValueError: it is not exactly what would be written: not JSON, a key twice, NaN, other spacing.
    """
    message = "not written by docgen"
    try:
        content = json.loads(raw)
        exact = isinstance(content, dict) and json_bytes(content) == raw
    except RecursionError as error:
        raise ValueError(message) from error
    if not exact:
        raise ValueError(message)
    return dict(content)
