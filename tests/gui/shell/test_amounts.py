"""Numbers always come with their unit."""

import pytest

from gui.i18n import amounts


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (None, "–"),
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (24 << 30, "24 GiB"),
        (1.5 * 2**40, "1.5 TiB"),
    ],
)
def test_sizes_are_said_in_the_largest_unit_that_fits(count, said):
    assert amounts.size(count) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.216, "216 ms"),
        (3.14, "3.1 s"),
        (59, "59 s"),
        (840, "14 min"),
        (3600, "1 h"),
        (11100, "3 h 5 min"),
        (90000, "1 d 1 h"),
    ],
)
def test_durations_are_said_in_two_units_at_most(seconds, said, qapp):
    assert amounts.duration(seconds) == said


def test_a_moment_in_the_future_is_just_now(qapp):
    assert amounts.ago(100.0, now=50.0) == "just now"
