"""The rows that a slice of a file may mean: found by reference and by key, in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q

from p2kp_site.exchange.datasets import Column, Dataset
from p2kp_site.foundation.reader import Reader


class Target(NamedTuple):
    """A row that exists: its version, what it holds now by column, and what its look-ups store."""

    pk: int
    version: int
    values: dict[str, Any]
    stores: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Existing:
    """What exists of a slice, as far as the reader may write it.

    `taken` are keys in use where the reader may not look: refused, without saying where.
    """

    by_ref: dict[str, Target]
    by_key: dict[str, Target]
    taken: frozenset[str]


def find_existing(
    dataset: Dataset,
    columns: Sequence[Column],
    key: Column,
    reader: Reader,
    *,
    refs: Iterable[Any],
    keys: Iterable[Any],
) -> Existing:
    """Look for all references and keys of a slice at once: two queries, whatever its length."""
    wanted_refs = {ref for ref in refs if ref}
    wanted_keys = {value for value in keys if value}
    by_ref: dict[str, Target] = {}
    by_key: dict[str, Target] = {}
    if not wanted_refs and not wanted_keys:
        return Existing(by_ref, by_key, frozenset())
    meant = Q((f"{key.name}__among", wanted_keys))
    if wanted_refs:
        meant |= Q(ref__among=wanted_refs)
    names = [column.name for column in columns]
    days = [column.name for column in columns if column.kind == "date"]
    stores = [name for c in columns if c.lookup for name in c.lookup.stores]
    rows = dataset.model._default_manager.writable_by(reader).filter(meant)  # type: ignore[attr-defined]
    for pk, ref, version, *held in rows.values_list(
        "pk", "ref", "version", *(column.source for column in columns), *stores
    ):
        values = dict(zip(names, held, strict=False))
        for name in days:
            values[name] = values[name] and values[name].isoformat()
        target = Target(pk, version, values, dict(zip(stores, held[len(names) :], strict=True)))
        by_ref[ref] = target
        by_key[values[key.name]] = target
    taken: frozenset[str] = frozenset()
    if unseen := wanted_keys - by_key.keys():
        everywhere = dataset.model._default_manager.filter((f"{key.name}__among", unseen))
        taken = frozenset(everywhere.values_list(key.name, flat=True))
    return Existing(by_ref, by_key, taken)
