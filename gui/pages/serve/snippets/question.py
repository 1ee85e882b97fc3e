"""What the code to copy asks: of whom, with which key, and what. Plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PLACEHOLDER = "YOUR_KEY"
_SHOWN = ("max_tokens", "temperature", "top_p")  # sampling that the code says whatever it is


@dataclass(frozen=True)
class Question:
    """``url`` is the endpoint's address without a path; ``picture`` the file of an input that is an image."""

    url: str
    key: str
    model: str
    kind: Literal["chat", "complete", "predict"] = "predict"
    text: str = ""  # of a chat or a completion
    value: Any = None  # of a prediction
    picture: str = ""
    sampling: Mapping[str, Any] = field(default_factory=dict)
    certificate: str = ""  # the PEM file of an endpoint on the network

    @property
    def base(self) -> str:
        return f"{self.url.rstrip('/')}/v1"

    @property
    def address(self) -> str:
        paths = {"chat": "chat/completions", "complete": "completions", "predict": "predict"}
        return f"{self.base}/{paths[self.kind]}"

    @property
    def body(self) -> dict[str, Any]:
        """What is sent; a picture is put in by the code itself."""
        match self.kind:
            case "chat":
                asked = {"messages": [{"role": "user", "content": self.text}]}
            case "complete":
                asked = {"prompt": self.text}
            case _:
                return {"model": self.model, "inputs": [{} if self.picture else self.value]}
        return {"model": self.model, **asked, **self._sampling()}

    def _sampling(self) -> dict[str, Any]:
        first = {name: self.sampling[name] for name in _SHOWN if name in self.sampling}
        return {**first, **{name: value for name, value in self.sampling.items() if name not in first}}


def said_in_json(value: Any) -> str:
    """A JSON text is also JavaScript, and of strings Python."""
    return json.dumps(value, ensure_ascii=False)
