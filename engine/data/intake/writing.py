"""The second pass: raw columns to the typed ones of a dataset, and what is told of each. Knows no format of files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from engine.data.intake.dialect import repaired_names
from engine.data.intake.histogram import Histogram
from engine.data.intake.profile import ColumnProfile
from engine.data.intake.refusals import Notes
from engine.data.intake.repeats import Repeats
from engine.data.intake.spool import RawColumn, Spool
from engine.data.intake.values import WORDS, Form
from engine.data.intake.watch import Watch
from engine.schema.card import Column, ColumnKind

_KINDS: dict[pa.DataType, ColumnKind] = {
    pa.int64(): "number",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.timestamp("us"): "date",
    pa.string(): "category",
    pa.binary(): "image",
    pa.null(): "empty",
}


@dataclass(frozen=True)
class Told:
    """What a format itself says about columns: their kinds, and the names of the types it stores."""

    kinds: Mapping[str, ColumnKind] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    semicolons: bool = False  # stand between columns, so that a comma is a decimal sign


@dataclass(frozen=True)
class Written:
    """Columns as the card shows them."""

    columns: tuple[Column, ...]
    duplicates: int


@dataclass(frozen=True)
class _Plan:
    """How one raw column becomes a typed one."""

    form: Form | None  # None: it holds nothing
    profile: ColumnProfile
    type: pa.DataType


def write_columns(spool: Spool, data: Path, watch: Watch, told: Told, notes: Notes) -> Written:
    """Write the spooled rows as Arrow to ``data``; what is assumed goes to ``notes``."""
    names = dict(zip(spool.columns, repaired_names(list(spool.columns))[0], strict=True))
    plans = {given: _plan(given, names[given], raw, told) for given, raw in spool.columns.items()}
    for name, raw in spool.columns.items():
        if raw.guess.is_ambiguous_date and not raw.is_mixed:
            notes.add("dates_assumed", name)
        if raw.is_mixed:
            notes.add("types_mixed", name)
        if not name.strip():
            notes.add("names_missing", name)
    schema = pa.schema([(plan.profile.name, plan.type) for plan in plans.values()])
    watch.enter("write", spool.rows)
    with Repeats(data.parent) as repeats:
        with pa.OSFile(str(data), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            for raw_columns in spool.batches():
                rows = len(raw_columns[0])
                repeats.see(pa.RecordBatch.from_arrays(raw_columns, names=list(plans)))
                writer.write_batch(_typed_batch(raw_columns, plans, schema, notes))
                watch.advance(rows)
        duplicates = repeats.count()
    profiles = [plan.profile for plan in plans.values()]
    columns = tuple(
        profile.column(histogram)
        for profile, histogram in zip(profiles, _histograms(profiles, data), strict=True)
    )
    return Written(columns, duplicates)


def _plan(given: str, name: str, raw: RawColumn, told: Told) -> _Plan:
    """``given`` is the name in the file, ``name`` that in the dataset."""
    form = raw.guess.chosen(told.semicolons) if raw.type == pa.string() and not raw.is_mixed else WORDS
    kind = told.kinds.get(given)
    if (
        kind is not None and raw.type == pa.string()
    ):  # what the layout says is a text is not looked at for dates
        return _Plan(WORDS, ColumnProfile(name, kind), pa.string())
    if raw.type == pa.null() or form is None:
        return _Plan(None, ColumnProfile(name, "empty"), pa.string())
    if raw.type != pa.string():
        kind = kind or _KINDS[raw.type]
        return _Plan(WORDS, ColumnProfile(name, kind, told.stored.get(given)), raw.type)
    return _Plan(form, ColumnProfile(name, form.kind), form.type)


def _typed_batch(
    raw_columns: list[pa.Array], plans: Mapping[str, _Plan], schema: pa.Schema, notes: Notes
) -> pa.RecordBatch:
    values = []
    for (name, plan), raw in zip(plans.items(), raw_columns, strict=True):
        typed = plan.form.read(raw) if plan.form else pa.nulls(len(raw), pa.string())
        typed, has_infinite = _finite(typed)
        if has_infinite:
            notes.add("infinite_missing", name)
        plan.profile.see(typed)
        values.append(typed)
    return pa.RecordBatch.from_arrays(values, schema=schema)


def _finite(values: pa.Array) -> tuple[pa.Array, bool]:
    """The values without infinite ones and NaN, which become missing, and whether some were infinite."""
    if values.type != pa.float64():
        return values, False
    finite = pc.is_finite(values)
    if pc.all(finite).as_py() is not False:
        return values, False
    return pc.if_else(finite, values, pa.scalar(None, pa.float64())), bool(pc.any(pc.is_inf(values)).as_py())


def _histograms(profiles: list[ColumnProfile], data: Path) -> list[Histogram | None]:
    histograms = [profile.histogram() for profile in profiles]
    places = [place for place, histogram in enumerate(histograms) if histogram]
    for batch in _stored(data, places) if places else ():
        for place, values in zip(places, batch.columns, strict=True):
            histogram = histograms[place]
            if histogram is not None:
                histogram.see(values)
    return histograms


def _stored(path: Path, places: list[int]) -> Iterator[pa.RecordBatch]:
    """The columns at these places, batch by batch; the others are not read."""
    options = pa.ipc.IpcReadOptions(included_fields=places)
    with pa.OSFile(str(path)) as file, pa.ipc.open_file(file, options=options) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)
