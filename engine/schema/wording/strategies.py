"""Words about a strategy against the other settings, the model and the batch."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "needs_more_devices": Wording(
        "This needs at least {devices} devices.", "One is chosen.", "Choose more devices."
    ),
    "mesh_needs_more_devices": Wording(
        "Combining needs an even number of devices, at least {devices}.",
        "Fewer leave one axis, which has a strategy of its own.",
        "Choose more devices.",
    ),
    "accumulation_in_pipeline": Wording(
        "A pipeline takes no accumulation.",
        "Its micro-batches are passes already.",
        "Set training.accumulation to 1, and choose strategy.micro_batches.",
    ),
    "compile_in_pipeline": Wording(
        "Stages of a pipeline are not compiled.",
        "Micro-batches differ in size.",
        "Switch training.compile off.",
    ),
    "ema_free_running": Wording(
        "Free-running workers have no common moment at which weights could be averaged.",
        "",
        "Leave training.ema empty, or choose the mode sync.",
    ),
    "elastic_not_here": Wording(
        "This strategy cannot go on without a device.",
        "Each holds a part of the model that no other has.",
        "Switch strategy.elastic off, or choose ddp, zero1, fsdp or local_sgd.",
    ),
    "batch_norm_in_pipeline": Wording(
        "A network with batch norm, as a ResNet is, is not cut into stages.",
        "It normalises each batch by its own mean; in a pipeline every micro-batch would have another.",
        "Choose another strategy, or convnext, vit or small_cnn.",
    ),
    "batch_norm_free_running": Wording(
        "A network with batch norm, as a ResNet is, does not train on free-running workers.",
        "It remembers the mean of its batches, and no two workers would remember the same.",
        "Choose the mode sync, or convnext, vit or small_cnn.",
    ),
    "powersgd_needs_fp32": Wording(
        "PowerSGD works with fp32 only.",
        "What it leaves out is added later, and would be lost in half the bits.",
        "Choose fp32, or another compression.",
    ),
    "tf32_idle_on_cpu": Wording(
        "tf32 changes nothing on a CPU.", "It is arithmetic of NVIDIA GPUs.", "Choose fp32, or bf16."
    ),
    "fp16_slow_on_cpu": Wording("fp16 is slow on a CPU.", "Few CPUs compute in it.", "Choose bf16, or fp32."),
    "accumulation_above_rows": Wording(
        "{accumulation} passes are more than a rank has rows ({rows}).",
        "A pass needs a row.",
        "Accumulate over {suggestion} at most, or choose a larger batch.",
    ),
    "batch_not_divisible": Wording(
        "A batch of {batch} cannot be dealt out evenly.",
        "{micro_batches} micro-batches on {ranks} data ranks must be equal.",
        "The nearest batch that works is {suggestion}.",
    ),
    "model_cannot_be_cut": Wording(
        "The model {model} cannot be cut into stages.",
        "It has too few layers.",
        "Choose another strategy, or a model with layers.",
    ),
    "stages_above_parts": Wording(
        "The model cannot be cut into {stages} stages.",
        "It has {parts} parts.",
        "Choose {suggestion} at most.",
    ),
    "model_has_no_split": Wording(
        "The model {model} has no matrices worth splitting.",
        "",
        "Choose another strategy, or an mlp, transformer_encoder, vit or decoder.",
    ),
    "degree_does_not_divide_model": Wording(
        "{degree} devices cannot share each layer evenly.",
        "{what} is {width}.",
        "The nearest degree that works is {suggestion}.",
    ),
    "sequence_cannot_be_split": Wording(
        "The sequence of the model {model} cannot be split.",
        "Its texts differ in length.",
        "Switch strategy.sequence_parallel off.",
    ),
    "context_not_divisible": Wording(
        "A context of {context} cannot be split over {degree} devices.",
        "Each takes an equal part.",
        "The nearest context that works is {suggestion}.",
    ),
}
