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
    "dataset_not_a_file": Wording("{path} is not a plain file.", "", "Choose a file with rows, or a folder."),
    "dataset_binary": Wording(
        "{path} is of no kind that can be read.",
        "Tables are read from CSV, TSV, JSON, Parquet, Arrow and Excel (.xlsx); texts and images from files and folders.",
        "Export it as one of these first.",
    ),
    "dataset_bomb": Wording(
        "{path} unpacks to far more than it should.",
        "That would be {unpacked_bytes} or more.",
        "Unpack it yourself when you trust it, or export it again.",
    ),
    "dataset_memory_short": Wording(
        "{path} cannot be read within the memory that is free.",
        "It unpacks to very large pieces.",
        "Export it again in smaller pieces, or as CSV.",
    ),
    "archive_damaged": Wording(
        "{path} is a damaged archive.", "Its list of files cannot be read.", "Copy or download it again."
    ),
    "workbook_old": Wording(
        "{path} is an old Excel file, or one with a password.",
        "Only workbooks in the newer form (.xlsx) can be read.",
        "Open it, and save it as .xlsx without a password.",
    ),
    "sheet_not_found": Wording(
        "There is no sheet “{sheet}”.", "The workbook has {known}.", "Choose one of these."
    ),
    "sheet_too_long": Wording(
        "The sheet says that it has more than {limit} rows.",
        "No workbook has.",
        "Save it again, or export it as CSV.",
    ),
    "json_too_large": Wording(
        "The document is too large to be read whole.",
        "It has {size_bytes}; up to {limit_bytes} can be when it is not one list of objects.",
        "Save it as JSON lines: one object a line.",
    ),
    "folder_empty": Wording("{path} holds no files.", "", "Choose a folder with texts, images or a dataset."),
    "folder_too_full": Wording(
        "{path} holds too many files.", "More than {limit}.", "Pack them as Parquet first."
    ),
    "folder_unknown": Wording(
        "{path} holds nothing that makes a dataset together.",
        "A folder is read when it holds text files, images, Parquet files, or a dataset that was saved to disk.",
        "Choose a file in it.",
    ),
    "import_cancelled": Wording("The import was cancelled.", "", "Nothing was kept of it."),
    "import_unknown": Wording("There is no import under way by this id.", "It may have ended.", ""),
    "import_in_use": Wording("Another import goes by this id.", "", "Choose another id."),
    "image_unknown": Wording("There is no image in row {row} of {column}.", "", ""),
    "dataset_too_wide": Wording(
        "The file has too many columns.", "It has {columns}, and {limit} are read at most.", "Leave some out."
    ),
    "dataset_changed": Wording(
        "{path} changed while it was read.", "", "Wait until it is written, then import it again."
    ),
    "dataset_unreadable": Wording(
        "{path} cannot be cut into rows.",
        "{reason}.",
        "Save or export it again; as CSV, with quotes around texts.",
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
    "types_mixed": Wording(
        "{columns} holds values of several kinds, or very long whole numbers.",
        "",
        "They were read as words, as they are written.",
    ),
    "objects_flattened": Wording(
        "{columns} holds objects.", "", "Each of their keys became a column of its own."
    ),
    "lists_joined": Wording("{columns} holds lists.", "", "Their words were joined with “|”."),
    "kept_as_json": Wording(
        "{columns} holds values within values.",
        "A table has no place for them.",
        "They were kept as JSON text.",
    ),
    "decimals_rounded": Wording(
        "{columns} holds decimal numbers of any length.", "", "They were rounded to about 15 digits."
    ),
    "json_beside_rows": Wording(
        "The rows were taken from “{columns}”.",
        "The document holds other values beside them.",
        "Those were left out.",
    ),
    "formulas_read": Wording(
        "Cells that hold a formula: {count}.",
        "Formulas are not computed.",
        "The value that was saved with each was read; a cell without one is missing.",
    ),
    "files_left_out": Wording(
        "Some files were left out: {columns}.", "They are of another kind, or nothing leads to them.", ""
    ),
    "rows_refused": Wording("Rows that could not be read: {count}.", "", "They are listed with their lines."),
    # --- why a row was refused
    "refused_columns": Wording("Too many or too few columns.", "", ""),
    "refused_encoding": Wording("Bytes that are no text.", "", ""),
    "refused_nul": Wording("It holds NUL characters.", "", ""),
    "refused_quote": Wording("A quote that never closes.", "", ""),
    "refused_too_long": Wording("Longer than 16 MiB.", "", ""),
    "refused_json": Wording("It is no JSON.", "", ""),
    "refused_not_object": Wording("It is JSON, but no object.", "", ""),
    "refused_depth": Wording("More than 64 lists and objects lie in each other.", "", ""),
    "refused_conversation": Wording("It is no conversation like the others.", "", ""),
    "refused_image": Wording("The image cannot be opened.", "", ""),
    "refused_image_missing": Wording("There is no image.", "", ""),
    "refused_image_too_large": Wording("The image has more than 67 million pixels, or 64 MiB.", "", ""),
    "refused_file_missing": Wording("There is no such file.", "", ""),
    "refused_file": Wording("The file cannot be read.", "", ""),
}

# Why a column is taken for what it is; one sentence each.
COLUMN_REASONS: dict[str, str] = {
    "kind_empty": "No row has a value.",
    "kind_all_numbers": "Every value is a number.",
    "kind_all_dates": "Every value is a date or a time.",
    "kind_all_booleans": "Every value is true or false.",
    "kind_stored": "The file stores it as {type}.",
    "kind_few_values": "Words, of which {distinct} are different.",
    "kind_short_words": "Words of {length} characters on average: too short for a text.",
    "kind_repeated_words": "Long words, but only {distinct} different ones: they come again and again.",
    "kind_long_words": "Long and varied words, {length} characters on average.",
    "kind_layout_text": "The layout of the file says that it holds texts.",
    "kind_layout_messages": "Every value is a conversation.",
    "kind_layout_image": "Every value is an image.",
    "mark_constant": "The same value in every row that has one: nothing can be learnt from it.",
    "mark_id_named": "Its name is that of an id, which says nothing general about a row.",
    "mark_id_counting": "It only counts the rows.",
    "mark_id_different": "A different word in every row, like an id.",
}
