"""Rows that came without their key, and are told by what else names them."""

from collections.abc import Sequence
from typing import Any

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.services.slices import Slice


def recognise(dataset: Dataset, part: Slice, refs: Sequence[Any], keys: list[Any]) -> list[Any]:
    """The keys of a slice, with that of a row of the base where its likeness alone names it.

    Its column is filled in as well, so that the row does not seem to lose its key.
    """
    if not dataset.likeness_is_key:
        return keys
    keys = list(keys)
    likenesses = {}
    for position, key in enumerate(keys):
        if key in (None, "") and not refs[position]:
            values = {name: column[position] for name, column in part.values.items()}
            if likeness := dataset.likeness(values):
                likenesses[position] = likeness
    known = dataset.known_likenesses(set(likenesses.values())) if likenesses else {}
    column = part.values.get(dataset.key_columns[0].name)
    for position, likeness in likenesses.items():
        if found := known.get(likeness):
            keys[position] = found
            if column is not None:
                column[position] = found
    return keys
