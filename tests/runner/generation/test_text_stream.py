import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models

from engine.data.text.tokenizer import TextTokenizer
from engine.runner.generation.text_stream import Detokeniser, StopStrings, TextStream
from engine.runner.generation.token_text import TokenTexts

BYTES = TextTokenizer.fit(["the cat saw a dog", "ä ö ü € 😀 你好"] * 3, 300)


def pieces_tokenizer() -> TextTokenizer:
    """Of the kind that writes a space as ▁ and what it does not know byte by byte."""
    words = ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁the", "▁cat", "s", "▁", "a"]
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>", byte_fallback=True))
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return TextTokenizer(tokenizer)


PIECES = pieces_tokenizer()


def streamed(tokenizer: TextTokenizer, tokens: list[int]) -> list[str]:
    stream = Detokeniser(tokenizer.decode)
    return [*(stream.put(token) for token in tokens), stream.rest()]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(0, BYTES.size - 1), max_size=60))
def test_any_tokens_of_bytes_read_one_by_one_as_all_at_once(tokens):
    assert "".join(streamed(BYTES, tokens)) == BYTES.decode(tokens)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_text_is_told_in_whole_signs(text):
    tokens = BYTES.encode(text)
    found = streamed(BYTES, tokens)
    assert "".join(found) == BYTES.decode(tokens)
    if "\ufffd" not in text:
        assert not any("\ufffd" in piece for piece in found)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"äß€😀", "▁the", "▁cat", "s", "▁", "a"]), max_size=80))
def test_tokens_of_pieces_read_one_by_one_as_all_at_once(parts):
    number = PIECES._tokenizer.token_to_id
    tokens = [
        token
        for part in parts
        for token in ([number(part)] if number(part) is not None else [1 + byte for byte in part.encode()])
    ]
    assert "".join(streamed(PIECES, tokens)) == PIECES.decode(tokens)


def test_tokens_that_stand_for_nothing_are_not_read_again_and_again():
    sizes = []

    def decode(tokens):
        sizes.append(len(tokens))
        return BYTES.decode(tokens)

    stream = Detokeniser(decode)
    tokens = [BYTES.end] * 500 + BYTES.encode("the cat") + [BYTES.end] * 500 + BYTES.encode(" saw")
    assert "".join(map(stream.put, tokens)) == "the cat saw"
    assert max(sizes) < 100


def test_what_never_becomes_a_sign_is_told_after_a_few_tokens():
    stray = BYTES.encode("€")[-1:] if len(BYTES.encode("€")) > 1 else [int(BYTES._tokenizer.token_to_id("Ģ"))]
    found = streamed(BYTES, stray * 40)
    assert "".join(found) == BYTES.decode(stray * 40)
    assert len("".join(found[:20])) > 10


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.text("ab", min_size=1, max_size=4), max_size=12),
    st.lists(st.text("ab", min_size=1, max_size=3), max_size=3),
)
def test_a_stop_string_never_appears_however_it_is_cut_and_nothing_else_is_lost(parts, stops):
    stream, told = StopStrings(stops), ""
    for part in parts:
        told += stream.put(part)
        if stream.has_stopped:
            break
    whole = "".join(parts)
    places = [whole.find(stop) for stop in stops if stop in whole]
    if stream.has_stopped:
        assert told == whole[: min(places)] or any(
            told + stop == whole[: len(told) + len(stop)] for stop in stops
        )
        assert not any(stop in told for stop in stops)
    else:
        assert not places and told + stream.rest() == whole


def test_what_could_have_become_a_stop_string_is_told_at_the_end():
    stream = TextStream(BYTES.decode, ["dog house"])
    told = "".join(stream.put(token) for token in BYTES.encode("a dog"))
    assert told == "a " and stream.rest() == "dog"


@pytest.mark.parametrize(("tokenizer", "text"), [(BYTES, "ä€😀 the"), (PIECES, "the cats a")])
def test_a_token_is_told_with_its_bytes(tokenizer, text):
    texts = TokenTexts(tokenizer)
    tokens = tokenizer.encode(text) if tokenizer is BYTES else [257, 258, 259, 260, 261]
    data = b"".join(bytes(texts.of(token)[1]) for token in tokens)
    assert data.decode().strip() == text
