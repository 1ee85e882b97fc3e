"""What transformers wants beside the weights of an image network: its configuration and its image processor, in the
files and words of that library. With them ``AutoModelForImageClassification`` and ``AutoImageProcessor`` open the
folder as it is. A small CNN has no counterpart there, so it gets none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.model.inputs.image_preprocessing import ImagePreprocessing
from engine.model.networks import convnext, vit
from engine.planning.image_sizes import CONVNEXT_SHAPES, FEED_FORWARD, PATCH, RESNET_SHAPES, STEM, VIT_SHAPES
from engine.schema.model_spec import ConvnextSpec, ModelSpec, ResnetSpec, VitSpec

_BILINEAR = 2  # Pillow's number for it


def image_files(
    spec: ModelSpec, preprocessing: ImagePreprocessing, labels: Sequence[str]
) -> Mapping[str, Any]:
    """File names to their JSON values; none where transformers has no such network."""
    shape_of = _SHAPES.get(spec.name)
    if shape_of is None:
        return {}
    named = {
        "num_channels": preprocessing.channels,
        "id2label": {str(number): label for number, label in enumerate(labels)},
        "label2id": {label: number for number, label in enumerate(labels)},
        "dtype": "float32",
    }
    return {
        "config.json": {**shape_of(spec), **named},
        "preprocessor_config.json": _processor(preprocessing),
    }


def _processor(preprocessing: ImagePreprocessing) -> dict[str, Any]:
    """ViT's processor with the short side and the middle, which needs Pillow alone."""
    side = preprocessing.size
    return {
        "image_processor_type": "ViTImageProcessor",
        "do_convert_rgb": preprocessing.channels > 1,
        "do_resize": True,
        "size": {"shortest_edge": side},
        "resample": _BILINEAR,
        "do_center_crop": True,
        "crop_size": {"height": side, "width": side},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": list(preprocessing.mean),
        "image_std": list(preprocessing.std),
    }


def _resnet(spec: ResnetSpec) -> dict[str, Any]:
    sizes = RESNET_SHAPES[spec.size]
    return {
        "architectures": ["ResNetForImageClassification"],
        "model_type": "resnet",
        "embedding_size": STEM,
        "hidden_sizes": list(sizes.widths),
        "depths": list(sizes.depths),
        "layer_type": "bottleneck" if sizes.bottleneck else "basic",
        "hidden_act": "relu",
        "downsample_in_first_stage": False,
        "downsample_in_bottleneck": False,
    }


def _convnext(spec: ConvnextSpec) -> dict[str, Any]:
    sizes = CONVNEXT_SHAPES[spec.size]
    return {
        "architectures": ["ConvNextForImageClassification"],
        "model_type": "convnext",
        "patch_size": PATCH,
        "num_stages": len(sizes.depths),
        "hidden_sizes": list(sizes.widths),
        "depths": list(sizes.depths),
        "hidden_act": "gelu",
        "initializer_range": convnext.INIT_STD,
        "layer_norm_eps": convnext.LAST_NORM_EPS,
        "layer_scale_init_value": convnext.LAYER_SCALE,
        "drop_path_rate": 0.0,
        "image_size": spec.image_size,
    }


def _vit(spec: VitSpec) -> dict[str, Any]:
    sizes = VIT_SHAPES[spec.size]
    return {
        "architectures": ["ViTForImageClassification"],
        "model_type": "vit",
        "hidden_size": sizes.width,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": FEED_FORWARD * sizes.width,
        "hidden_act": "gelu",
        "hidden_dropout_prob": spec.dropout,
        "attention_probs_dropout_prob": 0.0,
        "initializer_range": vit.INIT_STD,
        "layer_norm_eps": vit.NORM_EPS,
        "image_size": spec.image_size,
        "patch_size": spec.patch,
        "qkv_bias": True,
    }


_SHAPES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "resnet": _resnet,
    "convnext": _convnext,
    "vit": _vit,
}
