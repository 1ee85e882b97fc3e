"""Which data, which part of it plays which role, and what is held out."""

from typing import Literal

from pydantic import Field, model_validator

from engine.schema.base import ADVANCED, Spec


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
    target: str | None = Field(
        None,
        min_length=1,
        title="Predict",
        description="The column the model learns to predict; a language model has none.",
    )
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
