"""The sandbox in which a chat template runs: it reads what it is given, calls nothing of the machine's, and has an
allowance for what it costs. Imports jinja when it is asked for the first template.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from types import BuiltinMethodType
from typing import Any

from engine.data.text.allowance import TooMuchError, allowance, allowing
from engine.data.text.multiplying import (
    check_join,
    check_method,
    check_number,
    check_operation,
    check_pattern,
    check_replace,
)

MOST_SOURCE = 64 << 10  # bytes of a template
_DEEPEST_INDENT = 16
_MADE, _TURNS, _JOINED = "<made>", "<turns>", "<joined>"  # filters that no template can name
_REMOVED = ("center", "filesizeformat", "pprint", "random", "urlize", "wordwrap", "xmlattr")


@lru_cache(maxsize=8)
def compiled(source: str) -> Any:
    """A template to be rendered inside ``allowing``. Raises TooMuchError, and whatever jinja finds wrong."""
    if len(source.encode(errors="surrogatepass")) > MOST_SOURCE:
        raise TooMuchError(f"It is longer than {MOST_SOURCE >> 10} KiB.")
    with allowing():
        return _environment()().from_string(source)


@lru_cache(maxsize=1)
def _environment() -> Callable[[], Any]:
    from jinja2 import pass_context
    from jinja2.ext import loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from jinja2.utils import Namespace

    class PlainNamespace(Namespace):
        """Its content is not written out: it may hold itself."""

        def __repr__(self) -> str:
            return "<Namespace>"

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(("+", "*", "**", "%"))

        def __init__(self) -> None:
            # As transformers has it: what templates were written for.
            super().__init__(
                trim_blocks=True,
                lstrip_blocks=True,
                extensions=[_generation(), loopcontrols],
                finalize=_written,
            )
            for name in _REMOVED:
                del self.filters[name]
            self.filters = {
                name: _counted(found) for name, found in (self.filters | _multiplying(self.filters)).items()
            }
            self.tests = {name: _ticking(found) for name, found in self.tests.items()}
            # With a context, so that they are not run while the template is compiled.
            ours = {_MADE: _made, _TURNS: _turns, _JOINED: _joined}
            self.filters |= {name: pass_context(_without_context(found)) for name, found in ours.items()}
            del self.globals["lipsum"]
            self.globals |= {"namespace": PlainNamespace, "raise_exception": _refuse}

        def _parse(self, *source: Any) -> Any:
            return _watched(super()._parse(*source))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if operator == "+" and type(left) is str and type(right) is str:  # what most templates consist of
                return _made(left + right)
            check_operation(operator, left, right)
            return _made(self.binop_table[operator](left, right))

        def call(__self, __context: Any, __called: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as jinja's own
            allowance().tick()
            method = getattr(__called, "__wrapped__", __called)  # ``format`` comes wrapped
            if isinstance(method, BuiltinMethodType) and method.__self__ is not None:
                check_method(method, args, kwargs)
            return _made(super().call(__context, __called, *args, **kwargs))

        @staticmethod
        def concat(parts: Iterable[str]) -> str:
            known = list(parts)
            allowance().spend(sum(map(len, known)))
            return "".join(known)

    return Sandbox


def _watched(tree: Any) -> Any:
    """The template with filters of ours around whatever makes something or takes turns."""
    from jinja2 import nodes
    from jinja2.visitor import NodeTransformer

    def through(name: str, node: Any) -> Any:
        return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)

    class Watch(NodeTransformer):
        def visit_For(self, node: Any) -> Any:
            node = self.generic_visit(node)
            node.iter = through(_TURNS, node.iter)
            return node

        def visit_Concat(self, node: Any) -> Any:
            node = self.generic_visit(node)
            return through(_JOINED, nodes.List(node.nodes, lineno=node.lineno))

        def visit_Getitem(self, node: Any) -> Any:
            node = self.generic_visit(node)
            return through(_MADE, node) if isinstance(node.arg, nodes.Slice) else node

        def visit_List(self, node: Any) -> Any:
            node = self.generic_visit(node)
            is_new = getattr(node, "ctx", "load") == "load" and node.find(nodes.Name) is not None
            return through(_MADE, node) if is_new else node

        def visit_Compare(self, node: Any) -> Any:
            return through(_MADE, self.generic_visit(node))

        visit_Dict = visit_Tuple = visit_List  # noqa: N815 - the names of jinja's nodes

    return Watch().visit(tree)


def _made(value: Any) -> Any:
    """The value, counted; this is also where time is looked at between two turns of a loop."""
    allowed = allowance()
    allowed.tick()
    if isinstance(value, str):
        allowed.spend(len(value))
    elif isinstance(value, list | tuple | dict):
        allowed.weigh(value)
        allowed.spend(len(value))
    return value


def _written(value: Any) -> Any:
    """What an expression writes; values that are no texts are made one here."""
    return value if isinstance(value, str) else _made(str(value))


def _joined(values: list[Any]) -> str:
    check_join("", values)
    return "".join(map(str, values))


def _turns(values: Any) -> Any:
    return Turns(values) if hasattr(values, "__len__") else iter(Turns(values))


class Turns:
    """What a loop goes through, looking at the time in each turn."""

    def __init__(self, values: Any) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        tick = allowance().tick
        for value in self._values:
            tick()
            yield value


def _without_context(function: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda context, value: function(value)


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose numbers are bounded and whose results are counted; jinja's marks stay on it."""

    @wraps(function)
    def counted(*args: Any, **kwargs: Any) -> Any:
        for number in (*args[1:], *kwargs.values()):
            check_number(number)
        return _made(function(*args, **kwargs))

    return counted


