import itertools
import json

from hypothesis import given
from hypothesis import strategies as st

from engine.web.json_depth import JsonDepth, is_deeper_than

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(alphabet='ab[]{}"\\\n'),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet='k[{"\\'), inner, max_size=4)
    ),
    max_leaves=30,
)


def depth_of(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth_of, inner), default=0)


@given(VALUES)
def test_the_depth_is_that_of_the_parsed_value_whatever_its_strings_hold(value):
    text, depth = json.dumps(value).encode(), depth_of(value)
    assert not is_deeper_than(text, depth)
    if depth:
        assert is_deeper_than(text, depth - 1)


@given(VALUES, st.lists(st.integers(0, 200), max_size=6))
def test_pieces_cut_anywhere_say_what_the_whole_says(value, cuts):
    text, depth = json.dumps(value).encode(), depth_of(value)
    places = sorted({0, *(min(cut, len(text)) for cut in cuts), len(text)})
    pieces = [text[a:b] for a, b in itertools.pairwise(places)]
    for limit in (depth, depth - 1):
        meter = JsonDepth(limit)
        assert any(meter.exceeds(piece) for piece in pieces) == (limit < depth)


def test_brackets_that_close_nothing_hide_no_others():
    assert is_deeper_than(b"]" * 10 + b"[" * 75, 64)
