"""The models of ``bench_prediction`` as its peers have them in their hands: inputs to outputs.

A table is answered by our own predictor, so that servers alone are compared; a text by transformers, which people use.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

Model = Callable[[Sequence[Any]], list[dict[str, Any]]]  # inputs to outputs


def table_model(folder: str) -> Model:
    import torch

    from engine.model.predictor import load_predictor

    torch.set_num_threads(1)
    return load_predictor(Path(folder), "cpu").predict


def text_model(folder: str) -> Model:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    labels = network.config.id2label

    @torch.inference_mode()
    def answer(texts: Sequence[str]) -> list[dict[str, Any]]:
        tokens = tokenizer([*texts], padding=True, truncation=True, max_length=128, return_tensors="pt")
        shares = network(**tokens).logits.softmax(1).tolist()
        return [{"probabilities": {labels[n]: share for n, share in enumerate(row)}} for row in shares]

    return answer


MODELS = {"table": table_model, "text": text_model}
