"""Words about the data of a run."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "column_missing": Wording(
        "The dataset has no column “{column}”.", "Its columns are {known}.", "Choose one of them."
    ),
    "no_training_rows": Wording(
        "No rows are left to train on.",
        "{rows} rows remain after cleaning.",
        "Use more data, or a smaller validation and test share.",
    ),
    "no_features": Wording(
        "No column is left to predict from.",
        "Text and empty columns are not read by this task.",
        "Choose at least one column of numbers, categories, dates or yes/no.",
    ),
    "feature_unusable": Wording(
        "The column “{column}” cannot be read by this task.",
        "Its kind is {kind}.",
        "Take it out of the features.",
    ),
    "target_not_number": Wording(
        "The column “{column}” does not hold numbers.",
        "A regression predicts a number.",
        "Choose a column of numbers.",
    ),
    "one_class": Wording(
        "The column “{column}” holds a single class.",
        "There is nothing to tell apart.",
        "Choose a column with two or more classes.",
    ),
    "dataset_missing": Wording("The dataset {dataset} is gone.", "", "Import its file again."),
}
