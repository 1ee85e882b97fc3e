"""The sandbox in which a chat template runs: it reads what it is given, calls nothing of the machine's, and has an
allowance for what it costs. Imported when the first template is rendered, as jinja is not always needed.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from types import BuiltinMethodType
from typing import Any

from jinja2 import Template, nodes, pass_context
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from engine.data.text.allowance import TooMuchError, allowance, allowing
from engine.data.text.multiplying import check_method, check_operation
from engine.data.text.template_filters import COUNTED_FILTERS, TICKING_TESTS, joined, made, turns, written

MOST_SOURCE = 64 << 10  # bytes of a template
_MADE, _TURNS, _JOINED = "<made>", "<turns>", "<joined>"  # filters that no template can name


@lru_cache(maxsize=8)
def compiled(source: str) -> Template:
    """A template to be rendered inside ``allowing``. Raises TooMuchError, and whatever jinja finds wrong."""
    if len(source.encode(errors="surrogatepass")) > MOST_SOURCE:
        raise TooMuchError(f"It is longer than {MOST_SOURCE >> 10} KiB.")
    with allowing():
        return Sandbox().from_string(source)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja as transformers sets it, for that is what templates were written for, with each step counted."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols], finalize=written
        )
        ours = {_MADE: made, _TURNS: turns, _JOINED: joined}
        self.filters = COUNTED_FILTERS | {name: _at_run_time(found) for name, found in ours.items()}
        self.tests = dict(TICKING_TESTS)
        del self.globals["lipsum"]
        self.globals |= {"namespace": PlainNamespace, "raise_exception": _refuse}

    def _parse(self, *source: Any) -> nodes.Template:
        return Watch().visit(super()._parse(*source))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and type(left) is str and type(right) is str:  # what most templates consist of
            return made(left + right)
        check_operation(operator, left, right)
        return made(self.binop_table[operator](left, right))

    def call(__self, __context: Any, __called: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as jinja's own
        allowance().tick()
        method = getattr(__called, "__wrapped__", __called)  # ``format`` comes wrapped
        if isinstance(method, BuiltinMethodType) and method.__self__ is not None:
            check_method(method, args, kwargs)
        return made(super().call(__context, __called, *args, **kwargs))

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """What a macro, a block or the whole template has written."""
        known = list(parts)
        allowance().spend(sum(map(len, known)))
        return "".join(known)


class Watch(NodeTransformer):
    """Puts filters of ours around whatever makes something or takes turns in a template."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _through(_TURNS, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _through(_JOINED, nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        return _through(_MADE, node)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        return _through(_MADE, node) if isinstance(node.arg, nodes.Slice) else node

    def visit_List(self, node: Any) -> nodes.Node:
        self.generic_visit(node)
        is_new = getattr(node, "ctx", "load") == "load" and node.find(nodes.Name) is not None
        return _through(_MADE, node) if is_new else node

    visit_Dict = visit_Tuple = visit_List  # noqa: N815 - the names of jinja's nodes


class Generation(Extension):
    """``{% generation %}`` marks an answer for those who need the mark; here it is only passed through."""

    tags = frozenset({"generation"})

    def parse(self, parser: Any) -> nodes.Node:
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endgeneration",), drop_needle=True)
        return nodes.Scope(body).set_lineno(line)


class PlainNamespace(Namespace):
    """Its content is not written out: it may hold itself."""

    def __repr__(self) -> str:
        return "<Namespace>"


def _through(name: str, node: Any) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _at_run_time(function: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """A filter that takes the context is not run while the template is compiled."""
    return pass_context(lambda context, value: function(value))


def _refuse(message: str) -> None:
    raise ValueError(message)
