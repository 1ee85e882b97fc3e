"""Words about the catalogue and the home."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "dataset_unknown": Wording("There is no dataset “{id}”.", "It may have been deleted.", ""),
    "dataset_in_use": Wording("The dataset is in use.", "By {runs}.", "Stop these runs first."),
    "model_unknown": Wording(
        "There is no model “{id}”.", "It may have been deleted.", "Choose one from the list of models."
    ),
    "model_in_use": Wording("The model is being served.", "By {endpoints}.", "Stop the endpoint first."),
    "recipe_unknown": Wording("There is no recipe “{id}”.", "", ""),
    "recipe_without_sample": Wording("The recipe “{id}” has no sample.", "", "Add a file of your own."),
    "home_unwritable": Wording(
        "{path} cannot be written.", "{reason}.", "Free some space, or mend the folder’s permissions."
    ),
    "database_unusable": Wording(
        "{path} cannot be opened.", "{reason}.", "Mend its permissions, or free some space."
    ),
    "database_newer": Wording(
        "{path} was written by a newer Modelyard.",
        "Its version is {version}, this program knows {known}.",
        "Update Modelyard.",
    ),
}
