"""The steps by which a person cleans and transforms data, in the order they wrote them.

A step either leaves rows out or changes values. What a step learns, it learns from the training rows alone; steps that
change values are stored with the model and applied to every input it is given.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from engine.schema.base import Spec


def _columns(description: str) -> Any:
    return Field((), title="Columns", description=description + "; all that fit when left empty.")


class DropMissingStep(Spec):
    """Leave out rows with missing values."""

    model_config = ConfigDict(title="Drop missing")

    step: Literal["drop_missing"] = "drop_missing"
    columns: tuple[str, ...] = _columns("Columns in which no value may be missing")


class ImputeStep(Spec):
    """Fill in missing values."""

    model_config = ConfigDict(title="Fill in missing")

    step: Literal["impute"] = "impute"
    columns: tuple[str, ...] = _columns("Columns that are filled in")
    how: Literal["median", "mean", "most_frequent", "constant"] = Field(
        "median",
        title="With",
        description="Median and mean are for numbers and dates, and the most frequent value stands in for them elsewhere.",
        json_schema_extra={
            "labels": {
                "median": "Median",
                "mean": "Mean",
                "most_frequent": "Most frequent",
                "constant": "This value",
            }
        },
    )
    value: str | None = Field(
        None, title="Value", description="What is filled in, when it is a value of your own."
    )


class DropDuplicatesStep(Spec):
    """Leave out rows that repeat an earlier one."""

    model_config = ConfigDict(title="Drop duplicates")

    step: Literal["drop_duplicates"] = "drop_duplicates"
    columns: tuple[str, ...] = _columns("Columns in which rows are compared")


class OutliersStep(Spec):
    """Treat numbers far from the rest. Rows are left out of training only: what is measured stays as it is."""

    model_config = ConfigDict(title="Outliers")

    step: Literal["outliers"] = "outliers"
    columns: tuple[str, ...] = _columns("Columns of numbers")
    how: Literal["clip", "drop"] = Field(
        "clip",
        title="Do",
        description="Clip moves them to the border; drop leaves the row out of training.",
        json_schema_extra={"labels": {"clip": "Clip", "drop": "Drop rows"}},
    )
    method: Literal["iqr", "zscore"] = Field(
        "iqr",
        title="Border",
        description="So many interquartile ranges beyond the quartiles (Tukey, 1977), or standard deviations from the mean.",
        json_schema_extra={"labels": {"iqr": "Quartiles", "zscore": "Standard deviations"}},
    )
    factor: float = Field(3.0, gt=0, le=100, title="Factor", description="How many of them.")


class NormaliseTextStep(Spec):
    """Bring texts into one form."""

    model_config = ConfigDict(title="Normalise text")

    step: Literal["normalise_text"] = "normalise_text"
    columns: tuple[str, ...] = _columns("Columns of words or texts")
    unicode: bool = Field(True, title="Unicode", description="One form of each sign (NFKC).")
    lower: bool = Field(False, title="Lower case", description="Small letters only.")
    spaces: bool = Field(True, title="Spaces", description="One space for many, none at the ends.")
    html: bool = Field(False, title="Remove HTML", description="Tags are removed, entities become signs.")
    urls: bool = Field(False, title="Remove addresses", description="Web and mail addresses are removed.")


class FilterStep(Spec):
    """Keep rows by a condition."""

    model_config = ConfigDict(title="Filter")

    step: Literal["filter"] = "filter"
    column: str = Field(min_length=1, title="Column", description="The column that is looked at.")
    keep: Literal["equal", "not_equal", "less", "at_most", "greater", "at_least", "contains", "present"] = (
        Field(
            "equal",
            title="Keep where it is",
            description="Rows for which this holds are kept; a missing value fulfils nothing.",
            json_schema_extra={
                "labels": {
                    "equal": "equal to",
                    "not_equal": "not equal to",
                    "less": "less than",
                    "at_most": "at most",
                    "greater": "greater than",
                    "at_least": "at least",
                    "contains": "containing",
                    "present": "present",
                }
            },
        )
    )
    value: str = Field(
        "", title="Value", description="A number, an ISO date or a text, as the column has them."
    )


class DatePartsStep(Spec):
    """Derive columns from a date."""

    model_config = ConfigDict(title="Parts of a date")

    step: Literal["date_parts"] = "date_parts"
    column: str = Field(min_length=1, title="Column", description="A column of dates.")
    parts: tuple[Literal["year", "month", "day", "weekday", "hour", "quarter", "day_of_year"], ...] = Field(
        ("year", "month", "weekday"),
        min_length=1,
        title="Parts",
        description="Each becomes a column of numbers, named after the column and the part.",
        json_schema_extra={
            "labels": {
                "year": "Year",
                "month": "Month",
                "day": "Day",
                "weekday": "Weekday",
                "hour": "Hour",
                "quarter": "Quarter",
                "day_of_year": "Day of the year",
            }
        },
    )


class LogStep(Spec):
    """Take the logarithm of numbers: sign(x) · log(1 + |x|), defined for all of them."""

    model_config = ConfigDict(title="Logarithm")

    step: Literal["log"] = "log"
    columns: tuple[str, ...] = Field(
        min_length=1, title="Columns", description="Columns of numbers; their values are replaced."
    )


class BinsStep(Spec):
    """Replace a number by the interval it lies in."""

    model_config = ConfigDict(title="Bins")

    step: Literal["bins"] = "bins"
    column: str = Field(
        min_length=1, title="Column", description="A column of numbers; it becomes categories."
    )
    bins: int = Field(5, ge=2, le=256, title="Bins", description="How many intervals.")
    how: Literal["quantile", "width"] = Field(
        "quantile",
        title="Borders",
        description="Quantiles put equally many training rows into each; widths are equal.",
        json_schema_extra={"labels": {"quantile": "Quantiles", "width": "Equal width"}},
    )


class EncodeStep(Spec):
    """How categories become numbers; one column for each category unless said otherwise here."""

    model_config = ConfigDict(title="Encode categories")

    step: Literal["encode"] = "encode"
    columns: tuple[str, ...] = _columns("Columns of categories")
    how: Literal["one_hot", "ordinal", "frequency"] = Field(
        "one_hot",
        title="As",
        description="A column for each category; its place in the order of the words; or how frequent it is.",
        json_schema_extra={
            "labels": {"one_hot": "One-hot", "ordinal": "Place in order", "frequency": "Frequency"}
        },
    )


class ScaleStep(Spec):
    """How numbers are scaled; standardised unless said otherwise here."""

    model_config = ConfigDict(title="Scale")

    step: Literal["scale"] = "scale"
    columns: tuple[str, ...] = _columns("Columns of numbers")
    how: Literal["standard", "minmax", "robust", "quantile", "none"] = Field(
        "standard",
        title="To",
        description="Mean 0 and deviation 1; between 0 and 1; median 0 and quartiles ±½; ranks between 0 and 1; or as they are.",
        json_schema_extra={
            "labels": {
                "standard": "Standard",
                "minmax": "0 … 1",
                "robust": "Median and quartiles",
                "quantile": "Ranks",
                "none": "As they are",
            }
        },
    )


class DropColumnsStep(Spec):
    """Leave columns out of what the model reads."""

    model_config = ConfigDict(title="Drop columns")

    step: Literal["drop_columns"] = "drop_columns"
    columns: tuple[str, ...] = Field(min_length=1, title="Columns", description="Columns that are left out.")


StepSpec = Annotated[
    DropMissingStep
    | ImputeStep
    | DropDuplicatesStep
    | OutliersStep
    | NormaliseTextStep
    | FilterStep
    | DatePartsStep
    | LogStep
    | BinsStep
    | EncodeStep
    | ScaleStep
    | DropColumnsStep,
    Field(discriminator="step"),
]
