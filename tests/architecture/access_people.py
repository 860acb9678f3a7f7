"""The people who try the doors, the rows behind these, and what it means to get through."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from communities.models import AreaAssignment, Region
from communities.scoping import FromBelowQuerySet, ReferenceQuerySet
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.registry import all_datasets
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import start_import
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.services.runs import run_summary, start_run
from tests.architecture.access_finance import FINANCE_ROWS
from tests.architecture.access_kinds import LETTERS, OWNER, Answer
from tests.builders import AT, TODAY, make_change_set, make_user
from tests.builders_accounts import reads
from tests.exchange.contract.world import ELSEWHERE, HERE, World
from tests.exchange.services.office import as_csv, clock, make_person, reader, store
from tests.programs.builders import make_element
from tests.programs.builders_cases import make_holiday, term_of, type_of
from tests.reports.subscribers import send, subscribe

BELOW = "14.04.04"
Actor = tuple[str, str]  # letter, situation


class Cast:
    """A person for each letter and situation, made when first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._people: dict[tuple[str, str | None], User] = {}

    def person(self, letter: str, situation: str, model: Any = None) -> User:
        """Who has this role and works where the situation says, seen from rows of the model."""
        area = self._area(situation, model)
        if letter == OWNER:
            return self._owner(area)
        if (letter, area) not in self._people:
            region = Region.objects.in_force().get(code=area) if area else None
            self._people[letter, area] = _made(LETTERS[letter], region)
        return self._people[letter, area]

    def _area(self, situation: str, model: Any) -> str | None:
        """The code of the area; None is the nation."""
        rows = model._default_manager.all() if model else None
        if isinstance(rows, ReferenceQuerySet):
            return {"own": None, "foreign": HERE}[situation]
        return {"own": HERE, "foreign": ELSEWHERE, "below": BELOW}[situation]

    def _owner(self, area: str | None) -> User:
        """The owner of the jobs, sent to work in this area now."""
        owner = self.owner
        region = Region.objects.in_force().get(code=area)
        AreaAssignment.objects.filter(user=owner).update(region=region)
        return owner

    @property
    def owner(self) -> User:
        """A steward of the own area."""
        if (OWNER, None) not in self._people:
            region = Region.objects.in_force().get(code=HERE)
            self._people[OWNER, None] = _made(RoleName.DATA_STEWARD, region)
        return self._people[OWNER, None]

    # Rows -------------------------------------------------------------------------------------

    def row(self, model: Any) -> Any:
        """A row of the model in the own area."""
        label = model._meta.label_lower
        slugs = {dataset.model._meta.label_lower: dataset.slug for dataset in all_datasets()}
        slug = {**SAMPLES, **slugs}.get(label)
        if label in FINANCE_ROWS:
            return FINANCE_ROWS[label](self.world)
        if slug:
            return self.world.rows(slug)[0]
        return OTHER_ROWS[label](self)

    def account(self) -> User:
        region = Region.objects.in_force().get(code=BELOW)
        return make_person(region=region, is_staff=True, name="Ibu Contoh Sejawat")

    def signoff_rule(self) -> Any:
        """A rule of the nation that says what holds anyway."""
        rule = model_of("communities.signoffrule")(needs_acknowledgement=True)
        rule.save(change_set=make_change_set())
        return rule

    def import_job(self) -> ImportJob:
        """An import of the owner that is done, and changed a row of the own area."""
        board = self.world.rows("boards")[0]
        by = reader(self.owner)
        content = BytesIO(as_csv(("Ref", "Catatan"), (board.ref, "Catatan baru")))
        job = start_import(reader=by, dataset="boards", file=content, name="b.csv", at=AT)
        run_import(job.pk, clock=clock)
        job.refresh_from_db()
        return store(job, by)

    def export_job(self) -> ExportJob:
        """An export of the owner that is done."""
        self.world.rows("boards")
        by = reader(self.owner)
        job = start_export(
            reader=by, dataset="boards", format="csv", filters={}, language="id", at=AT
        )
        run_export(job.pk, clock=clock)
        job.refresh_from_db()
        return job

    def summary_run(self) -> SummaryRun:
        """A summary of the own area that its owner kept."""
        run = start_run(
            reader=reader(self.owner),
            summary="community-boards",
            region=HERE,
            period="2015",
            formats=["json"],
            language="id",
            at=AT,
        )
        run_summary(run.pk, clock=clock)
        run.refresh_from_db()
        return run