def _ticking(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def ticking(*args: Any, **kwargs: Any) -> Any:
        allowance().tick()
        return function(*args, **kwargs)

    return ticking


def _multiplying(filters: dict[str, Any]) -> dict[str, Any]:
    """Filters by which a few letters become many."""
    from jinja2 import pass_eval_context

    @pass_eval_context
    def join(context: Any, value: Any, d: str = "", attribute: Any = None) -> Any:
        known = list(value)
        check_join(str(d), known)
        return filters["join"](context, known, d, attribute)

    @pass_eval_context
    def replace(context: Any, s: Any, old: str, new: str, count: int | None = None) -> Any:
        check_replace(str(s), str(old), str(new))
        return filters["replace"](context, s, old, new, count)

    def indent(s: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> Any:
        wide = len(width) if isinstance(width, str) else max(width, 0)
        allowance().spend(len(s) + (str(s).count("\n") + 1) * wide)
        return filters["indent"](s, width, first, blank)

    def form(value: Any, *args: Any, **kwargs: Any) -> Any:
        check_pattern(str(value), [*args, *kwargs.values()])
        return filters["format"](value, *args, **kwargs)

    def round_(value: Any, precision: int = 0, method: Any = "common") -> Any:
        if not -100 <= precision <= 100:
            raise TooMuchError("It rounds to too many digits.")
        return filters["round"](value, precision, method)

    return {
        "join": join,
        "replace": replace,
        "indent": indent,
        "format": form,
        "round": round_,
        "tojson": _as_json,
    }


def _as_json(value: Any, ensure_ascii: bool = False, indent: int | None = None, **_: Any) -> str:
    if indent is not None and not (isinstance(indent, int) and indent <= _DEEPEST_INDENT):
        raise TooMuchError(f"It indents by more than {_DEEPEST_INDENT}.")
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)


def _refuse(message: str) -> None:
    raise ValueError(message)


@lru_cache(maxsize=1)
def _generation() -> Any:
    """``{% generation %}`` marks an answer for those who need the mark; here it is only passed through."""
    from jinja2 import nodes
    from jinja2.ext import Extension

    class Generation(Extension):
        tags = frozenset({"generation"})

        def parse(self, parser: Any) -> Any:
            line = next(parser.stream).lineno
            body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
            return nodes.Scope(body).set_lineno(line)

    return Generation
