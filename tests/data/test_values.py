import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from engine.data.intake.values import FormGuess, without_missing

_WORDS = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,4}([.,][0-9]{0,3}){0,2}(e[0-9])?", fullmatch=True),
    st.from_regex(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True),
    st.sampled_from(["true", "FALSE", "inf", "-nan", "NA", "", "007", "word", "2024-01-01T10:00:00Z", "0x1F", "9" * 19, "1,234", " 5 "]),
)  # fmt: skip


@given(batches=st.lists(st.lists(_WORDS, max_size=4), max_size=4), semicolons=st.booleans())
def test_the_chosen_form_reads_every_batch(batches, semicolons):
    arrays = [without_missing(pa.array(words, pa.string())) for words in batches]
    guess = FormGuess()
    for array in arrays:
        guess.see(array)
    form = guess.chosen(semicolons)
    if form is None:
        assert all(array.null_count == len(array) for array in arrays)
        return
    for array in arrays:
        values = form.read(array)
        assert values.type == form.type
        assert values.null_count == array.null_count


def test_a_form_that_failed_once_does_not_come_back():
    guess = FormGuess()
    for words in (["1", "2"], ["1.5"], ["x"], ["3"]):
        guess.see(pa.array(words))
    assert guess.chosen(False).name == "words"


def test_thousands_may_come_late():
    guess = FormGuess()
    for words in (["1", "inf"], [".5e3"], ["1,234"]):
        guess.see(pa.array(words))
    assert guess.chosen(False).name == "grouped"
