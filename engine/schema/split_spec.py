"""Which rows are held out, to measure honestly."""

from typing import Literal

from pydantic import Field, model_validator

from engine.schema.base import ADVANCED, Spec

FOLD_METHODS = ("kfold", "leave_one_out")  # several runs, each of which holds out another part

SPLITS_OF_TEXT = ("random", "block", "kfold")  # a plain text has no groups, times or classes


class SplitSpec(Spec):
    """Which rows are held out, to measure honestly."""

    method: Literal["random", "stratified", "group", "time", "block", "kfold", "leave_one_out"] = Field(
        "random",
        title="Split",
        description="Random draws rows; stratified keeps the share of each class; group keeps rows that belong together on one side; time holds out the newest; block takes the last rows; folds hold out each part of the data once, in a run of its own.",
        json_schema_extra={
            "labels": {
                "random": "Random",
                "stratified": "Stratified",
                "group": "By group",
                "time": "By time",
                "block": "Block",
                "kfold": "K folds",
                "leave_one_out": "Leave one out",
            }
        },
    )
    validation: float = Field(
        0.1,
        ge=0,
        lt=1,
        title="Validation share",
        description="Part of the rows that is measured during training; of the rows that are not held out, where there are folds.",
    )
    test: float = Field(
        0.1,
        ge=0,
        lt=1,
        title="Test share",
        description="Part of the rows that is measured once, at the end; with folds, the fold takes its place.",
    )
    group: str | None = Field(
        None,
        min_length=1,
        title="Group",
        description="Rows with the same value in this column are never parted: a patient, a customer, a document.",
    )
    time: str | None = Field(
        None, min_length=1, title="Time", description="The column by which rows are older or newer."
    )
    folds: int = Field(
        5, ge=2, le=100, title="Folds", description="Parts of equal size, each of which is held out once."
    )
    folds_by: Literal["auto", "random", "stratified", "group"] = Field(
        "auto",
        title="Folds by",
        description="How rows are dealt to the folds: auto keeps groups together where a group is given, and the share of each class where classes are predicted.",
        json_schema_extra={
            "labels": {"auto": "Auto", "random": "Random", "stratified": "Stratified", "group": "Group"},
            **ADVANCED,
        },
    )
    repeats: int = Field(
        1,
        ge=1,
        le=100,
        title="Repeats",
        description="How often all folds are drawn anew.",
        json_schema_extra=ADVANCED,
    )
    fold: int | None = Field(
        None,
        ge=0,
        title="Only fold",
        description="The fold that this run holds out, counted over the repeats from 0; all of them, in runs of their own, when left empty.",
        json_schema_extra=ADVANCED,
    )
    leakage: Literal["refuse", "warn"] = Field(
        "refuse",
        title="Leaks",
        description="What to do when equal rows, or rows of one group, lie on both sides of the split.",
        json_schema_extra={"labels": {"refuse": "Refuse", "warn": "Warn"}, **ADVANCED},
    )
    seed: int = Field(
        0,
        ge=0,
        title="Split seed",
        description="The same seed gives the same split.",
        json_schema_extra=ADVANCED,
    )

    @model_validator(mode="after")
    def _parts_agree(self) -> "SplitSpec":
        held_out = self.validation + (0 if self.has_folds else self.test)
        if held_out >= 1:
            raise ValueError("problem:split_leaves_nothing")
        if self.group is None and (self.method == "group" or self.folds_by == "group"):
            raise ValueError("problem:split_group_missing")
        if self.time is None and self.method == "time":
            raise ValueError("problem:split_time_missing")
        if self.fold is not None and self.method == "kfold" and self.fold >= self.folds * self.repeats:
            raise ValueError("problem:split_fold_unknown")
        return self

    @property
    def has_folds(self) -> bool:
        return self.method in FOLD_METHODS
