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
        "It holds {kind}.",
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
    "too_many_classes": Wording(
        "The column “{column}” holds {classes} classes.",
        "A model tells at most {most} apart.",
        "Choose a column with fewer different values, or put rare ones together.",
    ),
    "no_labels": Wording(
        "No cell of the column “{column}” names a label.", "", "Choose the column that holds the labels."
    ),
    "too_many_labels": Wording(
        "The column “{column}” names {labels} different labels.",
        "A model tells at most {most} apart.",
        "Check the sign between the labels (data.separator), or put rare labels together.",
    ),
    "image_unreadable": Wording(
        "The image in row {row} cannot be read.",
        "Its bytes are no whole PNG, JPEG, WebP, GIF, BMP or TIFF.",
        "Mend or remove that image, and import the data again.",
    ),
    "image_too_large": Wording(
        "The image in row {row} is too large.",
        "No more than 67 million pixels and 64 MiB are decoded.",
        "Make that image smaller, and import the data again.",
    ),
    "feature_of_neither": Wording(
        "The column “{column}” tells neither of users nor of items.",
        "For some user and for some item it has several values.",
        "Take it out of the features, or give each user or each item one value.",
    ),
    "best_weights_unknown": Wording(
        "The model has its last weights; which were the best is not known.",
        "No measurement on validation rows gave a number for {metric}.",
        "Hold out more rows, or judge by loss.",
    ),
    "dataset_missing": Wording("The dataset {dataset} is gone.", "", "Import its file again."),
}
