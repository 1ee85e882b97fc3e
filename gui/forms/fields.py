"""Reads a schema class and lists what a form must show. No Qt here.

Everything said about a field (title, help, bounds, default, unit, labels of its choices) stands in
the schema; this module only puts it in the form's terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

Kind = Literal[
    "int", "float", "text", "bool", "choice", "choices", "ints", "texts", "group", "union", "list", "map"
]  # choices: any number of the options; list: any number of members of a union, in order; map: parts by a name

_SCALARS: dict[Any, Kind] = {bool: "bool", int: "int", float: "float", str: "text"}


@dataclass(frozen=True)
class Option:
    """One choice of a field; a member of a union brings fields of its own."""

    value: str
    label: str
    help: str = ""
    fields: "tuple[FieldView, ...]" = ()


@dataclass(frozen=True)
class FieldView:
    """One row of a form."""

    path: str
    name: str
    title: str
    help: str
    kind: Kind
    default: Any = None  # in JSON's terms
    required: bool = False
    optional: bool = False  # may be None
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    none: str = "none"  # what an optional one is called while it has no value
    advanced: bool = False
    options: tuple[Option, ...] = ()  # of a choice or union
    fields: "tuple[FieldView, ...]" = ()  # of a group, or of one part of a map
    tag: str = ""  # of a union: the key that says which member it is

    @property
    def choice_path(self) -> str:
        """Where the choice of a union is written."""
        return f"{self.path}.{self.tag}" if self.kind == "union" else self.path


@cache  # a schema does not change, and a page asks for many parts of one
def fields_of(schema: type[BaseModel], prefix: str = "", advanced: bool = False) -> tuple[FieldView, ...]:
    """The fields in the order they are declared, which is the order the form shows; constants are left out."""
    return tuple(
        _field_view(name, field, prefix, advanced)
        for name, field in schema.model_fields.items()
        if not _is_constant(field.annotation)
    )


def fields_at(schema: type[BaseModel], *paths: str) -> tuple[FieldView, ...]:
    """The fields at these dotted paths, in this order; a path that the schema lacks raises KeyError."""
    known = {view.path: view for view in walk(fields_of(schema))}
    return tuple(known[path] for path in paths)


def title_of(schema: type[BaseModel], path: str) -> str:
    """The title of the field at a path, or of the nearest one above it; empty when there is none."""
    titles = {view.path: view.title for view in walk(fields_of(schema))}
    while path and path not in titles:
        path = path.rpartition(".")[0]
    return titles.get(path, "")


def walk(fields: tuple[FieldView, ...]) -> Iterator[FieldView]:
    """Every field, with the fields of groups and of union members after it."""
    for view in fields:
        yield view
        yield from walk(view.fields)
        for option in view.options:
            yield from walk(option.fields)


def texts_of(schema: type[BaseModel]) -> list[str]:
    """Every English text a form of this schema can show, for the translation's catalogue."""
    texts: dict[str, None] = {}
    for view in walk(fields_of(schema)):
        options = [text for option in view.options for text in (option.label, option.help)]
        none = view.none if view.optional else ""
        texts.update(dict.fromkeys([view.title, view.help, view.unit, none, *options]))
    return [text for text in texts if text]


def _field_view(name: str, field: FieldInfo, prefix: str, advanced: bool) -> FieldView:
    path = f"{prefix}{name}"
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    advanced = advanced or bool(extra.get("advanced"))
    annotation, optional = _without_none(_without_metadata(field.annotation))
    annotation, item = _without_metadata(annotation), _item_of(annotation)
    members = _models_in(item)
    kind = _kind_of(annotation, members)
    tag = str(field.discriminator or _discriminator(field.annotation) or "name")
    options = (
        tuple(_member(member, tag, path, advanced) for member in members)
        if kind in ("union", "list") and len(members) > 1
        else _choices(item, extra)
    )
    return FieldView(
        path=path,
        name=name,
        title=field.title or name,
        help=field.description or _summary(annotation),
        kind=kind,
        default=_plain(field.get_default(call_default_factory=True)),
        required=field.is_required(),
        optional=optional,
        minimum=_bound(field, "ge", "gt"),
        maximum=_bound(field, "le", "lt"),
        unit=str(extra.get("unit", "")),
        none=str(extra.get("none", "none")),
        advanced=advanced,
        options=options,
        fields=fields_of(annotation, f"{path}.", advanced) if kind == "group" else _of_parts(annotation),
        tag=tag if kind in ("union", "list") else "",
    )


def _of_parts(annotation: Any) -> tuple[FieldView, ...]:
    """The fields of a map's parts, named within a part; nothing else has them."""
    part = get_args(annotation)[1] if get_origin(annotation) is dict else None
    return fields_of(part) if isinstance(part, type) and issubclass(part, BaseModel) else ()


def _kind_of(annotation: Any, members: tuple[type[BaseModel], ...]) -> Kind:
    is_tuple = get_origin(annotation) is tuple
    if get_origin(annotation) is dict:
        return "map"
    if members:
        return "list" if is_tuple else "union" if len(members) > 1 else "group"
    if is_tuple:
        item = _item_of(annotation)
        return "choices" if get_origin(item) is Literal else "ints" if item is int else "texts"
    if get_origin(annotation) is Literal:
        return "choice"
    return _SCALARS[annotation]


def _item_of(annotation: Any) -> Any:
    """What a tuple holds; what is no tuple itself."""
    plain = _without_metadata(annotation)
    return _without_metadata(get_args(plain)[0]) if get_origin(plain) is tuple else plain


def _discriminator(annotation: Any) -> str | None:
    """The key that tells the members of a union apart, where it stands within the annotation."""
    if get_origin(annotation) is Annotated:
        named = (getattr(extra, "discriminator", None) for extra in annotation.__metadata__)
        return next((str(name) for name in named if name), None)
    found = (_discriminator(inside) for inside in get_args(annotation))
    return next((name for name in found if name), None)


def _member(member: type[BaseModel], tag: Any, path: str, advanced: bool) -> Option:
    value = get_args(member.model_fields[str(tag)].annotation)[0]
    label = member.model_config.get("title") or value
    return Option(value, label, _summary(member), fields_of(member, f"{path}.", advanced))


def _choices(annotation: Any, extra: dict[str, Any]) -> tuple[Option, ...]:
    if get_origin(annotation) is not Literal:
        return ()
    labels = extra.get("labels", {})
    return tuple(Option(value, str(labels.get(value, value))) for value in get_args(annotation))


def _models_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    inside = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return tuple(each for each in inside if isinstance(each, type) and issubclass(each, BaseModel))


def _without_metadata(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    inside = tuple(each for each in get_args(annotation) if each is not NoneType)
    optional = len(inside) < len(get_args(annotation))
    return (inside[0] if len(inside) == 1 else Union[inside]), optional  # noqa: UP007 (a tuple of types)


def _is_constant(annotation: Any) -> bool:
    return get_origin(annotation) is Literal and len(get_args(annotation)) == 1


def _summary(annotation: Any) -> str:
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return (annotation.__doc__ or "").strip().partition("\n")[0] if is_model else ""


def _plain(default: Any) -> Any:
    if default is PydanticUndefined:
        return None
    if isinstance(default, BaseModel):
        return default.model_dump(mode="json")
    return list(default) if isinstance(default, tuple) else default


def _bound(field: FieldInfo, *names: str) -> float | None:
    values = (getattr(rule, name, None) for rule in field.metadata for name in names)
    return next((value for value in values if value is not None), None)
