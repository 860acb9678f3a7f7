"""The rows that a slice of a file may mean: found by reference and by key, in few queries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.expressions import RawSQL

from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.services.shape import Shape
from p2kp_site.foundation.lookups import keys_as_rows
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import SignedForm


class Target(NamedTuple):
    """A row that exists: its version, how far it is signed, its key as it stands in the table, and
    what it holds: in the columns of `Shape.row`, or when it is whole in those of `Shape.held`
    and in the columns that links fill."""

    pk: int
    version: int
    signoff: str
    key: Any
    held: tuple[Any, ...]
    stores: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Existing:
    """What exists of a slice, as far as the reader may write it.

    `taken` are keys in use where the reader may not look: refused, without saying where. `gone`
    are references that were in use once, or are where the reader may not look.
    """

    by_ref: dict[str, Target]
    by_key: dict[Any, Target]
    taken: Collection[Any]
    gone: Collection[str]


def find_existing(
    shape: Shape, reader: Reader, *, refs: Iterable[Any], keys: Iterable[Any]
) -> Existing:
    """Look for all references and keys of a slice at once, in few queries, whatever its length."""
    wanted_refs = {ref for ref in refs if ref}
    wanted_keys = {key for key in keys if key}
    by_ref: dict[str, Target] = {}
    by_key: dict[Any, Target] = {}
    everywhere = shape.dataset.model._default_manager
    # A method of our query sets.
    writable = everywhere.writable_by(reader)  # type: ignore[attr-defined]

    def collect(rows: Any) -> None:
        for ref, target in _targets(shape, rows, whole=False):
            by_ref[ref] = target
            by_key[target.key] = target

    if wanted_refs:
        collect(writable.filter(ref__among=wanted_refs))
    if others := wanted_keys - by_key.keys():
        collect(_with_keys(shape, writable, others))
    taken: Collection[Any] = ()
    if unseen := wanted_keys - by_key.keys():
        rows = _with_keys(shape, everywhere.all(), unseen)
        taken = set(rows.values_list(*_key_fields(shape), flat=len(_key_fields(shape)) == 1))
    gone: Collection[str] = ()
    if unknown := wanted_refs - by_ref.keys():
        here = everywhere.filter(ref__among=unknown).values_list("ref", flat=True)
        # Every record has a history.
        once = shape.dataset.model.history.filter(ref__among=unknown)  # type: ignore[attr-defined]
        gone = {*here, *once.values_list("ref", flat=True)}
    return Existing(by_ref, by_key, taken, gone)


def whole_targets(shape: Shape, keys: Collection[int]) -> dict[int, Target]:
    """Rows that were found, by primary key, with everything that they hold."""
    if not keys:
        return {}
    rows = shape.dataset.model._default_manager.filter(pk__among=keys)
    return {target.pk: target for _ref, target in _targets(shape, rows, whole=True)}


def closed_behind(
    shape: Shape, named: Sequence[Target | None], whole: Mapping[int, Target]
) -> dict[str, list[Found | None]]:
    """Where a file does not say what its rows belong to, that may be closed all the same."""
    behind: dict[str, list[Found | None]] = {}
    for link in shape.absent:
        lookup = link.lookup
        if whole and isinstance(lookup, RecordLookup) and lookup.closed:
            place = shape.stores.index(link.key)
            held = {pk: target.stores[place] for pk, target in whole.items()}
            closures = lookup.closures(held.values())
            behind[link.key] = [
                Found(None, {}, closed=closures.get(held.get(one.pk))) if one else None
                for one in named
            ]
    return behind


def _targets(shape: Shape, rows: Any, *, whole: bool) -> Iterator[tuple[str, Target]]:
    """What these rows hold, each with its reference; in full or in the columns of the file."""
    dataset = shape.dataset
    held = shape.expressions(shape.held if whole else shape.row)
    stores = shape.stores if whole else []
    signed = ["signoff"] if issubclass(dataset.model, SignedForm) else []
    fields = ["pk", "ref", "version", *signed, *held, *stores]
    first = 3 + len(signed)
    end = first + len(held)
    # A key of several parts is a tuple, of one part the part itself.
    several = len(dataset.key_stores) > 1
    for row in rows.annotate(**held).values_list(*fields, *_key_fields(shape)):
        key = row[end + len(stores) :] if several else row[-1]
        signoff = row[3] if signed else ""
        target = Target(row[0], row[2], signoff, key, row[first:end], row[end : end + len(stores)])
        yield row[1], target


def _key_fields(shape: Shape) -> list[Any]:
    """The key as it is compared with that of a file: days as ISO text."""
    model = shape.dataset.model
    fields = [model._meta.get_field(name) for name in shape.dataset.key_stores]
    return [
        models.functions.Cast(models.F(f.attname), models.TextField())
        if isinstance(f, models.DateField)
        else f.attname  # type: ignore[union-attr]  # a column, no relation from elsewhere
        for f in fields
    ]


def _with_keys(shape: Shape, rows: Any, keys: Collection[Any]) -> Any:
    """The rows with one of these keys, found by the index that keeps them apart."""
    model, names = shape.dataset.model, shape.dataset.key_stores
    if len(names) == 1:
        return rows.filter((f"{names[0]}__among", keys))
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    source, columns, params = keys_as_rows(fields, keys)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    same = " AND ".join(
        f"t.{quote(f.column)} = {column}" for f, column in zip(fields, columns, strict=True)
    )
    # CROSS JOIN: SQLite then begins with the few keys and goes by the index.
    sql = f"SELECT t.id FROM {source} CROSS JOIN {table} t WHERE {same}"  # noqa: S608  # names of our own
    return rows.filter(pk__in=RawSQL(sql, params))  # noqa: S611  # values as parameters
