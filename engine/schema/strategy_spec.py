"""How model, data and gradients lie over the devices: one class for each strategy, with its options."""

import math
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import ADVANCED, DEVICE_FORM, Spec


class _Strategy(Spec):
    devices: tuple[Annotated[str, Field(pattern=DEVICE_FORM)], ...] = Field(
        ("cpu",), min_length=1, max_length=64, title="Devices", description="One rank per device."
    )


class _Shared(_Strategy):
    """Several ranks that work in step."""

    elastic: bool = Field(
        False,
        title="Go on without a lost device",
        description="When a device stays dead the run goes on with the others, at the same global batch.",
        json_schema_extra=ADVANCED,
    )


class AutoSpec(_Strategy):
    """Modelyard picks strategy, micro-batch, precision and checkpointing for the chosen devices, and says why."""

    model_config = ConfigDict(title="Auto")

    name: Literal["auto"] = "auto"


class SingleSpec(_Strategy):
    """One device does everything."""

    model_config = ConfigDict(title="One device")

    name: Literal["single"] = "single"

    @model_validator(mode="after")
    def _one_device(self) -> "SingleSpec":
        if len(self.devices) != 1:
            raise ValueError("problem:single_takes_one_device")
        return self


class DdpSpec(_Shared):
    """Every device holds the model; gradients are all-reduced."""

    model_config = ConfigDict(title="Replicate")

    name: Literal["ddp"] = "ddp"
    bucket_mb: float = Field(
        25.0,
        gt=0,
        le=4096,
        title="Bucket",
        description="Gradients are sent in buckets of this size while the backward pass goes on.",
        json_schema_extra={"unit": "MiB", **ADVANCED},
    )
    compression: Literal["none", "fp16", "bf16", "powersgd"] = Field(
        "none",
        title="Compress gradients",
        description="Send gradients in half the bits, or as low-rank factors (PowerSGD, Vogels et al., 2019).",
        json_schema_extra={
            "labels": {"none": "No", "fp16": "fp16", "bf16": "bf16", "powersgd": "PowerSGD"},
            **ADVANCED,
        },
    )
    static_graph: bool = Field(
        True,
        title="Same layers every step",
        description="Every step uses every layer, so nothing unused is looked for; a layer that is left out is an error.",
        json_schema_extra=ADVANCED,
    )


class Zero1Spec(_Shared):
    """Every device holds the model; the optimizer's state is split (ZeRO stage 1)."""

    model_config = ConfigDict(title="Share the optimizer")

    name: Literal["zero1"] = "zero1"


