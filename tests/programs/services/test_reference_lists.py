"""The shipped lists: loaded once, and never over what the ministry wrote."""

import pytest

from p2kp_site.foundation.models import ChangeSet
from programs.models import Element, FundingSource, Programme, ProgrammeAlias
from programs.services.reference_lists import load_reference_lists
from tests.builders import AT, make_change_set
from tests.communities.models.refusals import WRITTEN_BY_THE_SYSTEM

pytestmark = pytest.mark.django_db


def test_the_lists_are_those_of_the_programme() -> None:
    assert load_reference_lists(at=AT) == 34
    codes = list(FundingSource.objects.in_order().values_list("code", flat=True))
    assert codes[0] == "APBN"
    assert codes[-3:] == ["NON-PEM", "SWADAYA", "LAINNYA"]
    assert {"APBD-PROV", "APBD-KAB", "DAK", "HIBAH"} <= set(codes)
    elements = list(Element.objects.in_order().values_list("code", flat=True))
    assert elements[:2] == ["PEMPUS", "PEMDA"]
    assert {"BKM", "KSM", "WARGA", "KONSULTAN", "SWASTA", "PT", "MEDIA"} <= set(elements)
    chain = list(Programme.objects.order_by("from_on").values_list("code", "predecessor__code"))
    assert chain == [
        ("P2KP-1999", None), ("PNPM-MP", "P2KP-1999"), ("P2KP-2015", "PNPM-MP"),
        ("KOTAKU", "P2KP-2015"),
    ]  # fmt: skip


def test_what_is_shipped_passes_the_checks_of_the_pages() -> None:
    load_reference_lists(at=AT)
    for model in (Element, FundingSource, Programme, ProgrammeAlias):
        for row in model.objects.all():
            row.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)


def test_loading_again_changes_nothing() -> None:
    load_reference_lists(at=AT)
    source = FundingSource.objects.get(code="DAK")
    source.name = "Nama dari kementerian"
    source.save(change_set=make_change_set())
    acts = ChangeSet.objects.count()
    assert load_reference_lists(at=AT) == 0
    assert ChangeSet.objects.count() == acts
    source.refresh_from_db()
    assert source.name == "Nama dari kementerian"


def test_what_is_missing_is_added() -> None:
    load_reference_lists(at=AT)
    FundingSource.objects.filter(code="DAK").delete(change_set=make_change_set())
    assert load_reference_lists(at=AT) == 1
    assert FundingSource.objects.filter(code="DAK").exists()