def subscription_of(cast: Cast) -> Any:
    """A subscription of the owner to the own area."""
    return subscribe(cast.owner, code=HERE)


def issue_of(cast: Cast) -> Any:
    """What the owner's subscription sent, and to one recipient could not."""
    subscribe(cast.owner, code=HERE, to=[cast.account()])
    return send()[0]


# Kinds of rows with a sample, whether their dataset is registered or not.
SAMPLES = {
    "communities.agency": "agencies",
    "communities.boardelection": "board-elections",
    "communities.boardofficer": "board-officers",
    "communities.boardyear": "board-years",
    "communities.consultantassignment": "consultant-assignments",
    "communities.selfhelpgroup": "groups",
    "communities.slumarea": "slum-areas",
    "communities.slumareapart": "slum-area-parts",
    "programs.fundingsource": "funding-sources",
    "programs.location": "locations",
    "programs.partnership": "partnerships",
    "programs.plan": "plans",
    "programs.plannedactivity": "planned-activities",
    "programs.programme": "programmes",
    "programs.work": "works",
    "programs.workshop": "workshops",
}
OTHER_ROWS: dict[str, Callable[[Cast], Any]] = {
    "accounts.user": Cast.account,
    "communities.signoffrule": Cast.signoff_rule,
    "exchange.importjob": Cast.import_job,
    "programs.casetype": lambda _cast: type_of("PPM"),
    "programs.caseterm": lambda _cast: term_of("theme"),
    "exchange.exportjob": Cast.export_job,
    "programs.holiday": lambda _cast: make_holiday(),
    "programs.element": lambda _cast: make_element(),
    "reports.issue": issue_of,
    "reports.subscription": subscription_of,
    "reports.summaryrun": Cast.summary_run,
}


def _made(role: RoleName | None, region: Region | None) -> User:
    if role is not None:
        return make_person(region=region, role=role, is_staff=True)
    user = make_user(is_staff=True)
    AreaAssignment.objects.create(user=user, region=region, from_on=TODAY)
    return user


def situations(answer: Answer, model: Any = None) -> Iterator[tuple[str, str]]:
    """Each situation that the model knows, with the letters that get through."""
    yield "own", answer.own
    yield "foreign", answer.foreign
    if model is not None and isinstance(model._default_manager.all(), FromBelowQuerySet):
        yield "below", answer.below


# Pages --------------------------------------------------------------------------------------------


def admin_addresses() -> set[tuple[str, str]]:
    """(model, page) of every address of the admin; the model of the site's own pages is ""."""
    site = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    return {_named(pattern.name) for pattern in _walk(site) if pattern.name}


def _walk(patterns: Any) -> Iterator[URLPattern]:
    for pattern in patterns.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _walk(pattern)


def _named(name: str) -> tuple[str, str]:
    for model in admin.site._registry:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(prefix):
            return model._meta.label_lower, name.removeprefix(prefix)
    return "", name


def browser_of(user: User | None) -> Client:
    """The browser in which a person has signed in, once; kept with the person."""
    held: dict[str, Any] = user.__dict__ if user else {}
    if "browser" not in held:
        held["browser"] = client = Client()
        if user is not None:
            client.force_login(user)
            reads(client, "en")
    browser: Client = held["browser"]
    return browser


def visit(user: User | None, address: str, *, send: bool = False, **data: str) -> Any:
    """What a person gets from an address; whatever it did is taken back."""
    client = browser_of(user)
    cookies = client.cookies.output()
    with transaction.atomic():
        answer = client.post(address, data) if send else client.get(address, data)
        if hasattr(answer, "render") and not answer.is_rendered:
            answer.render()
        transaction.set_rollback(True)
    if client.cookies.output() != cookies and user is not None:
        del user.__dict__["browser"]  # signed out, or asked to sign in anew
    return answer


def gets_through(answer: Any) -> bool:
    """Was the page shown, or the step taken? A way to the sign-in page is none."""
    if answer.status_code == 302:
        return "/login/" not in answer.headers["Location"]
    return answer.status_code < 400


def model_of(label: str) -> Any:
    return apps.get_model(label)
