"""The registry of datasets: each app registers its own; nobody lists them by hand."""

from collections.abc import Iterator
from typing import Any

from p2kp_site.exchange.datasets import Dataset

_datasets: dict[str, type[Dataset]] = {}


class UnknownDataset(KeyError):
    """No dataset of that name."""


def register(dataset: type[Dataset]) -> type[Dataset]:
    """Class decorator: make a dataset known under its name."""
    if dataset.slug in _datasets:
        raise ValueError(f"two datasets are called {dataset.slug}")
    _datasets[dataset.slug] = dataset
    return dataset


def dataset_named(name: str) -> type[Dataset]:
    """The dataset of that name; raises UnknownDataset."""
    try:
        return _datasets[name]
    except KeyError:
        raise UnknownDataset(name) from None


def all_datasets() -> list[type[Dataset]]:
    """All datasets, in an order in which they can be imported into an empty base."""
    by_model = {dataset.model: dataset for dataset in _datasets.values()}
    ordered: list[type[Dataset]] = []

    def place(dataset: type[Dataset]) -> None:
        if dataset in ordered:
            return
        for parent in _parents(dataset):
            if parent in by_model and by_model[parent] is not dataset:
                place(by_model[parent])
        ordered.append(dataset)

    for dataset in _datasets.values():
        place(dataset)
    return ordered


def _parents(dataset: type[Dataset]) -> Iterator[Any]:
    for field in dataset.model._meta.fields:
        if field.is_relation and field.related_model is not dataset.model:
            yield field.related_model
