"""A model's name becomes one that programs can write, and that nothing else answers to."""

import re

import pytest

from engine.jobs.served_names import free_name
from engine.schema.serve import SERVED_FORM


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("Good reviews", "Good-reviews"),
        ("a / b \\ c", "a-b-c"),
        ("версия 2.", "версия-2"),
        ("a\u200bb", "ab"),
        ("...", "model"),
        ("x" * 100, "x" * 80),
    ],
)
def test_what_does_not_fit_is_taken_out(model, name):
    assert free_name(model, ()) == name
    assert re.search(SERVED_FORM, name)


def test_a_name_that_is_taken_gets_the_next_number_and_stays_short_enough():
    assert free_name("a", {"a", "a-2"}) == "a-3"
    long = free_name("x" * 80, {"x" * 80})
    assert (len(long), long[-3:]) == (80, "x-2")
