"""What is held equal among contenders."""

import json
from dataclasses import asdict, dataclass
from typing import Any

LEARNING_RATE = 3e-4
WEIGHT_DECAY = 0.01
NEVER = 10**9  # steps


@dataclass(frozen=True)
class Setting:
    """One machine, one model, one precision."""

    ranks: int
    threads: int  # of each rank
    precision: str
    size: str = "10m"
    context: int = 256
    rows: int = 8  # of each rank
    device: str = "cpu"
    repeats: int = 5
    seconds: float = 3.0  # of each repeat, about
    compiled: bool = False

    @property
    def global_rows(self) -> int:
        return self.ranks * self.rows

    @property
    def name(self) -> str:
        ranks = f"{self.ranks} rank{'s' if self.ranks > 1 else ''} × {self.threads} thread{'s' if self.threads > 1 else ''}"
        return f"{self.size} {self.precision} {self.device}, {ranks}{', compiled' if self.compiled else ''}"

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    def spec(self, source: str, strategy: dict[str, Any] | None = None) -> Any:
        """The TrainSpec of a run in this setting."""
        from engine.schema.train import TrainSpec

        usual = {"name": "ddp"} if self.ranks > 1 else {"name": "single"}
        value = {
            "task": "language_model",
            "data": {"source": source},
            "model": {"name": "decoder", "size": self.size, "context": self.context},
            "training": {
                "max_steps": NEVER,
                "batch_size": self.global_rows,
                "precision": self.precision,
                "compile": self.compiled,
                "optimizer": {
                    "name": "adamw",
                    "learning_rate": LEARNING_RATE,
                    "weight_decay": WEIGHT_DECAY,
                },
                "schedule": {"name": "constant"},
            },
            "strategy": {"devices": [self.device] * self.ranks, **(strategy or usual)},
            "checkpoint": {"every_steps": NEVER},
        }
        return TrainSpec.model_validate(value)