class FsdpSpec(_Shared):
    """Parameters, gradients and optimizer state are split over the devices (FSDP2)."""

    model_config = ConfigDict(title="Shard")

    name: Literal["fsdp"] = "fsdp"
    reshard_after_forward: bool = Field(
        True,
        title="Free weights after forward",
        description="Off keeps the gathered weights until the backward pass: faster, and only gradients and optimizer state are split (ZeRO stage 2).",
        json_schema_extra=ADVANCED,
    )
    reduce_in: Literal["fp32", "bf16"] = Field(
        "fp32",
        title="Add gradients in",
        description="Numbers in which gradients are summed over the devices.",
        json_schema_extra={"labels": {"fp32": "fp32", "bf16": "bf16"}, **ADVANCED},
    )
    cpu_offload: bool = Field(
        False,
        title="Keep shards in main memory",
        description="Weights and optimizer state wait in the machine's memory, not the device's.",
        json_schema_extra=ADVANCED,
    )
    replicas: int = Field(
        1,
        ge=1,
        le=64,
        title="Replicas",
        description="Groups of devices that each hold the whole model, sharded inside the group (hybrid).",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _replicas_divide_devices(self) -> "FsdpSpec":
        if len(self.devices) % self.replicas:
            raise ValueError("problem:replicas_do_not_divide_devices")
        return self


class TensorParallelSpec(_Shared):
    """Each layer's matrices are split over the devices, for models too wide for one."""

    model_config = ConfigDict(title="Split matrices")

    name: Literal["tensor_parallel"] = "tensor_parallel"
    degree: int | None = Field(
        None,
        ge=1,
        le=64,
        title="Degree",
        description="Devices that share one layer; all when left empty. The others hold replicas.",
        json_schema_extra=ADVANCED,
    )
    sequence_parallel: bool = Field(
        False,
        title="Split the sequence too",
        description="Norms and dropout work on parts of the sequence (Korthikanti et al., 2022).",
        json_schema_extra=ADVANCED,
    )
    loss_parallel: bool = Field(
        True,
        title="Split the vocabulary's loss",
        description="The loss is computed on parts of the vocabulary; the whole row of scores is never gathered.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _degree_divides_devices(self) -> "TensorParallelSpec":
        if self.degree and len(self.devices) % self.degree:
            raise ValueError("problem:degree_does_not_divide_devices")
        return self


PipelineSchedule = Literal["gpipe", "1f1b", "interleaved_1f1b"]
_SCHEDULE_LABELS: dict[str, Any] = {"gpipe": "GPipe", "1f1b": "1F1B", "interleaved_1f1b": "Interleaved 1F1B"}


class PipelineSpec(_Shared):
    """The layers are cut into stages, one after the other on the devices; micro-batches flow through."""

    model_config = ConfigDict(title="Split layers")

    name: Literal["pipeline"] = "pipeline"
    schedule: PipelineSchedule = Field(
        "1f1b",
        title="Pipeline schedule",
        description="GPipe runs all forwards, then all backwards; 1F1B alternates and keeps fewer activations; interleaved gives each device several stages.",
        json_schema_extra={"labels": _SCHEDULE_LABELS, **ADVANCED},
    )
    micro_batches: int = Field(
        4,
        ge=1,
        le=1024,
        title="Micro-batches",
        description="Parts of a batch that flow through the stages; more of them leave the devices idle less.",
        json_schema_extra=ADVANCED,
    )
    stages: int | None = Field(
        None,
        ge=1,
        le=256,
        title="Stages",
        description="Parts the layers are cut into, balanced by measured cost; one a device when left empty.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _stages_suit_devices(self) -> "PipelineSpec":
        stages, devices = self.stages or len(self.devices), len(self.devices)
        if stages % devices:
            raise ValueError("problem:stages_do_not_divide")
        if self.schedule != "interleaved_1f1b" and stages != devices:
            raise ValueError("problem:stages_need_interleaving")
        return self


class ParameterServerSpec(_Strategy):
    """Servers hold the weights; workers push gradients and pull weights, in step or freely."""

    model_config = ConfigDict(title="Parameter server")

    name: Literal["parameter_server"] = "parameter_server"
    servers: int = Field(
        1,
        ge=1,
        le=63,
        title="Servers",
        description="How many of the devices, the last ones, hold the parameters between them.",
    )
    mode: Literal["sync", "async", "bounded"] = Field(
        "sync",
        title="Mode",
        description="In step every worker waits for the others; free-running nobody waits; bounded, nobody gets further ahead than the staleness bound.",
        json_schema_extra={"labels": {"sync": "In step", "async": "Free-running", "bounded": "Bounded"}},
    )
    staleness: int = Field(
        4,
        ge=0,
        le=10_000,
        title="Staleness bound",
        description="Updates that may come between a worker's pull and its push, in bounded mode.",
        json_schema_extra={"unit": "updates", **ADVANCED},
    )
    delay_compensation: float = Field(
        0.0,
        ge=0,
        le=100,
        title="Delay compensation",
        description="Corrects a late gradient by how far the weights have moved since (DC-ASGD, Zheng et al., 2017); 0 for none.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _somebody_works(self) -> "ParameterServerSpec":
        if len(self.devices) <= self.servers:
            raise ValueError("problem:servers_leave_no_worker")
        return self


class _Local(_Shared):
    period: int = Field(
        16,
        ge=1,
        le=100_000,
        title="Steps alone",
        description="Steps that each device takes alone before the weights are averaged.",
        json_schema_extra={"unit": "steps"},
    )


class LocalSgdSpec(_Local):
    """Each device steps alone; the weights are averaged every few steps."""

    model_config = ConfigDict(title="Local steps")

    name: Literal["local_sgd"] = "local_sgd"


class DilocoSpec(_Local):
    """Each device steps alone; every few steps an outer Nesterov step moves them all (DiLoCo, Douillard et al., 2023)."""

    model_config = ConfigDict(title="DiLoCo")

    name: Literal["diloco"] = "diloco"
    outer_learning_rate: float = Field(
        0.7,
        gt=0,
        le=10,
        title="Outer learning rate",
        description="Size of the outer step.",
        json_schema_extra=ADVANCED,
    )
    outer_momentum: float = Field(
        0.9,
        ge=0,
        lt=1,
        title="Outer momentum",
        description="Nesterov momentum of the outer step.",
        json_schema_extra=ADVANCED,
    )


class MeshShape(Spec):
    """How many devices lie along each axis; their product is the number of devices."""

    data: int = Field(1, ge=1, le=64, title="Data", description="Replicas or shards that share the batch.")
    tensor: int = Field(
        1, ge=1, le=64, title="Tensor", description="Devices that share each layer's matrices."
    )
    pipeline: int = Field(1, ge=1, le=64, title="Pipeline", description="Stages the layers are cut into.")

    @property
    def size(self) -> int:
        return math.prod((self.data, self.tensor, self.pipeline))


class MeshSpec(_Shared):
    """Several ways at once: data, tensor and pipeline parallel along the axes of a mesh."""

    model_config = ConfigDict(title="Combine")

    name: Literal["mesh"] = "mesh"
    mesh: MeshShape = Field(MeshShape(), title="Mesh")
    data: Literal["replicate", "shard"] = Field(
        "replicate",
        title="Along the data axis",
        description="Replicate all-reduces gradients; shard splits parameters, gradients and optimizer state.",
        json_schema_extra={"labels": {"replicate": "Replicate", "shard": "Shard"}},
    )
    schedule: PipelineSchedule = Field(
        "1f1b",
        title="Pipeline schedule",
        description="Order in which micro-batches pass through the stages.",
        json_schema_extra={"labels": _SCHEDULE_LABELS, **ADVANCED},
    )
    micro_batches: int = Field(
        4,
        ge=1,
        le=1024,
        title="Micro-batches",
        description="Parts of a batch that flow through the stages.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _mesh_covers_devices(self) -> "MeshSpec":
        if self.mesh.size != len(self.devices):
            raise ValueError("problem:mesh_does_not_cover_devices")
        if self.mesh.pipeline > 1 and self.data == "shard" and self.mesh.data > 1:
            raise ValueError("problem:mesh_shard_in_pipeline")
        if self.mesh.pipeline > 1 and self.schedule == "interleaved_1f1b":
            raise ValueError("problem:mesh_interleaved")
        return self


StrategySpec = Annotated[
    AutoSpec
    | SingleSpec
    | DdpSpec
    | Zero1Spec
    | FsdpSpec
    | TensorParallelSpec
    | PipelineSpec
    | ParameterServerSpec
    | LocalSgdSpec
    | DilocoSpec
    | MeshSpec,
    Field(discriminator="name"),
]
