"""What a person asks for when they train a model; shared by form, wire, spec.json and worker.

A field says everything a form needs: title, description, bounds, default, and in
``json_schema_extra`` its unit, the labels of its choices, and whether it belongs to the fold-out
details (``advanced``). The title of a union's member is its label.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import DEVICE_FORM, NAME_FORM, Spec

ADVANCED: dict[str, Any] = {"advanced": True}

TEXT_TASKS = ("text_classification",)


class CleaningSpec(Spec):
    """How rows that would spoil the training are treated."""

    missing: Literal["impute", "drop"] = Field(
        "impute",
        title="Missing values",
        description="Impute fills numbers with the median and categories with their own value, both learnt from the training rows; drop leaves such rows out.",
        json_schema_extra={"labels": {"impute": "Fill in", "drop": "Drop rows"}},
    )
    duplicates: Literal["drop", "keep"] = Field(
        "drop",
        title="Duplicate rows",
        description="Drop keeps the first of rows that are equal in every used column.",
        json_schema_extra={"labels": {"drop": "Drop", "keep": "Keep"}},
    )


class SplitSpec(Spec):
    """Which rows are held out, to measure honestly."""

    method: Literal["random", "stratified", "block"] = Field(
        "random",
        title="Split",
        description="Random draws rows; stratified keeps the share of each class; block takes the last rows, for data ordered in time.",
        json_schema_extra={"labels": {"random": "Random", "stratified": "Stratified", "block": "Block"}},
    )
    validation: float = Field(
        0.1,
        ge=0,
        lt=1,
        title="Validation share",
        description="Part of the rows that is measured during training.",
    )
    test: float = Field(
        0.1, ge=0, lt=1, title="Test share", description="Part of the rows that is measured once, at the end."
    )
    seed: int = Field(
        0,
        ge=0,
        title="Split seed",
        description="The same seed gives the same split.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _some_rows_are_left(self) -> "SplitSpec":
        if self.validation + self.test >= 1:
            raise ValueError("problem:split_leaves_nothing")
        return self


class DataSpec(Spec):
    """Which data, and which part of it plays which role."""

    source: str = Field(
        min_length=1, title="Dataset", description="A file, or a dataset that is already in Modelyard."
    )
    target: str = Field(min_length=1, title="Predict", description="The column the model learns to predict.")
    features: tuple[str, ...] | None = Field(
        None, title="From", description="The columns it predicts from; all others when left empty."
    )
    text: str | None = Field(
        None, title="Text", description="The column that holds the text, for text tasks."
    )
    cleaning: CleaningSpec = Field(CleaningSpec(), title="Cleaning")
    split: SplitSpec = Field(SplitSpec(), title="Split")
    sharding: Literal["random", "block"] = Field(
        "random",
        title="Rows per rank",
        description="Random deals the rows of each batch out to the ranks; block gives each rank a contiguous part of the data.",
        json_schema_extra={"labels": {"random": "Random", "block": "Block"}, **ADVANCED},
    )


class LinearSpec(Spec):
    """A weighted sum of the features."""

    model_config = ConfigDict(title="Linear")

    name: Literal["linear"] = "linear"


class MlpSpec(Spec):
    """Fully connected layers with ReLU between them."""

    model_config = ConfigDict(title="MLP")

    name: Literal["mlp"] = "mlp"
    hidden: tuple[Annotated[int, Field(ge=1, le=65536)], ...] = Field(
        (64, 64),
        max_length=64,
        title="Hidden layers",
        description="Width of each hidden layer, first to last.",
    )
    dropout: float = Field(
        0.0, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )


class MeanEmbeddingSpec(Spec):
    """The mean of the words' embeddings, then a dense layer: light and hard to beat on short texts."""

    model_config = ConfigDict(title="Mean of embeddings")

    name: Literal["mean_embedding"] = "mean_embedding"
    vocabulary: int = Field(
        20_000,
        ge=16,
        le=1_000_000,
        title="Vocabulary",
        description="Most frequent words kept.",
        json_schema_extra={"unit": "words"},
    )
    width: int = Field(64, ge=1, le=8192, title="Embedding width", description="Numbers per word.")
    dropout: float = Field(
        0.1, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )
    max_tokens: int = Field(
        256,
        ge=1,
        le=65536,
        title="Longest text",
        description="Later words are left out.",
        json_schema_extra={"unit": "words"},
    )


