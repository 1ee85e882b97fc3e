"""What a person asks for when the program is to choose the model: data, a task and a time."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import DEVICE_FORM, NAME_FORM, Spec
from engine.schema.data_spec import DataSpec
from engine.schema.metrics import METRIC_LABELS, METRICS_OF_TASK, MetricName
from engine.schema.roles import ROLES, role_fault

SearchTask = Literal["tabular_regression", "tabular_classification", "text_classification"]

# Scores that mean the same for every model of a task: a loss need not.
_JUDGED_BY: dict[str, MetricName] = {
    "tabular_regression": "rmse",
    "tabular_classification": "f1_macro",
    "text_classification": "f1_macro",
}


class SearchSpec(Spec):
    """Auto: the sensible models of a task, tried within a time budget."""

    model_config = ConfigDict(title="Auto")

    kind: Literal["search"] = "search"
    name: str = Field(
        "auto",
        min_length=1,
        max_length=80,
        pattern=NAME_FORM,
        title="Name",
        description="What the search is called in the lists.",
    )
    task: SearchTask = Field(
        title="Task",
        description="What is learnt.",
        json_schema_extra={
            "labels": {
                "tabular_regression": "Tabular regression",
                "tabular_classification": "Tabular classification",
                "text_classification": "Text classification",
            }
        },
    )
    data: DataSpec = Field(title="Data")
    seconds: float = Field(
        600,
        ge=10,
        le=30 * 86400,
        title="Time",
        description="How long models may be tried in all.",
        json_schema_extra={"unit": "s"},
    )
    metric: MetricName | None = Field(
        None,
        title="Judged by",
        description="The score on the validation rows that decides; the task’s own when left empty.",
        json_schema_extra={"labels": METRIC_LABELS, "none": "by the task"},
    )
    devices: tuple[Annotated[str, Field(pattern=DEVICE_FORM)], ...] = Field(
        ("cpu",),
        min_length=1,
        max_length=64,
        title="Devices",
        description="What models are tried on, one on each.",
    )
    seed: int = Field(0, ge=0, title="Seed", description="The seed of every run.")

    @model_validator(mode="after")
    def _parts_agree(self) -> "SearchSpec":
        if fault := role_fault(self.task, {role: getattr(self.data, role) for role in ROLES}):
            raise ValueError(f"problem:{fault}")
        if self.data.features is not None and self.data.target in self.data.features:
            raise ValueError("problem:target_among_features")
        if self.metric is not None and self.metric not in METRICS_OF_TASK[self.task]:
            raise ValueError("problem:metric_not_of_task@metric")
        return self

    @property
    def judged_by(self) -> MetricName:
        return self.metric or _JUDGED_BY[self.task]
