"""The folder that a run tunes. A checkpoint holds what was learnt alone, so the folder must stay what it was: for a run
that goes on, for what preferences are compared with, and for the finished model."""

import hashlib
from dataclasses import dataclass

from engine.planning.pretrained_folder import CONFIG, FIELD, read_folder
from engine.schema.model_spec import ModelSpec, PretrainedSpec
from engine.schema.problem import UserError

_SAMPLE, _SAMPLES = 1 << 12, 256  # bytes of each look into a file, and how many there are: some milliseconds


@dataclass(frozen=True)
class Origin:
    """Where a run's weights came from; of a network that begins with nothing, nowhere."""

    path: str = ""

    @classmethod
    def of(cls, model: ModelSpec) -> "Origin":
        return cls(model.path) if isinstance(model, PretrainedSpec) else cls()

    def glance(self) -> str:
        """sha256 over the configuration and samples of every file of weights, which other weights do not have; raises
        UserError when the folder is gone."""
        if not self.path:
            return ""
        place = read_folder(self.path).path
        seen = hashlib.sha256((place / CONFIG).read_bytes())
        for file in sorted(place.glob("*.safetensors")):
            size = file.stat().st_size
            seen.update(f"{file.name} {size}\n".encode())
            with file.open("rb") as content:
                for start in range(0, size, max(size // _SAMPLES, _SAMPLE)):
                    content.seek(start)
                    seen.update(content.read(_SAMPLE))
        return seen.hexdigest()

    def must_be(self, seen: str | None) -> None:
        """Raises UserError when the folder is not what it was at that glance; of an older program there is none."""
        if seen is not None and self.glance() != seen:
            raise UserError("pretrained_changed_since", field=FIELD, path=self.path)
