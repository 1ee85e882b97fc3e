"""How many runs the folds of a split make. Counts only."""

from engine.schema.split_spec import SplitSpec


def fold_count(split: SplitSpec, rows: int) -> int:
    """Folds over all repeats, of ``rows`` rows that are left after cleaning; 1 where there are no folds.

    Leaving one out has a fold for each row, and nothing that could be drawn anew.
    """
    match split.method:
        case "kfold":
            return split.folds * split.repeats
        case "leave_one_out":
            return rows
        case _:
            return 1
