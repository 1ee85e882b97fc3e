"""How long, in what steps, in which numbers, and with which optimizer."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import ADVANCED, Spec
from engine.schema.metrics import METRIC_LABELS, MetricName


class _Optimizer(Spec):
    learning_rate: float = Field(
        1e-3, gt=0, le=10, title="Learning rate", description="Peak step size, reached after warm-up."
    )
    weight_decay: float = Field(
        0.0,
        ge=0,
        le=10,
        title="Weight decay",
        description="How strongly weights are pulled to zero.",
        json_schema_extra=ADVANCED,
    )


class SgdSpec(_Optimizer):
    """Stochastic gradient descent."""

    model_config = ConfigDict(title="SGD")

    name: Literal["sgd"] = "sgd"


class MomentumSpec(_Optimizer):
    """Stochastic gradient descent with momentum (Polyak, 1964)."""

    model_config = ConfigDict(title="SGD, momentum")

    name: Literal["momentum"] = "momentum"
    momentum: float = Field(
        0.9, ge=0, lt=1, title="Momentum", description="Share of the last step that is kept."
    )


class NesterovSpec(MomentumSpec):
    """Stochastic gradient descent with Nesterov's look-ahead (Nesterov, 1983; Sutskever et al., 2013)."""

    model_config = ConfigDict(title="SGD, Nesterov")

    name: Literal["nesterov"] = "nesterov"  # type: ignore[assignment]


class AdamSpec(_Optimizer):
    """Adam (Kingma and Ba, 2015)."""

    model_config = ConfigDict(title="Adam")

    name: Literal["adam"] = "adam"
    beta1: float = Field(
        0.9,
        ge=0,
        lt=1,
        title="Beta 1",
        description="Decay of the gradient's mean.",
        json_schema_extra=ADVANCED,
    )
    beta2: float = Field(
        0.999,
        ge=0,
        lt=1,
        title="Beta 2",
        description="Decay of the gradient's square.",
        json_schema_extra=ADVANCED,
    )


class AdamwSpec(AdamSpec):
    """AdamW: weight decay apart from the gradient (Loshchilov and Hutter, 2019)."""

    model_config = ConfigDict(title="AdamW")

    name: Literal["adamw"] = "adamw"  # type: ignore[assignment]


class AdafactorSpec(_Optimizer):
    """Adafactor: second moments kept as row and column sums, for little memory (Shazeer and Stern, 2018)."""

    model_config = ConfigDict(title="Adafactor")

    name: Literal["adafactor"] = "adafactor"


class LionSpec(_Optimizer):
    """Lion: the sign of a momentum; wants a learning rate about ten times smaller (Chen et al., 2023)."""

    model_config = ConfigDict(title="Lion")

    name: Literal["lion"] = "lion"
    beta1: float = Field(
        0.9,
        ge=0,
        lt=1,
        title="Beta 1",
        description="Share of the momentum in a step.",
        json_schema_extra=ADVANCED,
    )
    beta2: float = Field(
        0.99,
        ge=0,
        lt=1,
        title="Beta 2",
        description="Decay of the momentum.",
        json_schema_extra=ADVANCED,
    )


class MuonSpec(_Optimizer):
    """Muon: orthogonalised momentum for matrices, AdamW for everything else (Jordan et al., 2024)."""

    model_config = ConfigDict(title="Muon")

    name: Literal["muon"] = "muon"
    momentum: float = Field(
        0.95,
        ge=0,
        lt=1,
        title="Momentum",
        description="Share of the last step that is kept.",
        json_schema_extra=ADVANCED,
    )


OptimizerSpec = Annotated[
    SgdSpec | MomentumSpec | NesterovSpec | AdamSpec | AdamwSpec | AdafactorSpec | LionSpec | MuonSpec,
    Field(discriminator="name"),
]


class ScheduleSpec(Spec):
    """How the learning rate moves over the run."""

    name: Literal["constant", "linear", "cosine", "warmup_stable_decay"] = Field(
        "constant",
        title="Schedule",
        description="After warm-up the rate stays, or falls to zero: along a line, along a cosine, or along a line over the last part only.",
        json_schema_extra={
            "labels": {
                "constant": "Constant",
                "linear": "Linear",
                "cosine": "Cosine",
                "warmup_stable_decay": "Stable, then decay",
            }
        },
    )
    warmup_steps: int = Field(
        0,
        ge=0,
        title="Warm-up",
        description="Steps over which the learning rate rises from zero.",
        json_schema_extra={"unit": "steps", **ADVANCED},
    )
    decay: float = Field(
        0.2,
        gt=0,
        le=1,
        title="Decay share",
        description="Last part of the run over which “stable, then decay” falls to zero.",
        json_schema_extra=ADVANCED,
    )


