"""Where the money is meant to go: budgets of regions, and the ceilings of grants."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.scoping import ReferenceQuerySet, SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.fields import RupiahField, YearField, rupiah_range, year_range
from p2kp_site.foundation.records import Record
from programs.models import FundingSource, Programme

NO_LINE = "-"


class BudgetQuerySet(SignedPlaceQuerySet):
    """Questions about budgets."""

    def pro_poor(self) -> Self:
        """Budgets that are spent on the poor."""
        return self.filter(is_pro_poor=True)


class Budget(SignedPlace):
    """What one source gives a programme in a region in one fiscal year; never split into months.

    The region is of any level: what a province keeps for itself is its own row.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="budgets",
        db_index=False,  # the unique key begins with it
        verbose_name=_("region"),
    )
    fiscal_year = YearField(_("fiscal year"))
    source = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        related_name="+",
        db_index=False,  # a few sources share all budgets: an index would find nothing faster
        verbose_name=_("source"),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        related_name="budgets",
        db_index=False,  # a few programmes share all budgets
        verbose_name=_("programme"),
    )
    line = models.CharField(
        _("budget line"),
        max_length=80,
        default=NO_LINE,
        help_text=_("As the budget paper (DIPA, DPA) writes it; “-” if there is none."),
    )
    amount = RupiahField(_("amount"), minimum=1)
    is_pro_poor = models.BooleanField(
        _("pro-poor"), default=False, help_text=_("The money is spent on poor people.")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = BudgetQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["region", "fiscal_year", "source", "programme", "line"],
                name="budget_line_once_a_year",
                violation_error_message=_(
                    "The region has a budget of this year, source, programme and line already."
                ),
            ),
            models.CheckConstraint(
                condition=year_range("fiscal_year") & ~Q(line=""),
                name="budget_year_and_line",
                violation_error_message=_(
                    "A budget has a year that can be meant, and a line; “-” if there is none."
                ),
            ),
            models.CheckConstraint(
                condition=rupiah_range("amount", minimum=1),
                name="budget_amount_is_money",
                violation_error_message=_("A budget is at least one rupiah."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="budget_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.region.name} {self.fiscal_year}, {self.programme.code}, {self.source.code}"


class Ceiling(Record):
    """The most that a kelurahan or desa of a category could be granted in a fiscal year (pagu).

    Guidance for whoever agrees on a grant: years differ, and not all are known.
    """

    fiscal_year = YearField(_("fiscal year"))
    category = models.CharField(
        _("category"),
        max_length=120,
        help_text=_("Of places, such as: fewer than 3,000 inhabitants."),
    )
    amount = RupiahField(_("ceiling"), minimum=1)
    basis = models.CharField(
        _("basis"), max_length=200, blank=True, help_text=_("The letter or decree that says so.")
    )

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("ceiling of grants")
        verbose_name_plural = _("ceilings of grants")
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "category"],
                name="ceiling_category_once_a_year",
                violation_error_message=_("This category has a ceiling in that year already."),
            ),
            models.CheckConstraint(
                condition=year_range("fiscal_year")
                & ~Q(category="")
                & rupiah_range("amount", minimum=1),
                name="ceiling_year_category_and_amount",
                violation_error_message=_("A ceiling has a year, a category and an amount."),
            ),
        ]
        indexes = [
            # The list of ceilings, year by year.
            models.Index(fields=["fiscal_year", "id"], name="ceiling_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.category}"
