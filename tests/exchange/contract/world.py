"""A small world in which every dataset has rows: two regencies, and samples made when asked for.

A dataset has its sample in `samples/<its name, with _ for ->.py`:

    def make(world: World) -> list[Any]   at least five rows of Indragiri Hilir (or reference rows);
                                          of rows read from below, the first is the regency's
    UNKNOWN = {"year": "1"}               optional: what names nothing, for a look-up column whose
                                          texts have a form of their own
    CHANGE = "note"                       optional: the column that a workbook changes

The third row names something with every look-up. `make` takes the rows that it needs of another
dataset with `world.rows("boards")`. What it writes is as a file would write it (a telephone number
with +62): a page may keep other spellings, which an import into an empty base would not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import models

from communities.models import AreaAssignment, Region, RegionCode
from communities.scoping import ReferenceQuerySet
from finance.models import GoLive, TrancheScheme
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.registry import all_datasets
from programs.models import CaseMove, CaseStage, CaseTerm, CaseType, Element
from tests.builders import make_region

SAMPLES = Path(__file__).parent / "samples"
HERE, ELSEWHERE = "14.04", "14.10"
VILLAGES = ("14.04.04.1001", "14.04.04.1002", "14.04.04.1003", "14.04.13.1001", "14.04.13.2002")
FAR_VILLAGE = "14.10.01.1001"
DOMAIN = ("communities", "programs", "finance")
# What files do not bring, and what says who works where.
KEPT: tuple[type[models.Model], ...] = (
    Region, RegionCode, AreaAssignment, Element, TrancheScheme, GoLive, CaseType, CaseStage,
    CaseMove, CaseTerm,
)  # fmt: skip


class NoSample(LookupError):
    """A dataset is registered, and has no sample."""


@cache
def sample_of(slug: str) -> ModuleType:
    """The module with the sample of a dataset; raises NoSample."""
    name = slug.replace("-", "_")
    if not (SAMPLES / f"{name}.py").exists():
        raise NoSample(f"write tests/exchange/contract/samples/{name}.py (see world.py)")
    return import_module(f"tests.exchange.contract.samples.{name}")


def is_reference(dataset: type[Dataset]) -> bool:
    """Are these rows of the whole programme, without an area?"""
    return isinstance(dataset.model._default_manager.all(), ReferenceQuerySet)


@dataclass
class World:
    """Five villages in two districts of Indragiri Hilir, one in another regency, and their rows."""

    villages: list[Region] = field(default_factory=lambda: [make_region(code=c) for c in VILLAGES])
    elsewhere: Region = field(default_factory=lambda: make_region(code=FAR_VILLAGE, name="Jauh"))
    _made: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def regency(self) -> Region:
        return Region.objects.in_force().get(code=HERE)

    def rows(self, slug: str) -> list[Any]:
        """The rows of a dataset's sample, made once."""
        if slug not in self._made:
            self._made[slug] = list(sample_of(slug).make(self))
        return self._made[slug]

    def fill(self) -> None:
        """The samples of all datasets."""
        for dataset in all_datasets():
            self.rows(dataset.slug)

    def empty(self) -> None:
        """Everything gone that is not of the register, whatever refers to it."""
        wipe(model for app in DOMAIN for model in apps.get_app_config(app).get_models())
        self._made.clear()


def wipe(wanted: Iterable[type[models.Model]]) -> None:
    """Empty these tables and all that refer to them, at once and without any rule of the house."""
    doomed: list[type[models.Model]] = []

    def doom(model: type[models.Model]) -> None:
        if model in doomed or getattr(model, "instance_type", model) in KEPT:
            return
        doomed.append(model)
        for relation in model._meta.related_objects:
            doom(relation.related_model)

    for model in wanted:
        doom(model)
    for model in reversed(doomed):
        rows: Any = models.QuerySet(model)
        rows._raw_delete(rows.db)
