"""The layouts in which conversations and instructions are written, recognised by keys and brought to ours.

Alpaca (instruction, input, output) becomes ``prompt`` and ``response``; ShareGPT (conversations of from and value) and
chat (messages of role and content) become ``messages``, JSON of [{"role", "content"}]; preferences become ``prompt``,
``chosen`` and ``rejected``. Whatever else a record holds is kept beside them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.data.intake.dialect import free_name
from engine.schema.card import ColumnKind

Row = dict[str, Any]

_ROLES = {"human": "user", "gpt": "assistant", "bot": "assistant", "chatgpt": "assistant", "model": "assistant",
          "bing": "assistant", "bard": "assistant"}  # fmt: skip
_SURE = 0.9  # share of the first records that must have a layout


@dataclass(frozen=True)
class Layout:
    """One way to write conversations; ``read`` raises ValueError for a record that has another."""

    name: str
    fits: Callable[[Row], bool]
    read: Callable[[Row], Row]
    kinds: Mapping[str, ColumnKind]


def layout_of(rows: Sequence[Row]) -> Layout | None:
    """The layout that nearly all of the first records have; None when they are any other records."""
    for layout in LAYOUTS:
        if rows and sum(map(layout.fits, rows)) >= _SURE * len(rows):
            return layout
    return None


def messages_of(turns: Any) -> str:
    """Turns in either layout as JSON of [{"role", "content"}]; raises ValueError."""
    if not isinstance(turns, list) or not turns:
        raise ValueError("no turns")
    return json.dumps([_turn(turn) for turn in turns], ensure_ascii=False)


def _turn(turn: Any) -> Row:
    if not isinstance(turn, dict):
        raise ValueError("no turn")
    role = turn.get("role", turn.get("from"))
    content = turn.get("content", turn.get("value"))
    if content is None and turn.get("tool_calls"):
        content = ""
    if not isinstance(role, str) or not isinstance(content, str):
        raise ValueError("a turn without role or content")
    rest = {key: value for key, value in turn.items() if key in ("tool_calls", "name") and value is not None}
    return {"role": _ROLES.get(role, role), "content": content, **rest}


def _has_turns(key: str, keys: tuple[str, str]) -> Callable[[Row], bool]:
    def fits(row: Row) -> bool:
        turns = row.get(key)
        first = turns[0] if isinstance(turns, list) and turns else None
        return isinstance(first, dict) and keys[0] in first and keys[1] in first

    return fits


def _read_turns(key: str) -> Callable[[Row], Row]:
    def read(row: Row) -> Row:
        rest = {name: value for name, value in row.items() if name != key}
        return _beside({"messages": messages_of(row.get(key))}, rest)

    return read


def _is_alpaca(row: Row) -> bool:
    return isinstance(row.get("instruction"), str) and isinstance(row.get("output"), str)


def _read_alpaca(row: Row) -> Row:
    if not _is_alpaca(row) or not isinstance(row.get("input") or "", str):
        raise ValueError("no instruction or output")
    prompt = "\n\n".join(part for part in (row["instruction"], row.get("input")) if part)
    rest = {name: value for name, value in row.items() if name not in ("instruction", "input", "output")}
    return _beside({"prompt": prompt, "response": row["output"]}, rest)


def _beside(made: Row, rest: Row) -> Row:
    """What the record holds besides, under another name where it goes by one of ours."""
    return made | {free_name(name, made): value for name, value in rest.items()}


def _is_preference(row: Row) -> bool:
    return all(isinstance(row.get(name), str | list) and row[name] for name in ("chosen", "rejected"))


def _read_preference(row: Row) -> Row:
    if not _is_preference(row):
        raise ValueError("nothing chosen or rejected")
    chosen, rejected = _last_answer(row["chosen"]), _last_answer(row["rejected"])
    prompt = row.get("prompt")
    if prompt is None and isinstance(row["chosen"], list):
        prompt = row["chosen"][:-1]
    if isinstance(prompt, list):
        prompt = "\n\n".join(_turn(turn)["content"] for turn in prompt)
    if not isinstance(prompt, str | None):
        raise ValueError("no prompt")
    rest = {name: value for name, value in row.items() if name not in ("prompt", "chosen", "rejected")}
    return {"prompt": prompt, "chosen": chosen, "rejected": rejected, **rest}


def _last_answer(value: Any) -> str:
    if isinstance(value, str):
        return value
    answers = [turn["content"] for turn in map(_turn, value) if turn["role"] == "assistant"]
    if not answers:
        raise ValueError("no answer")
    return answers[-1]


LAYOUTS = (
    Layout(
        "preference",
        _is_preference,
        _read_preference,
        {"prompt": "text", "chosen": "text", "rejected": "text"},
    ),
    Layout(
        "messages",
        _has_turns("messages", ("role", "content")),
        _read_turns("messages"),
        {"messages": "messages"},
    ),
    Layout(
        "sharegpt",
        _has_turns("conversations", ("from", "value")),
        _read_turns("conversations"),
        {"messages": "messages"},
    ),
    Layout("alpaca", _is_alpaca, _read_alpaca, {"prompt": "text", "response": "text"}),
)
