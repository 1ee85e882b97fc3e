"""Language models of a size with weights that nobody has trained: how fast they write does not depend on what."""

import random
from string import ascii_lowercase

from engine.data.text.tokenizer import TextTokenizer
from engine.model.inputs.preprocessing import TokenPreprocessing
from engine.schema.model_spec import DECODER_SHAPES
from engine.schema.train import TrainSpec
from engine.system.paths import Home
from tests.fakes.served_model import _save

CONTEXT = 512
_WORD = 7  # letters


def save_model(home: Home, size: str) -> str:
    """A decoder of that size in the home, with a tokenizer of as many words; gives its id."""
    spec = TrainSpec.model_validate(
        {
            "task": "language_model",
            "data": {"source": "x.txt"},
            "model": {"name": "decoder", "size": size, "context": CONTEXT},
        }
    )
    vocabulary = DECODER_SHAPES[size].vocabulary
    draw = random.Random(0)
    words = ["".join(draw.choices(ascii_lowercase, k=_WORD)) for _ in range(vocabulary)]
    tokenizer = TextTokenizer.fit([" ".join(words)], vocabulary)
    preprocessing = TokenPreprocessing("text", tokenizer, CONTEXT, "a good", chats=True)
    _save(home, size, spec, preprocessing, None, ())
    return size
