"""How training rows are varied, so that a model learns what matters; what is measured is never varied."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from engine.schema.base import ADVANCED, Spec


def _mixing(what: str) -> Any:
    return Field(
        0.0,
        ge=0,
        le=10,
        title=what,
        description="Alpha of the beta distribution that weighs them; 0 for none.",
    )


class ImageAugmentationSpec(Spec):
    """Vary images."""

    model_config = ConfigDict(title="Images")

    kind: Literal["image"] = "image"
    flip: bool = Field(True, title="Flip", description="Left and right are swapped in half of the images.")
    crop: float = Field(
        0.1,
        ge=0,
        lt=1,
        title="Crop",
        description="Share of height and width by which an image may be shifted.",
    )
    rotate: float = Field(
        0.0, ge=0, le=180, title="Rotate", description="Most degrees.", json_schema_extra={"unit": "°"}
    )
    colour: float = Field(
        0.0, ge=0, le=1, title="Colour", description="Most change of brightness, contrast and saturation."
    )
    randaugment: int = Field(
        0,
        ge=0,
        le=30,
        title="RandAugment",
        description="Strength of two operations drawn at random (Cubuk et al., 2020); 0 for none.",
        json_schema_extra=ADVANCED,
    )
    mixup: float = _mixing("Mixup")  # Zhang et al., 2018
    cutmix: float = _mixing("CutMix")  # Yun et al., 2019


class TextAugmentationSpec(Spec):
    """Vary texts."""

    model_config = ConfigDict(title="Texts")

    kind: Literal["text"] = "text"
    mask: float = Field(
        0.1, ge=0, lt=1, title="Mask", description="Share of the words that become the unknown word."
    )
    delete: float = Field(
        0.0, ge=0, lt=1, title="Delete", description="Share of the words that are left out."
    )


class TableAugmentationSpec(Spec):
    """Vary rows of a table."""

    model_config = ConfigDict(title="Tables")

    kind: Literal["table"] = "table"
    noise: float = Field(
        0.05,
        ge=0,
        le=1,
        title="Noise",
        description="Standard deviation of what is added to numbers, in their own standard deviation.",
    )
    mixup: float = _mixing("Mixup")


AugmentationSpec = Annotated[
    ImageAugmentationSpec | TextAugmentationSpec | TableAugmentationSpec, Field(discriminator="kind")
]

# The kind that varies what each task reads; a task that is not here varies nothing.
AUGMENTATION_OF_TASK = {
    "tabular_regression": "table",
    "tabular_classification": "table",
    "text_classification": "text",
    "image_classification": "image",
}
