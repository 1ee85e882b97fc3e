"""Words and their numbers."""

import json

from hypothesis import given
from hypothesis import strategies as st

from engine.data.text.vocabulary import SPECIALS, UNKNOWN, Vocabulary, pad, words_of


def test_words_are_lower_case_whatever_the_script():
    assert words_of("Don't SHOUT, Éva — ﬁne 2x!") == ["don't", "shout", "éva", "fine", "2x"]
    assert words_of("我爱电影 yes") == ["我", "爱", "电", "影", "yes"]


def test_the_most_frequent_words_are_kept():
    vocabulary = Vocabulary.fit(["b a a", "c b a"], size=SPECIALS + 2, max_tokens=3)
    assert vocabulary.words == ("a", "b")
    assert vocabulary.encode("A c b a a") == [2, UNKNOWN, 3]
    assert vocabulary.encode("…") == [UNKNOWN]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_every_text_becomes_numbers_of_the_vocabulary(texts):
    vocabulary = Vocabulary.fit(texts, size=8, max_tokens=4)
    padded = pad([vocabulary.encode(text) for text in texts])
    assert padded.shape[0] == len(texts)
    assert padded.min() >= 0 and padded.max() < vocabulary.size
    assert Vocabulary.from_json(json.loads(json.dumps(vocabulary.as_json()))) == vocabulary
