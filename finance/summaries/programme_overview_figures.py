"""The figures of the overview of the programme: what each means, and which rows are behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.models import Board, SlumAreaPart
from communities.models.slum_area_parts import SlumClass
from communities.summaries.tables import Rows, Spec
from finance.models import Contribution, Disbursement, Grant
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.summaries import Measure, Nature, Unit
from programs.filters.works import LOW_INCOME, PEOPLE, WOMEN
from programs.models import Case, Location, Partnership, Plan, PlannedActivity, Work, Workshop

FLOW, STOCK = Nature.FLOW, Nature.STOCK
_IN_TABLES_ONLY = {
    "slum_medium",
    "slum_light",
    "slum_unstated",
    "slum_measured",
    "partnerships_signed",
}


@dataclass(frozen=True, slots=True)
class Specs:
    """The figures by where they stand."""

    work: Sequence[Spec]
    money: Sequence[Spec]
    slums: Sequence[Spec]
    around: Sequence[Spec]

    @property
    def key_figures(self) -> list[Spec]:
        """The page of a leader; the rest stands in tables."""
        every = (*self.work, *self.money, *self.slums, *self.around)
        return [spec for spec in every if spec.measure.key not in _IN_TABLES_ONLY]

    def __getitem__(self, key: str) -> Spec:
        every = (*self.work, *self.money, *self.slums, *self.around)
        return next(spec for spec in every if spec.measure.key == key)


def specs_of(period: Period) -> Specs:
    """The figures for that period."""
    return Specs(_work(period), _money(period), _slums(period), _around(period))


def _work(period: Period) -> list[Spec]:
    last = period.last.isoformat()
    finished = _span("finished_on", period)
    planned = {
        "in_force_on": last,
        "planned_from": period.start.year,
        "planned_until": period.last.year,
    }
    ratified = {**_span("ratified_on", period), "in_force_on": last}
    return [
        Spec(
            Measure("villages", _("Kelurahan in the programme"), STOCK),
            value="villages",
            rows="locations",
            behind=Rows(Location, {"year": period.last.year}),
        ),
        _count("boards", _("Boards"), STOCK, Rows(Board, {"standing_on": last})),
        _count("plans", _("Plans ratified"), FLOW, Rows(Plan, ratified)),
        _count(
            "lines",
            _("Works planned"),
            FLOW,
            Rows(PlannedActivity, planned),
            _("By the plans in force."),
        ),
        _count("works", _("Works finished"), FLOW, Rows(Work, finished)),
        *(
            Spec(
                Measure(key, label, FLOW, meaning=meaning),
                value=key,
                rows=f"works_{whom}",
                behind=Rows(Work, {**finished, "counted": whom}),
            )
            for key, whom, label, meaning in (
                ("people", PEOPLE, _("People reached"), _("May be counted twice.")),
                ("people_women", WOMEN, _("of these women"), ""),
                ("people_low_income", LOW_INCOME, _("of these with a low income"), ""),
            )
        ),
    ]


def _money(period: Period) -> list[Spec]:
    approved = ("is_verified", "true")
    promised = Rows(Contribution, _span("promised_on", period))
    given = Rows(Contribution, _span("realised_on", period))
    return [
        _rupiah(
            "allocated", _("BLM allocated"), "grants", Rows(Grant, _span("agreement_on", period))
        ),
        _rupiah(
            "disbursed",
            _("BLM disbursed"),
            "payments",
            Rows(Disbursement, _span("sp2d_on", period), approved),
            _("Less what came back."),
        ),
        _rupiah(
            "accounted",
            _("BLM accounted for"),
            "accounts",
            Rows(Disbursement, _span("lpj_on", period), approved),
        ),
        _rupiah("promised", _("Swadaya promised"), "promises", promised),
        _rupiah("given", _("Swadaya given"), "gifts", given),
        Spec(
            Measure(
                "share_kept",
                _("Promises kept"),
                FLOW,
                Unit.SHARE,
                _("Given by the end of the period."),
            ),
            value="promised_given",
            of="promised",
            rows="promises",
            behind=promised,
        ),
        Spec(
            Measure(
                "share_swadaya",
                _("Share of swadaya"),
                FLOW,
                Unit.SHARE,
                _("Of swadaya and BLM disbursed."),
            ),
            value="given",
            of="given_and_disbursed",
            rows="gifts",
            behind=given,
        ),
    ]


def _slums(period: Period) -> list[Spec]:
    in_force = {"in_force_on": period.last.isoformat()}
    classes = [
        (SlumClass.HEAVY, _("Heavy slum")),
        (SlumClass.MEDIUM, _("Medium slum")),
        (SlumClass.LIGHT, _("Light slum")),
    ]
    return [
        _hectares(
            "slum",
            _("Slum hectares"),
            "hectares",
            in_force,
            _("By the decrees in force."),
        ),
        *(
            _hectares(
                f"slum_{word}",
                label,
                f"hectares_slum_{word}",
                {**in_force, "slum_class": word.value},
            )
            for word, label in classes
        ),
        _hectares(
            "slum_unstated",
            _("Class not stated"),
            "hectares_slum_unstated",
            {**in_force, "has_class": "false"},
        ),
        _hectares(
            "slum_measured",
            _("Hectares verified"),
            "hectares_measured",
            {**in_force, "is_verified": "true"},
            _("As measured after the decree."),
        ),
    ]


def _around(period: Period) -> list[Spec]:
    last = period.last.isoformat()
    workshops = Rows(Workshop, _span("starts_on", period), own="region_itself")
    return [
        _count("partnerships", _("Partnerships"), STOCK, Rows(Partnership, {"on": last})),
        _count(
            "partnerships_signed",
            _("Partnerships signed"),
            FLOW,
            Rows(Partnership, _span("signed_on", period)),
        ),
        _count("workshops", _("Workshops"), FLOW, workshops),
        _count("opened", _("Cases opened"), FLOW, _cases(_span("received_on", period))),
        _count("closed", _("Cases closed"), FLOW, _cases(_span("closed_on", period))),
        _count("in_process", _("Cases in process"), STOCK, _cases({"open_on": last})),
        _count("overdue", _("Cases overdue"), STOCK, _cases({"overdue_on": last})),
    ]


def _cases(filters: dict[str, str]) -> Rows:
    return Rows(Case, filters, ("is_checked", "true"), own="region_itself")


def _count(key: str, label: str, nature: Nature, behind: Rows, meaning: str = "") -> Spec:
    return Spec(Measure(key, label, nature, meaning=meaning), value=key, rows=key, behind=behind)


def _rupiah(key: str, label: str, rows: str, behind: Rows, meaning: str = "") -> Spec:
    return Spec(
        Measure(key, label, FLOW, Unit.RUPIAH, meaning), value=key, rows=rows, behind=behind
    )


def _hectares(key: str, label: str, value: str, filters: dict[str, str], meaning: str = "") -> Spec:
    return Spec(
        Measure(key, label, STOCK, Unit.HECTARES, meaning),
        value=value,
        rows=key,
        behind=Rows(SlumAreaPart, filters),
    )


def _span(field: str, period: Period) -> dict[str, str]:
    """A filter by days: both ends are included there."""
    return {
        f"{field}_after": period.start.isoformat(),
        f"{field}_before": period.last.isoformat(),
    }
