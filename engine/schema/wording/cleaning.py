"""Words about cleaning steps, splits and leaks."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "step_column_dropped": Wording(
        "The column “{column}” is no longer there at this step.",
        "Step {number} drops it.",
        "Choose another column, or move this step up.",
    ),
    "step_column_unfit": Wording(
        "This step cannot work on the column “{column}”.",
        "It holds {kind}.",
        "Choose another column.",
    ),
    "step_changes_target": Wording(
        "This step would change “{column}”, which the model is to predict.",
        "Its answers and scores would then be about something else.",
        "Choose other columns.",
    ),
    "step_drops_role": Wording(
        "The column “{column}” cannot be dropped.",
        "Another setting needs it.",
        "Take it out of this step, or out of that setting.",
    ),
    "step_value_missing": Wording("A value to fill in is missing.", "", "Write the value."),
    "step_value_unfit": Wording(
        "“{value}” is no value of the column “{column}”.",
        "It holds {kind}.",
        "Write a number, a date such as 2026-11-23, or true or false, as the column has them.",
    ),
    "step_name_taken": Wording(
        "There is a column “{column}” already.",
        "This step would make one with the same name.",
        "Take the part out of this step, or drop this step.",
    ),
    "filter_unfit": Wording(
        "The column “{column}” cannot be compared like this.",
        "It holds {kind}; “less” and “greater” are for numbers and dates, “contains” is for words.",
        "Choose another condition.",
    ),
    "feature_dropped": Wording(
        "The column “{column}” is dropped by a step.",
        "The model cannot read it then.",
        "Take it out of the columns to predict from, or out of the step.",
    ),
    "split_not_for_text": Wording(
        "A plain text cannot be split like this.",
        "Its lines belong to no group, time or class.",
        "Choose a random split, a block, or folds.",
    ),
    "split_needs_fold": Wording(
        "This run does not say which fold it holds out.",
        "Folds are one run each.",
        "Start it as folds, or choose one fold.",
    ),
    "split_fold_beyond_rows": Wording(
        "There is no fold {fold}.",
        "{folds} folds can be made of the rows that are left after cleaning.",
        "Choose fewer folds.",
    ),
    "too_few_groups": Wording(
        "The column “{group}” has too few groups for this split.",
        "Its {groups} groups go to {parts} parts, and none is cut.",
        "Use fewer parts or folds, or another split.",
    ),
    "leak_rows": Wording(
        "{count} of {rows} held-out rows are also among the rows that are learnt from.",
        "Row {row} equals row {twin}, for example, so the score would be too good.",
        "Drop duplicate rows before the split, or allow it under “Leaks”.",
    ),
    "leak_groups": Wording(
        "{count} of {groups} groups of “{group}” lie on both sides of the split.",
        "Rows {row} and {twin} are both of the group “{value}”, for example, so the score would be too good.",
        "Split by group, or allow it under “Leaks”.",
    ),
    "leak_inputs": Wording(
        "{count} of {rows} held-out rows have the same inputs as a row that is learnt from, with another answer.",
        "Row {row} and row {twin}, for example.",
        "Check whether these rows belong to one case; if so, split by group.",
    ),
}
