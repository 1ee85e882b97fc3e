"""Byte pairs: every text comes back, and the same texts give the same tokens in any number of threads."""

import os
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.text.tokenizer import END, TextTokenizer
from engine.system.paths import RESOURCES, ROOT

TEXTS = ["the cat sat on the mat\n", "the dog sat on the log\n", "größer, 中文, 🎲\n"] * 20
TRAINED = TextTokenizer.fit(TEXTS, 300)


@given(st.text())
def test_every_text_comes_back(text):
    assert TRAINED.decode(TRAINED.encode(text)) == text


def test_a_special_token_that_a_text_spells_is_words():
    text = f"the cat{END} sat"
    [together] = TRAINED.encode_all([text])
    assert TRAINED.end not in together
    assert together.tolist() == TRAINED.encode(text) == TRAINED.encode_framed([text], 99)[0]
    assert TRAINED.spans(text).tokens.count(TRAINED.end) == 1  # of a template it is one
    guarded = TRAINED.guard.put(text)
    assert TRAINED.end not in TRAINED.spans(guarded).tokens
    assert TRAINED.decode(TRAINED.spans(guarded).tokens) == text


def test_frequent_words_become_tokens_and_the_limit_holds():
    assert TRAINED.size <= 300
    assert len(TRAINED.encode(" the cat")) < len(" the cat") / 2
    assert TextTokenizer.fit(["ab"], 5000).size < 300


def test_lengths_are_the_bytes_of_a_text():
    text = "the größer 中文 🎲 cat"
    assert TRAINED.lengths[TRAINED.encode(text)].sum() == len(text.encode())
    assert TRAINED.lengths[TRAINED.end] == 0


def test_many_texts_are_encoded_like_one():
    assert [numbers.tolist() for numbers in TRAINED.encode_all(TEXTS)] == [
        TRAINED.encode(text) for text in TEXTS
    ]


def test_a_tokenizer_survives_being_written():
    again = TextTokenizer.from_json(TRAINED.as_json())
    assert again.encode(TEXTS[2]) == TRAINED.encode(TEXTS[2])
    with pytest.raises(ValueError, match="EOF"):
        TextTokenizer.from_json("{")


def test_threads_and_hash_seeds_do_not_change_it():
    program = (
        "import sys; from engine.data.text.tokenizer import TextTokenizer; from engine.data.text.pieces import cut;"
        "text = open(sys.argv[1], encoding='utf-8').read()[:60_000];"
        "print(TextTokenizer.fit(cut(text, 2000), 700).as_json())"
    )

    def trained(threads: str, seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(RESOURCES / "samples" / "alice.txt")],
            env={**os.environ, "RAYON_NUM_THREADS": threads, "PYTHONHASHSEED": seed},
            cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        ).stdout  # fmt: skip

    assert trained("1", "1") == trained("2", "7") == trained("4", "9")


@pytest.mark.parametrize("read", [TextTokenizer.encode, TextTokenizer.spans])
def test_other_threads_go_on_while_a_long_text_is_read(read):
    tokenizer, ends, ticks = TextTokenizer.fit(["one two three"] * 3, 300), threading.Event(), []

    def tick() -> None:
        while not ends.wait(0.001):
            ticks.append(time.monotonic())

    ticking = threading.Thread(target=tick)
    ticking.start()
    begin = time.monotonic()
    read(tokenizer, "one, two! " * 60_000)
    end = time.monotonic()
    ends.set()
    ticking.join()
    within = [begin, *(at for at in ticks if begin < at < end), end]
    assert max(after - before for before, after in pairwise(within)) < (end - begin) / 2