class TransformerEncoderSpec(Spec):
    """A small transformer encoder whose mean output is classified."""

    model_config = ConfigDict(title="Transformer encoder")

    name: Literal["transformer_encoder"] = "transformer_encoder"
    vocabulary: int = Field(
        20_000,
        ge=16,
        le=1_000_000,
        title="Vocabulary",
        description="Most frequent words kept.",
        json_schema_extra={"unit": "words"},
    )
    width: int = Field(
        64, ge=1, le=8192, title="Width", description="Numbers per word; a multiple of the heads."
    )
    layers: int = Field(2, ge=1, le=96, title="Layers", description="Encoder layers.")
    heads: int = Field(4, ge=1, le=128, title="Heads", description="Attention heads per layer.")
    dropout: float = Field(
        0.1, ge=0, lt=1, title="Dropout", description="Share of activations set to zero while training."
    )
    max_tokens: int = Field(
        128,
        ge=1,
        le=65536,
        title="Longest text",
        description="Later words are left out.",
        json_schema_extra={"unit": "words"},
    )

    @model_validator(mode="after")
    def _heads_divide_width(self) -> "TransformerEncoderSpec":
        if self.width % self.heads:
            raise ValueError("problem:heads_do_not_divide_width")
        return self


ModelSpec = Annotated[
    LinearSpec | MlpSpec | MeanEmbeddingSpec | TransformerEncoderSpec, Field(discriminator="name")
]

MODELS_OF_TASK: dict[str, tuple[str, ...]] = {
    "tabular_regression": ("linear", "mlp"),
    "text_classification": ("mean_embedding", "transformer_encoder"),
}


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


OptimizerSpec = Annotated[SgdSpec | MomentumSpec | AdamSpec | AdamwSpec, Field(discriminator="name")]


class ScheduleSpec(Spec):
    """How the learning rate moves over the run."""

    name: Literal["constant", "linear", "cosine"] = Field(
        "constant",
        title="Schedule",
        description="After warm-up the rate stays, or falls to zero along a line or a cosine.",
        json_schema_extra={"labels": {"constant": "Constant", "linear": "Linear", "cosine": "Cosine"}},
    )
    warmup_steps: int = Field(
        0,
        ge=0,
        title="Warm-up",
        description="Steps over which the learning rate rises from zero.",
        json_schema_extra={"unit": "steps", **ADVANCED},
    )


class EarlyStoppingSpec(Spec):
    """Stop when the validation loss no longer falls."""

    patience: int = Field(
        5,
        ge=1,
        title="Patience",
        description="Evaluations without improvement before the run stops.",
        json_schema_extra={"unit": "evaluations"},
    )
    min_delta: float = Field(
        0.0, ge=0, title="Smallest improvement", description="A smaller fall of the loss does not count."
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
    precision: Literal["fp32", "bf16"] = Field(
        "fp32",
        title="Precision",
        description="bf16 computes in half the bits and keeps fp32 weights.",
        json_schema_extra={"labels": {"fp32": "fp32", "bf16": "bf16 mixed"}},
    )
    seed: int = Field(0, ge=0, title="Seed", description="The same seed gives the same run.")

    @model_validator(mode="before")
    @classmethod
    def _some_end(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("epochs") is None and data.get("max_steps") is None:
            return {**data, "epochs": 10}
        return data


class _Strategy(Spec):
    devices: tuple[Annotated[str, Field(pattern=DEVICE_FORM)], ...] = Field(
        ("cpu",), min_length=1, max_length=64, title="Devices", description="One rank per device."
    )


class SingleSpec(_Strategy):
    """One device does everything."""

    model_config = ConfigDict(title="One device")

    name: Literal["single"] = "single"

    @model_validator(mode="after")
    def _one_device(self) -> "SingleSpec":
        if len(self.devices) != 1:
            raise ValueError("problem:single_takes_one_device")
        return self


class DdpSpec(_Strategy):
    """Every device holds the model; gradients are all-reduced."""

    model_config = ConfigDict(title="Replicate")

    name: Literal["ddp"] = "ddp"


StrategySpec = Annotated[SingleSpec | DdpSpec, Field(discriminator="name")]


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
    task: Literal["tabular_regression", "text_classification"] = Field(
        title="Task",
        description="What is learnt.",
        json_schema_extra={
            "labels": {
                "tabular_regression": "Tabular regression",
                "text_classification": "Text classification",
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
        if self.task in TEXT_TASKS and not self.data.text:
            raise ValueError("problem:text_column_missing")
        if self.task not in TEXT_TASKS and self.data.text:
            raise ValueError("problem:text_column_unused")
        if self.data.features is not None and self.data.target in self.data.features:
            raise ValueError("problem:target_among_features")
        return self
