"""Words about a finished model, and inputs for it."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "model_damaged": Wording(
        "The model in {path} is damaged.",
        "{file} is missing or not what was written.",
        "Train it again, or restore the folder from a copy.",
    ),
    "input_missing": Wording("This value is missing.", "The model saw no row without it.", "Add it."),
    "input_unknown": Wording("The model has no such input.", "", "Remove it. Known: {known}."),
    "input_not_base64": Wording(
        "This is no image in base64.", "", "Send the bytes of the image file in base64, or a data URL of it."
    ),
    "input_image_unreadable": Wording(
        "This image cannot be read.",
        "Its bytes are no whole PNG, JPEG, WebP, GIF, BMP or TIFF.",
        "Send another file.",
    ),
    "input_image_too_large": Wording(
        "This image is too large.",
        "No more than 67 million pixels and 64 MiB are decoded.",
        "Make it smaller.",
    ),
    "input_for_nobody": Wording(
        "Nothing says for whom to recommend.",
        "A user, an item, or a list of what somebody chose is needed.",
        "Give at least one of them.",
    ),
    "answer_not_finite": Wording(
        "The model has no answer to this input.",
        "Its values lie so far from those it learnt from that the result is no number.",
        "Give values like those of the training data.",
    ),
    "report_not_there": Wording(
        "The model has no report.",
        "Its task has none, it held out no rows, or it was trained before there were reports.",
        "Train it again with a test share.",
    ),
    "report_failed": Wording(
        "The model is saved, but its report could not be written.",
        "{reason}.",
        "The run’s log has the details.",
    ),
    "models_not_comparable": Wording(
        "“{first}” and “{second}” cannot be compared.",
        "They learn another task, another column or another dataset.",
        "Choose two models that predict the same.",
    ),
    "models_share_no_rows": Wording(
        "“{first}” and “{second}” were tested on different rows.",
        "No row was held out by both.",
        "Train both with the same split.",
    ),
    # --- encryption
    "passphrase_too_short": Wording(
        "The passphrase is too short.",
        "Whoever has the files could find it by trying.",
        "Take {bound} letters or more.",
    ),
    "passphrases_differ": Wording("The two passphrases differ.", "", "Type the same one twice."),
    "model_encrypted_already": Wording(
        "“{model}” is encrypted already.", "", "Decrypt it first to give it another passphrase."
    ),
    "model_not_encrypted": Wording("“{model}” is not encrypted.", "", ""),
    "model_not_resealed": Wording(
        "The files of “{model}” could not be written.",
        "{reason}. They are as they were.",
        "Make room on the disk: for a moment the model takes its size twice.",
    ),
    # --- a served model
    "queue_full": Wording(
        "Too many inputs wait for the model.", "", "Ask again in a second, or send fewer at once."
    ),
    "model_failed": Wording(
        "The model could not answer these inputs.", "", "Look in the endpoint's log for the reason."
    ),
    "port_taken": Wording(
        "Port {port} cannot be used.", "{reason}.", "Choose another port, or 0 for any free one."
    ),
}
