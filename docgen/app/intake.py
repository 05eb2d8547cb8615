"""Files that are handed in: judged, named after case and step, and carried to the step's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from docgen.store.files import Attachment, read_attachment
from docgen.store.filesystem import FileSystem
from docgen.store.layout import step_name


@dataclass(slots=True, kw_only=True)
class Intake:
    """The files of one step."""

    fs: FileSystem
    base: Path
    """Where relative names start from: the folder of the input, or the one the clerk stands in."""
    limit: int
    """Bytes that one file may have."""
    case: str
    seq: int
    taken: dict[str, Attachment] = field(default_factory=dict)
    """By the name that the clerk gave; a file that is named twice is taken in once."""

    def attach(self, name: str) -> dict[str, JsonValue]:
        """Takes in a file and says how the record keeps it. Raises `file-refused`."""
        if name not in self.taken:
            self.taken[name] = read_attachment(self.base / Path(name).expanduser(), limit=self.limit, fs=self.fs)
        taken = self.taken[name]
        return {
            "nama": taken.name,
            "path": f"{step_name(self.seq)}/{self.file_name(name)}",
            "sha256": taken.sha256,
            "size": len(taken.content),
            "type": taken.type,
        }

    def file_name(self, name: str) -> str:
        """The file's own name in the record: case, step and place; never a person's name."""
        place = list(self.taken).index(name) + 1
        return f"{self.case}-{self.seq:02d}-berkas-{place}.{self.taken[name].type}"

    def files(self) -> list[tuple[str, bytes]]:
        """What is to be written into the step's folder."""
        return [(self.file_name(name), taken.content) for name, taken in self.taken.items()]