class EarlyStoppingSpec(Spec):
    """Stop when the validation rows are no longer answered better."""

    patience: int = Field(
        5,
        ge=1,
        title="Patience",
        description="Evaluations without improvement before the run stops.",
        json_schema_extra={"unit": "evaluations"},
    )
    min_delta: float = Field(
        0.0, ge=0, title="Smallest improvement", description="A smaller change of the metric does not count."
    )


class TrainingSpec(Spec):
    """How long, in what steps, and with which optimizer."""

    epochs: int | None = Field(
        None,
        ge=1,
        le=1_000_000,
        title="Epochs",
        description="Passes over the training rows; 10 when no steps are given either.",
    )
    max_steps: int | None = Field(
        None,
        ge=1,
        title="Most steps",
        description="Stop after this many optimizer steps.",
        json_schema_extra={"unit": "steps", **ADVANCED},
    )
    batch_size: int = Field(
        32,
        ge=1,
        le=10_000_000,
        title="Global batch",
        description="Rows per optimizer step, over all ranks together.",
        json_schema_extra={"unit": "rows"},
    )
    accumulation: int = Field(
        1,
        ge=1,
        le=100_000,
        title="Accumulate",
        description="Passes in which a rank works through its part of the batch before one optimizer step: more passes, less memory.",
        json_schema_extra={"unit": "passes", **ADVANCED},
    )
    optimizer: OptimizerSpec = Field(AdamwSpec(), title="Optimizer")
    schedule: ScheduleSpec = Field(ScheduleSpec(), title="Schedule")
    gradient_clip: float | None = Field(
        None,
        gt=0,
        title="Clip gradients",
        description="Largest global gradient norm; empty for none.",
        json_schema_extra=ADVANCED,
    )
    early_stopping: EarlyStoppingSpec | None = Field(None, title="Early stopping", json_schema_extra=ADVANCED)
    metric: MetricName = Field(
        "loss",
        title="Judged by",
        description="The score on the validation rows by which the best weights are known and early stopping decides.",
        json_schema_extra={"labels": METRIC_LABELS},
    )
    weights: Literal["last", "best"] = Field(
        "last",
        title="Model from",
        description="The last weights, or those that did best on the validation rows.",
        json_schema_extra={"labels": {"last": "Last weights", "best": "Best weights"}},
    )
    class_weights: Literal["none", "balanced"] = Field(
        "none",
        title="Class weights",
        description="Balanced makes every class count the same, however rare it is.",
        json_schema_extra={"labels": {"none": "None", "balanced": "Balanced"}, **ADVANCED},
    )
    dpo_beta: float = Field(
        0.1,
        gt=0,
        le=10,
        title="DPO beta",
        description="How closely preference tuning stays with the model it began from (Rafailov et al., 2023).",
        json_schema_extra=ADVANCED,
    )
    samples: tuple[str, ...] = Field(
        (),
        max_length=20,
        title="Sample prompts",
        description="Texts that a language model continues at each evaluation.",
        json_schema_extra=ADVANCED,
    )
    workers: int | None = Field(
        None,
        ge=0,
        le=256,
        title="Loading threads",
        description="Threads of each rank that prepare batches ahead; by the machine when left empty, 0 for none.",
        json_schema_extra=ADVANCED,
    )
    precision: Literal["fp32", "tf32", "bf16", "fp16"] = Field(
        "fp32",
        title="Precision",
        description="bf16 and fp16 compute in half the bits and keep fp32 weights, fp16 with a scaled loss; tf32 rounds the inputs of matrix products on GPUs that can.",
        json_schema_extra={
            "labels": {"fp32": "fp32", "tf32": "tf32", "bf16": "bf16 mixed", "fp16": "fp16 mixed"}
        },
    )
    activation_checkpointing: Literal["none", "selective", "full"] = Field(
        "none",
        title="Recompute activations",
        description="Selective keeps the results of matrix products and computes the rest again in the backward pass; full keeps only what enters each layer.",
        json_schema_extra={
            "labels": {"none": "No", "selective": "Selective", "full": "Full"},
            **ADVANCED,
        },
    )
    compile: bool = Field(
        False,
        title="Compile",
        description="torch.compile for each layer: a slower start for faster steps, mostly on GPUs.",
        json_schema_extra=ADVANCED,
    )
    ema: float | None = Field(
        None,
        gt=0,
        lt=1,
        title="Average the weights",
        description="Decay of an exponential moving average, which is measured and saved in place of the last weights; empty for none.",
        json_schema_extra=ADVANCED,
    )
    seed: int = Field(0, ge=0, title="Seed", description="The same seed gives the same run.")

    @model_validator(mode="before")
    @classmethod
    def _some_end(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("epochs") is None and data.get("max_steps") is None:
            return {**data, "epochs": 10}
        return data
