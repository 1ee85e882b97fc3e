"""Networks that look at images."""

from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from engine.schema.base import Spec
from engine.schema.network.fields import dropout, image_size


class SmallCnnSpec(Spec):
    """A few convolutions: minutes on a CPU."""

    model_config = ConfigDict(title="Small CNN")

    name: Literal["small_cnn"] = "small_cnn"
    image_size: int = image_size(32)
    width: int = Field(
        32,
        ge=2,  # with one, a group of channels holds a single number where a pixel is left: nothing to normalise by
        le=1024,
        title="Width",
        description="Channels of the first layer; doubled with each halving of the image.",
    )
    stages: int = Field(
        3, ge=1, le=8, title="Stages", description="Halvings of the image, two convolutions in each."
    )
    dropout: float = dropout(0.1)


class ResnetSpec(Spec):
    """Residual network (He et al., 2016)."""

    model_config = ConfigDict(title="ResNet")

    name: Literal["resnet"] = "resnet"
    # It is halved five times. From one pixel to one, torch 2.13's bf16 gradient on a CPU is sometimes no number.
    image_size: int = image_size(64, least=32)
    size: Literal["10", "18", "34", "50"] = Field("18", title="Size", description="Layers with weights.")


class ConvnextSpec(Spec):
    """Convolutions in the manner of a transformer (Liu et al., 2022)."""

    model_config = ConfigDict(title="ConvNeXt")

    name: Literal["convnext"] = "convnext"
    image_size: int = image_size(64, least=32)  # it is halved five times
    size: Literal["atto", "nano", "tiny"] = Field(
        "atto",
        title="Size",
        description="3.7, 15.6 or 28.6 million parameters.",
        json_schema_extra={"labels": {"atto": "Atto", "nano": "Nano", "tiny": "Tiny"}},
    )


class VitSpec(Spec):
    """Transformer over patches of the image (Dosovitskiy et al., 2021)."""

    model_config = ConfigDict(title="ViT")

    name: Literal["vit"] = "vit"
    image_size: int = image_size(64)
    patch: int = Field(
        8,
        ge=1,
        le=64,
        title="Patch",
        description="Height and width of a patch; it divides the image size.",
        json_schema_extra={"unit": "px"},
    )
    size: Literal["micro", "tiny", "small", "base"] = Field(
        "micro",
        title="Size",
        description="Width 96, 192, 384 or 768.",
        json_schema_extra={"labels": {"micro": "Micro", "tiny": "Tiny", "small": "Small", "base": "Base"}},
    )
    dropout: float = dropout(0.0)

    @model_validator(mode="after")
    def _patches_fill_the_image(self) -> "VitSpec":
        if self.image_size % self.patch:
            raise ValueError("problem:patch_does_not_divide_image")
        return self
