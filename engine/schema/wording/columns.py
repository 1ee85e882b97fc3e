"""Words about a spec against its data."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "dataset_not_found": Wording(
        "There is no dataset “{source}” here.",
        "A run reads datasets that were added first.",
        "Add the file under Datasets, then choose it.",
    ),
    "dataset_ambiguous": Wording(
        "Several datasets are called “{source}”.", "Their ids are {ids}.", "Write one of these ids."
    ),
    "model_not_found": Wording(
        "There is no model “{model}” here.", "", "Choose one from the list of models."
    ),
    "column_not_found": Wording(
        "The dataset has no column “{column}”.", "Its columns are {known}.", "Did you mean “{suggestion}”?"
    ),
    "column_not_found_at_all": Wording(
        "The dataset has no column “{column}”.", "Its columns are {known}.", "Choose one of them."
    ),
    "column_empty": Wording(
        "The column “{column}” is empty.", "Nothing can be learnt from it.", "Choose another column."
    ),
    "target_not_class": Wording(
        "The column “{column}” does not hold classes.",
        "It holds {kind}, with {distinct} different values.",
        "Choose a column with few different values.",
    ),
    "target_constant": Wording(
        "The column “{column}” holds the same value in every row.",
        "There is nothing to learn.",
        "Choose another column to predict.",
    ),
    "text_is_target": Wording(
        "The text is also what the model should predict.",
        "It would only copy it.",
        "Choose another column to predict.",
    ),
    "column_not_of_role": Wording(
        "The column “{column}” cannot be the {role}.", "It holds {kind}.", "Choose another column."
    ),
    "text_not_text": Wording(
        "The column “{column}” holds no text.", "It holds {kind}.", "Choose a column of texts."
    ),
    "too_few_rows": Wording(
        "The dataset has too few rows to train on.",
        "It has {rows}, and none is left after cleaning and split.",
        "Use more data, or smaller validation and test shares.",
    ),
    "few_rows": Wording(
        "Rows left to train on: only {rows}.", "", "Expect little of the model, or use more data."
    ),
    "split_part_empty": Wording(
        "The {part} share holds no row.", "Of {rows} rows it takes less than one.", "Make it larger, or 0."
    ),
    "early_stopping_without_validation": Wording(
        "Early stopping needs validation rows.",
        "It watches a score on them.",
        "Set a validation share, or turn early stopping off.",
    ),
    "best_without_validation": Wording(
        "The best weights are known by validation rows.",
        "No row is held out to measure them on.",
        "Set a validation share, or take the last weights.",
    ),
    "class_weights_without_classes": Wording(
        "The task has no classes to weigh.", "", "Set training.class_weights to none."
    ),
    "metric_of_fewer_classes": Wording(
        "This score is not measured for so many classes.",
        "There are {classes}; areas are measured for at most {most}.",
        "Judge by loss, accuracy or f1_macro.",
    ),
    "metric_of_more_classes": Wording(
        "Being among the five most likely takes more classes.",
        "There are {classes}; the score begins with {fewest}.",
        "Judge by accuracy.",
    ),
    "batch_below_ranks": Wording(
        "The batch of {batch} is smaller than the {ranks} ranks.",
        "Some ranks have no row in a step.",
        "Choose a batch of at least {ranks}.",
    ),
    "batch_above_rows": Wording(
        "The batch of {batch} is larger than the {rows} training rows.",
        "Each epoch is then one step with all rows.",
        "Choose a smaller batch for more steps.",
    ),
}
