"""Texts of different lengths through a network in passes: in order, whole, and each thread for itself."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.inputs.token_lists import Passes, filled

PADDING = 7


def sums(rows):
    return np.array([[row[row != PADDING].sum(), len(row)] for row in rows])


@settings(deadline=None)  # the first thread imports torch
@given(
    lengths=st.lists(st.integers(0, 40), min_size=1, max_size=60),
    threads=st.integers(1, 3),
    places=st.sampled_from([1, 50, 768, None]),
)
def test_every_text_has_its_own_answer(lengths, threads, places):
    tokens = [[number] * length for number, length in enumerate(lengths, start=10)]
    found = Passes(PADDING, threads, places).through(sums, tokens)
    assert found[:, 0].tolist() == [sum(text) for text in tokens]


def passes_of(lengths, **how):
    seen = []
    Passes(PADDING, **how).through(
        lambda rows: seen.append(rows.shape) or np.zeros(len(rows)), [[1] * n for n in lengths]
    )
    return sorted(seen)


def test_texts_of_about_one_length_go_together():
    assert passes_of([5, 100, 6, 90, 5], places=200) == [(2, 100), (3, 6)]
    assert passes_of([5, 100, 6, 90, 5], places=None) == [(5, 100)]
    assert passes_of([500], places=200) == [(1, 500)]


def test_each_thread_has_a_pass_where_there_are_texts_for_it():
    assert passes_of([10] * 8, threads=2) == [(4, 10), (4, 10)]
    assert passes_of([10], threads=2) == [(1, 10)]
    assert passes_of([80, 78, 76, 74, 72, 70, 68, 66], threads=2, places=384) == [(4, 72), (4, 80)]
    assert len(passes_of([30] * 50, threads=2, places=384)) == 4, "two turns of two"


def test_several_threads_pass_at_a_time():
    meeting = threading.Barrier(2, timeout=20)  # broken where one waits for the other's end

    def meet(rows):
        meeting.wait()
        return sums(rows)

    assert len(Passes(PADDING, 2).through(meet, [[1] * 30, [2] * 30])) == 2


def test_a_failure_in_a_thread_is_the_caller_s():
    def fail(rows):
        raise MemoryError

    with pytest.raises(MemoryError):
        Passes(PADDING, 2).through(fail, [[1] * 30, [2] * 30])


def test_an_empty_text_is_one_padding():
    assert filled([[]], PADDING).tolist() == [[PADDING]]
