"""Networks that somebody else has trained, in a folder of safetensors."""

from typing import Literal

from pydantic import ConfigDict, Field

from engine.schema.base import ADVANCED, Spec
from engine.schema.network.fields import dropout


class PretrainedSpec(Spec):
    """A model from a folder in the Hugging Face layout, trained further."""

    model_config = ConfigDict(title="Pretrained")

    name: Literal["pretrained"] = "pretrained"
    path: str = Field(
        min_length=1,
        max_length=4096,
        title="Folder",
        description="A folder with config.json and safetensors. A name of the hub, such as owner/model, is downloaded; nothing else ever is.",
    )
    tuning: Literal["full", "lora", "qlora"] = Field(
        "lora",
        title="Tuning",
        description="Full moves every weight. LoRA (Hu et al., 2022) moves small matrices beside the weights; QLoRA (Dettmers et al., 2023) keeps those it does not move in four bits.",
        json_schema_extra={"labels": {"full": "Full", "lora": "LoRA", "qlora": "QLoRA"}},
    )
    lora_rank: int = Field(
        8,
        ge=1,
        le=1024,
        title="LoRA rank",
        description="Width of the small matrices.",
        json_schema_extra=ADVANCED,
    )
    lora_alpha: float = Field(
        16.0,
        gt=0,
        le=4096,
        title="LoRA alpha",
        description="What they add is multiplied by alpha over rank.",
        json_schema_extra=ADVANCED,
    )
    lora_dropout: float = dropout(0.0)
    merge: bool = Field(
        True,
        title="Merge",
        description="The finished model is whole and needs the folder no more; the adapter is kept beside it in any case.",
        json_schema_extra=ADVANCED,
    )
    max_tokens: int = Field(
        256,
        ge=8,
        le=131_072,
        title="Longest text",
        description="Tokens of a row; later ones are left out. For images it means nothing.",
        json_schema_extra={"unit": "tokens"},
    )

    @property
    def context(self) -> int:
        """Tokens of a window, where the model continues texts."""
        return self.max_tokens
