"""Files that are handed in: judged, named after case and step, and carried to the step's folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from docgen.store.files import Attachment, read_attachment
from docgen.store.filesystem import FileSystem
from docgen.store.layout import step_name
from docgen.store.typed import typed_path


@dataclass(slots=True, kw_only=True)
class Intake:
    """The files of one step."""

    fs: FileSystem
    base: Path
    """Where relative names start from, unless the input that names them says otherwise."""
    limit: int
    """Bytes that one file may have."""
    case: str
    seq: int
    taken: dict[Path, Attachment] = field(default_factory=dict)
    """By their paths; a file that is named twice is taken in once."""

    def attach(self, name: str, folder: Path | None = None) -> dict[str, JsonValue]:
        """Takes in a file and says how the record keeps it. Raises `file-refused`.

        Args:
            name: as it was typed.
            folder: where it counts from, if that is not `base`.
        """
        base = folder or self.base
        path = typed_path(base, name)
        if path not in self.taken:
            self.taken[path] = read_attachment(Path(name), base=base, limit=self.limit, fs=self.fs)
        return self._stored(path)

    def stored(self) -> list[dict[str, JsonValue]]:
        """How the record keeps each file, in the order in which they were taken in."""
        return [self._stored(path) for path in self.taken]

    def files(self) -> list[tuple[str, bytes]]:
        """What is to be written into the step's folder."""
        return [(self._file_name(path), taken.content) for path, taken in self.taken.items()]

    def _stored(self, path: Path) -> dict[str, JsonValue]:
        taken = self.taken[path]
        return {
            "nama": taken.name,
            "path": f"{step_name(self.seq)}/{self._file_name(path)}",
            "sha256": taken.sha256,
            "size": len(taken.content),
            "type": taken.type,
        }

    def _file_name(self, path: Path) -> str:
        """The file's own name in the record: case, step and place; never a person's name."""
        place = list(self.taken).index(path) + 1
        return f"{self.case}-{self.seq:02d}-berkas-{place}.{self.taken[path].type}"
