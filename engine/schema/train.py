"""What a person asks for when they train a model; shared by form, wire, spec.json and worker.

A field says everything a form needs: title, description, bounds, default, and in
``json_schema_extra`` its unit, the labels of its choices, and whether it belongs to the fold-out
details (``advanced``). The title of a union's member is its label.
"""

from typing import Literal

from pydantic import Field, model_validator

from engine.schema.augmentation_spec import AUGMENTATION_OF_TASK
from engine.schema.base import NAME_FORM, Spec
from engine.schema.data_spec import DataSpec
from engine.schema.metrics import METRICS_OF_TASK
from engine.schema.model_spec import MODELS_OF_TASK, ModelSpec, TaskName
from engine.schema.roles import ROLES, role_fault
from engine.schema.strategy_spec import SingleSpec, StrategySpec
from engine.schema.training_spec import TrainingSpec


class CheckpointSpec(Spec):
    """How often the run saves what it can resume from."""

    every_steps: int = Field(
        100,
        ge=1,
        title="Checkpoint every",
        description="Optimizer steps between two checkpoints.",
        json_schema_extra={"unit": "steps"},
    )
    keep: int = Field(3, ge=1, le=1000, title="Keep", description="Newest checkpoints that stay on the disk.")


class TrainSpec(Spec):
    """One training run, as the person asked for it."""

    kind: Literal["train"] = "train"
    name: str = Field(
        "run",
        min_length=1,
        max_length=80,
        pattern=NAME_FORM,
        title="Name",
        description="What the run is called in the lists.",
    )
    task: TaskName = Field(
        title="Task",
        description="What is learnt.",
        json_schema_extra={
            "labels": {
                "tabular_regression": "Tabular regression",
                "tabular_classification": "Tabular classification",
                "text_classification": "Text classification",
                "language_model": "Language model",
                "image_classification": "Image classification",
                "recommendation": "Recommendation",
            }
        },
    )
    data: DataSpec = Field(title="Data")
    model: ModelSpec = Field(title="Model")
    training: TrainingSpec = Field(TrainingSpec(epochs=10), title="Training")
    strategy: StrategySpec = Field(SingleSpec(), title="Devices and strategy")
    checkpoint: CheckpointSpec = Field(CheckpointSpec(), title="Checkpoints")

    @model_validator(mode="after")
    def _parts_agree(self) -> "TrainSpec":
        if self.model.name not in MODELS_OF_TASK[self.task]:
            raise ValueError("problem:model_does_not_fit_task")
        if fault := role_fault(self.task, {role: getattr(self.data, role) for role in ROLES}):
            raise ValueError(f"problem:{fault}")
        if self.data.features is not None and self.data.target in self.data.features:
            raise ValueError("problem:target_among_features")
        if self.training.metric not in METRICS_OF_TASK[self.task]:
            raise ValueError("problem:metric_not_of_task@training.metric")
        varied = self.data.augmentation
        if varied is not None and varied.kind != AUGMENTATION_OF_TASK.get(self.task):
            raise ValueError("problem:augmentation_not_of_task@data.augmentation")
        return self
