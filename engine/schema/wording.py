"""The English words of every problem: what is wrong, why, and what to do.

One entry a code, grouped by where the problem is found. ``{name}`` is filled from the problem's
parameters. The window translates these templates, so each stands here once.
"""

from typing import NamedTuple


class Wording(NamedTuple):
    """Templates of one problem; ``{name}`` is filled from the problem's parameters."""

    what: str
    why: str
    what_to_do: str


WORDING: dict[str, Wording] = {
    "unexpected": Wording(
        "Something went wrong inside Modelyard.",
        "The details ({code}) are in the log.",
        "Try again; if it happens twice, report it with the log.",
    ),
    # --- a spec, field by field
    "unknown_key": Wording(
        "“{key}” is not a setting here.", "", "Did you mean {suggestion}? Known: {known}."
    ),
    "missing_key": Wording("This setting is missing.", "", "Add it."),
    "wrong_type": Wording("{value} cannot be used here.", "Expected {expected}.", "Write {expected}."),
    "out_of_range": Wording("{value} is outside the range.", "It must be {bound}.", "Write a number {bound}."),
    "not_a_choice": Wording("“{value}” is not one of the choices.", "", "Write one of: {choices}."),
    "not_yaml": Wording(
        "The file is not readable as YAML or JSON.", "Line {line}: {reason}.", "Mend that line."
    ),
    "file_missing": Wording("{path} was not found.", "", "Check the name and the folder."),
    "file_unreadable": Wording("{path} cannot be read.", "{reason}.", "Choose another file, or mend its permissions."),
    "split_leaves_nothing": Wording(
        "The split leaves no rows to train on.", "Validation and test share add up to 1 or more.", "Make them smaller, 0.1 each for example."
    ),
    "heads_do_not_divide_width": Wording(
        "The heads do not divide the width.", "Each head takes an equal part of it.", "Choose a width that is a multiple of the heads."
    ),
    "single_takes_one_device": Wording(
        "“single” runs on one device.", "More than one is chosen.", "Choose one device, or the strategy ddp."
    ),
    "model_does_not_fit_task": Wording(
        "This model cannot learn this task.",
        "",
        "Use linear or mlp for tabular_regression, mean_embedding or transformer_encoder for text_classification.",
    ),
    "text_column_missing": Wording("A text task needs the column that holds the text.", "", "Set data.text to its name."),
    "text_column_unused": Wording("This task reads no text column.", "", "Remove data.text, or choose text_classification."),
    "target_among_features": Wording(
        "The column to predict is also among the columns to predict from.", "The model would only copy it.", "Take it out of the features."
    ),
    # --- a request that the guard of a server refuses
    "unauthorised": Wording(
        "The key is missing or wrong.", "", "Send the header “Authorization: Bearer” with a key of this server."
    ),
    "too_many_failures": Wording("Too many wrong keys were tried.", "", "Wait a minute, then send the right key."),
    "host_not_allowed": Wording(
        "This server is not asked for by that name.", "", "Use the address exactly as Modelyard shows it."
    ),
    "origin_not_allowed": Wording("Web pages may not ask this server.", "", "Ask from a program instead."),
    "bad_path": Wording("This address is not written in its plain form.", "", "Write it without escapes or empty parts."),
    "method_not_allowed": Wording("This method is not known here.", "", "Look in /openapi.json."),
    "headers_too_large": Wording("The request has too many or too long headers.", "", "Send fewer."),
    "not_json_type": Wording(
        "The request is not marked as JSON.", "", "Send it with “Content-Type: application/json”, not compressed."
    ),
    "not_json": Wording("The request is not readable as JSON.", "", "Send JSON in UTF-8."),
    "body_too_large": Wording("The request is too large.", "", "Send less at once."),
    "body_too_deep": Wording("The request is nested too deeply.", "", "Send flatter JSON."),
    "body_too_slow": Wording("The request did not arrive in time.", "", "Send it again."),
}
