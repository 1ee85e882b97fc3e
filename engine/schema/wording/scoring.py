"""Words for a file that is scored by a served model."""

from engine.schema.wording.base import Wording

WORDING = {
    "score_format": Wording(
        "{path} cannot be scored as it is.", "It is no file of texts.", "Save it as CSV, TSV or JSON lines."
    ),
    "score_unreadable": Wording(
        "{path} could not be read to its end.", "{reason}.", "Mend the file, or export it again."
    ),
    "score_json_large": Wording(
        "{path} is too large for one JSON list.", "Up to {most_bytes} are read.", "Save it as JSON lines."
    ),
    "score_no_rows": Wording("{path} has no rows.", "", "Choose a file with rows."),
    "score_unwritable": Wording(
        "{path} could not be written.", "{reason}.", "Free some space, or use another folder."
    ),
}
