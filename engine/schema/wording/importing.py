"""Words about a file that is imported, and why its rows are refused."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "path_not_absolute": Wording(
        "{path} does not say where it starts.",
        "The engine runs in a folder of its own.",
        "Write the whole path.",
    ),
    "dataset_empty": Wording("{path} is empty.", "", "Choose a file with rows."),
    "dataset_header_only": Wording("{path} has a header and no rows.", "", "Choose a file with rows."),
    "dataset_no_rows": Wording(
        "No row of {path} could be read.",
        "{count} were refused, the first on line {line}.",
        "Look at that line.",
    ),
    "dataset_is_folder": Wording("{path} is a folder.", "", "Choose a file in it."),
    "dataset_not_a_file": Wording("{path} is not a plain file.", "", "Choose a CSV or TSV file."),
    "dataset_binary": Wording(
        "{path} is not a text file.",
        "Modelyard reads tables as CSV or TSV, and plain texts.",
        "Export it as one of these first.",
    ),
    "dataset_too_wide": Wording(
        "The file has too many columns.", "It has {columns}, and {limit} are read at most.", "Leave some out."
    ),
    "dataset_changed": Wording(
        "{path} changed while it was read.", "", "Wait until it is written, then import it again."
    ),
    "dataset_unreadable": Wording(
        "{path} cannot be cut into rows.", "{reason}.", "Save it again as CSV, with quotes around texts."
    ),
    "dataset_disk_full": Wording(
        "The disk is too full for this dataset.",
        "{needed} bytes are needed, {free} are free.",
        "Free some space.",
    ),
    "header_missing": Wording(
        "The file has no header.",
        "Its first line looks like data.",
        "The columns are named column_1, column_2 and so on.",
    ),
    "names_repeated": Wording("Some columns have the same name.", "{names}.", "The later ones got a number."),
    "names_missing": Wording("Some columns have no name.", "", "They are named by their place."),
    "dates_assumed": Wording(
        "The dates in {columns} can be read in two ways.", "", "They were read as month/day/year."
    ),
    "infinite_missing": Wording(
        "{columns} holds infinite numbers.", "Nothing can be learnt from them.", "They count as missing."
    ),
    "rows_refused": Wording("Rows that could not be read: {count}.", "", "They are listed with their lines."),
    # --- why a row was refused
    "refused_columns": Wording("Too many or too few columns.", "", ""),
    "refused_encoding": Wording("Bytes that are no text.", "", ""),
    "refused_nul": Wording("It holds NUL characters.", "", ""),
    "refused_quote": Wording("A quote that never closes.", "", ""),
    "refused_too_long": Wording("Longer than 16 MiB.", "", ""),
}
