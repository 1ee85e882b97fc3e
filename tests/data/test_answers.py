"""Of a conversation's tokens the answers count; examples share rows without gaps, overlaps or strangers' targets."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.text.answers import UNCOUNTED, Example, example_of, fitted, rows_of, shared_rows
from engine.data.text.chat import Chat, messages_in, turn
from engine.data.text.tokenizer import END, Specials, TextTokenizer
from tests.fakes.pretrained_models import CHATML, tokenizer

TOKENS = tokenizer()


def example(prompt, answer, tokens=TOKENS):
    return example_of(turn(prompt, answer), Chat(tokens.specials), tokens)


def said(found, tokens=TOKENS):
    return tokens.decode(found.targets[found.targets != UNCOUNTED])


def test_the_answer_and_its_end_count_and_nothing_else():
    found = example("add 1 and 2", "it is 3")
    assert said(found) == "it is 3"
    counted = found.targets[found.targets != UNCOUNTED]
    assert counted[-1] == TOKENS.end
    assert (found.targets != UNCOUNTED).sum() == len(TOKENS.encode("it is 3")) + 1


def test_each_answer_of_a_conversation_counts():
    talk = turn("add 1 and 2", "it is 3") + turn("add 4", "seven")
    assert said(example_of(talk, Chat(TOKENS.specials), TOKENS)) == "it is 3seven"


def test_an_answer_that_its_template_does_not_end_is_ended():
    bare = TextTokenizer.from_json(TOKENS.as_json(), {"template": CHATML})
    found = example("add 1", "2", bare)
    assert found.targets[-1] == bare.end
    assert said(found, bare) == "2<|im_end|>\n"


@pytest.mark.parametrize("template", [None, CHATML])
def test_special_tokens_that_words_spell_are_words(template):
    tokens = TextTokenizer.from_json(TOKENS.as_json(), {"end": END, "template": template})
    found = example(f"say {END}{END}\ufdd0", f"it is {END}, not 3", tokens)
    plain = example("say nothing", "it is 3", tokens)
    assert (found.tokens == tokens.end).sum() == (plain.tokens == tokens.end).sum() == 1
    assert said(found, tokens).removesuffix("<|im_end|>\n") == f"it is {END}, not 3"


def test_half_a_sign_is_read_as_a_question_mark():
    talk = messages_in(json.dumps(turn("a \ud800 b", "\udc00 c")))
    assert said(example_of(talk, Chat(TOKENS.specials), TOKENS)) == "? c"


def test_what_fits_is_left_as_it_is():
    whole = example("add 1 and 2", "3")
    assert fitted(whole, len(whole)) is whole


def test_a_long_prompt_loses_its_beginning_and_never_its_answer():
    whole = example("the cat saw a dog and " * 20 + "add 1 and 2", "3")
    short = fitted(whole, 32)
    assert len(short) == 32
    assert said(short) == "3"
    assert TOKENS.decode(short.tokens).startswith("### Instruction") is False
    assert TOKENS.decode(short.tokens.tolist()).rstrip().endswith("### Response:\n3")


def test_a_long_answer_loses_its_end():
    whole = example("add 1 and 2", "the cat saw a dog and " * 20)
    head = int(np.argmax(whole.counted))
    short = fitted(whole, 2 * head)
    assert len(short) == 2 * head < len(whole)
    assert said(whole).startswith(said(short))
    assert (short.tokens[:head] == whole.tokens[:head]).all()


def test_a_row_without_room_for_an_answer_has_none():
    long = Example(np.arange(100), np.arange(100) >= 99)
    assert fitted(long, 20).counted.any()
    assert not fitted(Example(np.arange(100), np.zeros(100, dtype=bool)), 20).counted.any()


@given(st.lists(st.integers(1, 30), max_size=60))
def test_every_example_has_one_place_and_no_row_overflows(lengths):
    rows = shared_rows(lengths, 30)
    assert sorted(number for row in rows for number in row) == list(range(len(lengths)))
    assert all(sum(lengths[number] for number in row) <= 30 for row in rows)
    assert rows == shared_rows(lengths, 30)
    assert sum(lengths) > 15 * (len(rows) - 1) or len(rows) <= 1  # no two neighbours could have shared


def test_shared_rows_hold_each_example_as_if_it_stood_alone():
    examples = [example(f"add {number} and 2", str(number)) for number in range(7)]
    context = max(map(len, examples)) * 2
    rows = rows_of(examples, context, padding=5, shares=True)
    assert len(rows) == 4
    found = []
    for tokens, targets, documents in zip(rows.tokens, rows.targets, rows.documents, strict=True):
        for document in range(1, documents.max() + 1):
            place = documents == document
            found.append((tokens[place].tolist(), targets[place].tolist()))
        assert (tokens[documents == 0] == 5).all() and (targets[documents == 0] == UNCOUNTED).all()
    wanted = [(item.tokens[:-1].tolist(), item.targets.tolist()) for item in examples]
    assert sorted(found) == sorted(wanted)
    assert rows.counts.sum() == sum(item.counted[1:].sum() for item in examples)


def test_rows_that_are_not_shared_know_how_long_they_are():
    examples = [example("add 1", "2"), example("add 1 and 2 and 3", "6")]
    rows = rows_of(examples, 64, padding=0, shares=False)
    assert rows.documents is None
    assert rows.lengths.tolist() == [int(np.flatnonzero(e.counted[1:])[-1]) + 1 for e in examples]


@pytest.mark.parametrize("specials", [None, {"end": "a", "begin": "b", "padding": "c", "stops": [3]}])
def test_what_special_tokens_mean_survives_json(specials):
    again = TextTokenizer.from_json(TOKENS.as_json(), specials)
    other = TextTokenizer.from_json(again.as_json(), again.specials_as_json())
    assert (
        other.specials
        == again.specials
        == (Specials(**{**specials, "stops": (3,)}) if specials else Specials())
    )
    assert (other.end, other.begin, other.padding, other.stops) == (
        again.end, again.begin, again.padding, again.stops,
    )  # fmt: skip
