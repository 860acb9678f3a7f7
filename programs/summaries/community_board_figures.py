"""The figures of the summary of boards: what each means, and which rows are behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.models import Board, BoardElection, BoardOfficer, BoardYear
from communities.models.board_years import Audit, Independence
from communities.models.elections import ElectionKind
from communities.models.officers import OfficerStatus
from communities.models.people import SocialStatus
from communities.rules.board_years import OPINIONS
from communities.summaries.tables import Rows, Spec
from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.summaries import Measure, Nature, Unit
from programs.models import Location

# Whoever left office within the term still served in it; removed ones were entered by mistake.
SERVING = (OfficerStatus.ACTIVE, OfficerStatus.INACTIVE)


@dataclass(frozen=True, slots=True)
class Specs:
    """The figures by where they stand."""

    key_figures: Sequence[Spec]
    boards: Sequence[Spec]
    people: Sequence[Spec]
    maturity: Sequence[Spec]
    coverage: Spec
    standing: Spec
    independence: Sequence[Spec]


def specs_of(period: Period) -> Specs:
    """The figures for that period."""
    boards, people, years = _boards(period), _people(period), _years(period)
    levels = [years[f"independence_{number}"] for number in Independence.values]
    audits = [years[f"audit_{word}"] for word in Audit.values]
    shares = [years["share_independent"], years["share_audited"], years["share_unqualified"]]
    return Specs(
        key_figures=[*boards.values(), *people.values(), *shares],
        boards=list(boards.values()),
        people=list(people.values()),
        maturity=[*levels, *audits],
        coverage=boards["coverage"],
        standing=boards["boards"],
        independence=levels,
    )


def _stock(key: str, label: str, meaning: str = "", unit: Unit = Unit.COUNT) -> Measure:
    return Measure(key, label, Nature.STOCK, unit, meaning)


def _flow(key: str, label: str, meaning: str = "", unit: Unit = Unit.COUNT) -> Measure:
    return Measure(key, label, Nature.FLOW, unit, meaning)


def _boards(period: Period) -> dict[str, Spec]:
    last = period.last.isoformat()
    located = Rows(Location, {"year": period.last.year})
    standing = Rows(Board, {"standing_on": last})
    formed = Rows(Board, _span("formed_on", period))
    with_deed = Rows(Board, {"standing_on": last, "deed_by": last})
    specs = [
        Spec(
            _stock("villages_in_programme", _("Kelurahan in the programme")),
            value="villages_in_programme",
            rows="locations",
            behind=located,
        ),
        Spec(
            _stock(
                "coverage",
                _("of these with a board"),
                _("Kelurahan of the programme with a board, of all kelurahan of the programme."),
                Unit.SHARE,
            ),
            value="villages_covered",
            of="villages_in_programme",
            rows="locations",
            behind=located,
        ),
        Spec(
            _stock("villages_with_board", _("Kelurahan with a board")),
            value="villages_with_board",
            rows="standing",
            behind=standing,
        ),
        Spec(_stock("boards", _("Boards")), value="standing", rows="standing", behind=standing),
        Spec(
            _flow("boards_formed", _("Boards formed")), value="formed", rows="formed", behind=formed
        ),
        Spec(
            _stock("boards_with_deed", _("Boards with a deed")),
            value="with_deed",
            rows="with_deed",
            behind=with_deed,
        ),
        Spec(
            _stock(
                "share_with_deed",
                _("Share with a deed"),
                _("Boards with a notarial deed, of all boards."),
                Unit.SHARE,
            ),
            value="with_deed",
            of="standing",
            rows="standing",
            behind=standing,
        ),
    ]
    return {spec.measure.key: spec for spec in specs}


def _people(period: Period) -> dict[str, Spec]:
    serving: dict[str, Any] = {
        "serving_on": period.last.isoformat(),
        "status": [state.value for state in SERVING],
    }
    officers = Rows(BoardOfficer, serving)
    known = Rows(BoardOfficer, {**serving, "social_status": list(SocialStatus.values)})
    held = {"is_final": "true", **_span("held_on", period)}
    basis = {**held, "kind": ElectionKind.BASIS.value}
    specs = [
        Spec(_stock("officers", _("Officers")), value="officers", rows="officers", behind=officers),
        Spec(
            _stock("officers_women", _("Women among the officers"), unit=Unit.SHARE),
            value="officers_women",
            of="officers",
            rows="officers",
            behind=officers,
        ),
        Spec(
            _stock(
                "officers_low_income",
                _("Low income among the officers"),
                _("Officers who are poor or vulnerable, of those whose status is known."),
                Unit.SHARE,
            ),
            value="officers_poor",
            of="officers_known",
            rows="officers_known",
            behind=known,
        ),
        Spec(
            _flow("elections", _("Elections of boards")),
            value="elections",
            rows="elections",
            behind=Rows(BoardElection, {**held, "kind": ElectionKind.BOARD.value}),
        ),
        Spec(
            _flow(
                "turnout",
                _("Turnout"),
                _("Who came to the basis elections, of the adults of these kelurahan."),
                Unit.SHARE,
            ),
            value="voters",
            of="people_adult",
            rows="basis_with_adults",
            behind=Rows(BoardElection, {**basis, "with_adults": "true"}),
        ),
        Spec(
            _flow(
                "participants_women",
                _("Women among the participants"),
                _("Of the basis elections."),
                Unit.SHARE,
            ),
            value="people_women",
            of="people",
            rows="basis",
            behind=Rows(BoardElection, basis),
        ),
        Spec(
            _flow(
                "participants_low_income",
                _("Low income among the participants"),
                _("Of the basis elections in which people with a low income were counted."),
                Unit.SHARE,
            ),
            value="people_poor",
            of="people_asked",
            rows="basis_with_poor",
            behind=Rows(BoardElection, {**basis, "with_low_income": "true"}),
        ),
    ]
    return {spec.measure.key: spec for spec in specs}


def _years(period: Period) -> dict[str, Spec]:
    latest = {"latest_by": period.last.isoformat()}
    specs = [
        Spec(
            _stock(f"independence_{level.value}", capfirst(str(level.label))),
            value=f"independence_{level.value}",
            rows=f"independence_{level.value}",
            behind=Rows(BoardYear, {**latest, "independence": [level.value]}),
        )
        for level in Independence
    ]
    specs += [
        Spec(
            _stock(f"audit_{word.value}", _audit_label(word)),
            value=f"audit_{word.value}",
            rows=f"audit_{word.value}",
            behind=Rows(BoardYear, {**latest, "audit": [word.value]}),
        )
        for word in Audit
    ]
    specs += [
        _year_share(
            "share_independent",
            _("Independent boards"),
            _("Boards that are independent or further, of those assessed."),
            ("independent", "assessed"),
            Rows(BoardYear, {**latest, "independence": list(Independence.values)}),
        ),
        _year_share(
            "share_audited",
            _("Audited boards"),
            _("Boards whose books an auditor saw, of those of which it is known."),
            ("audited", "audit_known"),
            Rows(BoardYear, {**latest, "audit": list(Audit.values)}),
        ),
        _year_share(
            "share_unqualified",
            _("Unqualified opinions (WTP)"),
            _("Of the boards that were audited."),
            (f"audit_{Audit.UNQUALIFIED.value}", "audited"),
            Rows(BoardYear, {**latest, "audit": sorted(OPINIONS)}),
        ),
    ]
    return {spec.measure.key: spec for spec in specs}


def _audit_label(word: Audit) -> str:
    label = str(word.label)
    return (
        _("Audit %(opinion)s") % {"opinion": label}
        if word == Audit.NOT_DONE
        else (label[:1].upper() + label[1:])
    )


def _year_share(key: str, label: str, meaning: str, sums: tuple[str, str], behind: Rows) -> Spec:
    part, whole = sums
    return Spec(
        _stock(key, label, meaning, Unit.SHARE), value=part, of=whole, rows=whole, behind=behind
    )


def _span(field: str, period: Period) -> dict[str, str]:
    """A filter by days: both ends are included there."""
    return {
        f"{field}_after": period.start.isoformat(),
        f"{field}_before": period.last.isoformat(),
    }
