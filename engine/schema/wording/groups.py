"""Words about jobs made of runs: folds, sweeps, Auto over models."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "too_many_folds": Wording(
        "That would be {count} runs.",
        "At most {most} fit in one job.",
        "Choose K folds, or fewer folds or repeats.",
    ),
    "folds_within_group": Wording(
        "Each trial would be several runs.",
        "Trials are compared on one split of the rows.",
        "Choose another split here, and run the folds with the settings that were found.",
    ),
    "judged_without_validation": Wording(
        "There are no validation rows.",
        "Trials are compared by them.",
        "Give a share of the rows to validation.",
    ),
    "range_unclear": Wording(
        "This range has no clear values.",
        "It needs two bounds, or a list of choices.",
        "Give both bounds, or the choices alone.",
    ),
    "range_reversed": Wording("The lower bound is above the upper one.", "", "Exchange them."),
    "range_log": Wording(
        "Orders of magnitude need two bounds above zero, and no step.", "", "Change the bounds or the step."
    ),
    "range_without_setting": Wording(
        "There is no setting “{setting}” in this run.", "", "Did you mean “{suggestion}”?"
    ),
    "range_of_no_number": Wording(
        "This setting is not a number.", "", "List its choices in place of bounds."
    ),
    "range_not_comparable": Wording(
        "This setting cannot vary within a sweep.",
        "Trials that differ in it could not be compared, or its value is not for a sweep to choose.",
        "Take it out of the ranges.",
    ),
    "range_overlap": Wording(
        "This setting is a part of “{outer}”, which varies too.", "", "Take one of the two out."
    ),
    "grid_without_step": Wording(
        "A grid needs a step here.",
        "Between these bounds there are endlessly many values.",
        "Give a step or a list of choices, or search by TPE or at random.",
    ),
    "grid_too_large": Wording(
        "The grid has {count} combinations.",
        "At most {most} fit in one job.",
        "Take fewer values, or search by TPE or at random.",
    ),
    "folds_missing": Wording(
        "{missing} of {count} folds did not finish: {folds}.",
        "The scores are of the others.",
        "See their logs, then try again: only these are run anew.",
    ),
    "sweep_without_trial": Wording(
        "No settings in these ranges go together.", "", "Change the ranges or the run."
    ),
    "group_without_result": Wording(
        "No run came to its end.",
        "All were stopped or ended before their time.",
        "Give it more time, then try again.",
    ),
    "part_move_not_allowed": Wording(
        "A run that is part of “{parent}” pauses, goes on and is tried again together with it.",
        "",
        "Do it with “{parent}”.",
    ),
    "part_delete_not_allowed": Wording(
        "This run is part of “{parent}”, which has not ended.", "", "Stop “{parent}” first."
    ),
    "part_unknown": Wording("“{id}” has no run number {part}.", "", ""),
    "group_needs_result": Wording("There is no best run yet.", "", "Wait until one has finished."),
    "group_unknown": Wording("“{id}” is not made of several runs.", "", ""),
}
