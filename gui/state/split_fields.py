"""Which settings of a split mean something for each way to part the rows. Plain values, no Qt."""

_SHARES = ("validation", "test")
# Beside the method itself, how leaks are met, and the group: where it does not part the rows, it says what must not be
# parted.
MATTERS: dict[str, tuple[str, ...]] = {
    "random": (*_SHARES, "seed"),
    "stratified": (*_SHARES, "seed"),
    "group": (*_SHARES, "seed"),
    "time": ("time", *_SHARES),
    "block": _SHARES,
    "kfold": ("folds", "folds_by", "repeats", "fold", "validation", "seed"),
    "leave_one_out": ("fold", "validation", "seed"),
}
