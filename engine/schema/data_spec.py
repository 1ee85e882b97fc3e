"""Which data, and which part of it plays which role."""

from typing import Literal

from pydantic import Field, model_validator

from engine.schema.augmentation_spec import AugmentationSpec
from engine.schema.base import ADVANCED, Spec
from engine.schema.split_spec import SplitSpec
from engine.schema.step_spec import StepSpec


class CleaningSpec(Spec):
    """How rows that would spoil the training are treated, when the steps are done."""

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


class DataSpec(Spec):
    """Which data, and which part of it plays which role."""

    source: str = Field(
        min_length=1, title="Dataset", description="A file, or a dataset that is already in Modelyard."
    )
    target: str | None = Field(
        None,
        min_length=1,
        title="Predict",
        description="The column the model learns to predict; of ratings, absent where only the choice is known. A language model has none.",
    )
    separator: str | None = Field(
        None,
        min_length=1,
        max_length=8,
        title="Labels apart by",
        description="The sign between several labels of one cell: each row may then have any number of them.",
        json_schema_extra=ADVANCED,
    )
    features: tuple[str, ...] | None = Field(
        None,
        title="From",
        description="The columns it predicts from; all others when left empty. Of ratings, what is known of users and items.",
    )
    text: str | None = Field(
        None, title="Text", description="The column that holds the text, for text tasks."
    )
    image: str | None = Field(
        None, title="Image", description="The column of images, where it is not called “image”."
    )
    user: str | None = Field(None, min_length=1, title="User", description="The column that says who chose.")
    item: str | None = Field(
        None, min_length=1, title="Item", description="The column that says what was chosen."
    )
    time: str | None = Field(
        None,
        min_length=1,
        title="Time",
        description="The column that says when; models of sequences need it.",
    )
    prompt: str | None = Field(
        None, min_length=1, title="Prompt", description="The column of questions or instructions."
    )
    response: str | None = Field(
        None,
        min_length=1,
        title="Response",
        description="The column of answers; the loss counts these alone.",
    )
    messages: str | None = Field(
        None,
        min_length=1,
        title="Messages",
        description="The column of conversations; the loss counts the assistant’s part alone.",
    )
    chosen: str | None = Field(
        None,
        min_length=1,
        title="Preferred answer",
        description="The column of the better of two answers: the model learns the preference (DPO).",
    )
    rejected: str | None = Field(
        None, min_length=1, title="Rejected answer", description="The column of the worse answer."
    )
    steps: tuple[StepSpec, ...] = Field(
        (),
        max_length=200,
        title="Steps",
        description="Cleaning and transformation, one after the other, before anything else.",
    )
    cleaning: CleaningSpec = Field(CleaningSpec(), title="Cleaning")
    split: SplitSpec = Field(SplitSpec(), title="Split")
    augmentation: AugmentationSpec | None = Field(
        None,
        title="Augmentation",
        description="Vary the training rows.",
        json_schema_extra=ADVANCED,
    )
    sharding: Literal["random", "block"] = Field(
        "random",
        title="Rows per rank",
        description="Random deals the rows of each batch out to the ranks; block gives each rank a contiguous part of the data.",
        json_schema_extra={"labels": {"random": "Random", "block": "Block"}, **ADVANCED},
    )
    bucketing: bool = Field(
        False,
        title="Similar lengths together",
        description="Texts of similar length share a batch, so that little of it is padding; without effect where all rows are of one length.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _blocks_are_not_sorted(self) -> "DataSpec":
        if self.bucketing and self.sharding == "block":
            raise ValueError("problem:bucketing_in_blocks")
        return self

    @property
    def learns_choices(self) -> bool:
        """Whether a recommendation learns from what was chosen alone: there are no ratings."""
        return self.user is not None and self.target is None

    @property
    def leaves_last_out(self) -> bool:
        """Whether each user's last choices are held out, in place of a share of all rows."""
        return self.learns_choices and self.time is not None and self.split.method == "random"
