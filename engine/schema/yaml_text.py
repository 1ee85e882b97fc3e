"""YAML that a stranger may have written: plain values, each key once, and no more of them than the text shows."""

from collections.abc import Hashable
from typing import Any

import yaml

MOST_VALUES = 250_000  # with every alias written out: nine lines of “*a, *a …” can stand for billions
_NO_VALUE = (ValueError, OverflowError, AttributeError, IndexError, KeyError, TypeError)


def load_yaml(text: str) -> Any:
    """The one document in the text; raises yaml.MarkedYAMLError, which knows the line, or RecursionError."""
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader runs no code; size, repeated keys and values that are none it leaves to us."""

    def get_single_data(self) -> Any:
        node = self.get_single_node()
        if node is None:
            return None
        _check(node, {})
        return self.construct_document(node)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except _NO_VALUE:  # 2020-99-99 looks like a date, and a number may have more digits than Python reads
            reason = f"“{str(node.value)[:40]}” is not a value; put quotes around it if it is text"
            raise yaml.constructor.ConstructorError(problem=reason, problem_mark=node.start_mark) from None


def _check(node: yaml.Node, sizes: dict[int, int | None]) -> int:
    """How many values stand for this node, aliases written out."""
    known = sizes.get(id(node), 0)
    if known is None:
        raise _refused(node, "it contains itself")
    if known:
        return known
    sizes[id(node)] = None
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        _check_keys(node)
        children = [child for pair in node.value for child in pair]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    size = 1
    for child in children:
        size += _check(child, sizes)
        if size > MOST_VALUES:
            raise _refused(node, f"more than {MOST_VALUES} values")
    sizes[id(node)] = size
    return size


def _check_keys(node: yaml.MappingNode) -> None:
    seen: set[Hashable] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        if (key.tag, key.value) in seen:
            raise _refused(key, f"“{key.value[:40]}” stands here a second time")
        seen.add((key.tag, key.value))


def _refused(node: yaml.Node, reason: str) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(problem=reason, problem_mark=node.start_mark)
