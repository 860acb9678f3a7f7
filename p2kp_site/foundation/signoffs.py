"""Sign-offs: a form that people entered is handed over, acknowledged and verified by others.

Signatures on paper (`PaperSignatures`) are facts of the form, typed or imported. Sign-offs in the
system (`SignedForm`) are acts of users: they are written by a service through `stamp()` only, and
from the hand-over on a seal holds the version that was signed, against every door.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.paper import PaperSignatures
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.signoff_constraints import SIGNOFF_CONSTRAINTS
from p2kp_site.foundation.signoff_steps import (
    OPEN,
    SIGNED,
    STEPS,
    VERBS,
    SignoffState,
    may_sign,
    own_part,
    ready_for,
)

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User


__all__ = [
    "OPEN",
    "SIGNED",
    "SIGNOFF_COLUMNS",
    "STEPS",
    "UNSIGNED",
    "VERBS",
    "PaperSignatures",
    "SealedRecord",
    "SignedForm",
    "SignedRows",
    "SignoffState",
    "may_sign",
]

# What a reopened form holds: nobody has signed it. Imports and services may write these as well.
UNSIGNED: dict[str, Any] = {
    "signoff": SignoffState.ENTERED,
    "needs_acknowledgement": True,
    "handed_over_by_id": None,
    "handed_over_at": None,
    "acknowledged_by_id": None,
    "acknowledged_at": None,
    "verified_by_id": None,
    "verified_at": None,
    "returned_by_id": None,
    "returned_at": None,
    "return_reason": "",
    "signed_version": None,
}
SIGNOFF_COLUMNS = frozenset(name.removesuffix("_id") for name in UNSIGNED)


class SealedRecord(PermissionDenied):
    """A form that carries sign-offs was to be changed or deleted without dropping them first."""


class SignedRows:
    """Questions about sign-offs; the bulk doors of a record refuse rows that are signed.

    Stands before the query set of a kind of record, as in `SignedPlaceQuerySet`.
    """

    model: Any
    filter: Any
    exclude: Any
    none: Any

    def entered(self) -> Any:
        """Forms that nobody has handed over yet, or that were opened again."""
        return self.filter(signoff=SignoffState.ENTERED)

    def handed_over(self) -> Any:
        """Forms that were handed over and wait for the next step."""
        return self.filter(signoff=SignoffState.HANDED_OVER)

    def acknowledged(self) -> Any:
        """Forms that were acknowledged and wait to be verified."""
        return self.filter(signoff=SignoffState.ACKNOWLEDGED)

    def verified(self) -> Any:
        """Forms that have passed their last step."""
        return self.filter(signoff=SignoffState.VERIFIED)

    def returned(self) -> Any:
        """Forms that came back with a reason."""
        return self.filter(signoff=SignoffState.RETURNED)

    def signed(self) -> Any:
        """Forms that carry any sign-off, and with it the seal."""
        return self.filter(signoff__in=SIGNED)

    def ready_for(self, step: str) -> Any:
        """Forms whose state lets this step come next, whoever does it."""
        return self.filter(ready_for(step))

    def signable_by(self, user: "User", step: str) -> Any:
        """Of those, the forms whose earlier people leave the step to this user."""
        rows = self.ready_for(step)
        for refused in own_part(step, user.pk).values():
            rows = rows.exclude(refused)
        return rows

    def awaiting(self, step: str, reader: Reader) -> Any:
        """The forms that this reader may sign at this step now, the longest waiting first."""
        if reader.user is None or not may_sign(self.model, step, reader):
            return self.none()
        rows: Any = self
        waiting = rows.writable_by(reader).signable_by(reader.user, step)
        if step == SignoffState.RETURNED and not may_sign(
            self.model, SignoffState.VERIFIED, reader
        ):
            waiting = waiting.exclude(signoff=SignoffState.VERIFIED)
        since = "changed_at" if step == SignoffState.HANDED_OVER else "handed_over_at"
        return waiting.order_by(since, "pk")

    def reopen(self) -> int:
        """Take all sign-offs off these rows, because their content is about to be written.

        For services and pages, in the transaction of the write and right before it: no version and
        no history row of its own. A returned form keeps its reason until it is handed over again.
        Returns the number of rows that carried a sign-off.
        """
        return int(self.signed().stamp(**UNSIGNED))

    def update(self, *, change_set: ChangeSet | None = None, **values: Any) -> int:
        with transaction.atomic():
            self._refuse_signed(self)
            doors: Any = super()
            return int(doors.update(change_set=change_set, **values))

    def bulk_update(
        self,
        objs: Iterable[Any],
        fields: Collection[str],
        *,
        change_set: ChangeSet | None = None,
        **options: Any,
    ) -> int:
        records = list(objs)
        with transaction.atomic():
            standing = self.model._default_manager.filter(pk__in=[row.pk for row in records])
            self._refuse_signed(standing)
            doors: Any = super()
            return int(doors.bulk_update(records, fields, change_set=change_set, **options))

    @staticmethod
    def _refuse_signed(rows: Any) -> None:
        # A row that is signed in this very moment is left to the constraint.
        if rows.signed().exists():
            raise SealedRecord(_("Some of these rows carry sign-offs: open them again first."))


def _person(label: Any) -> Any:
    """Somebody who signed; never looked for by, hence without an index."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=label,
    )


def _moment(label: Any) -> Any:
    return models.DateTimeField(label, null=True, editable=False)


class SignedForm(Record):
    """A form that people enter and others sign, one step after the other.

    Who entered it is `changed_by`, the last who wrote content; sign-offs do not touch it.
    """

    guarded: ClassVar[frozenset[str]] = SIGNOFF_COLUMNS
    _reopened: bool = False

    signoff = models.CharField(
        _("sign-off"),
        max_length=12,
        choices=SignoffState.choices,
        default=SignoffState.ENTERED,
        editable=False,
    )
    needs_acknowledgement = models.BooleanField(
        _("needs acknowledgement"), default=True, editable=False
    )
    handed_over_by = _person(_("handed over by"))
    handed_over_at = _moment(_("handed over at"))
    acknowledged_by = _person(_("acknowledged by"))
    acknowledged_at = _moment(_("acknowledged at"))
    verified_by = _person(_("verified by"))
    verified_at = _moment(_("verified at"))
    returned_by = _person(_("returned by"))
    returned_at = _moment(_("returned at"))
    return_reason = models.CharField(
        _("reason of the return"), max_length=500, blank=True, editable=False
    )
    signed_version = models.PositiveIntegerField(_("signed version"), null=True, editable=False)

    class Meta(Record.Meta):
        abstract = True
        default_permissions: ClassVar[tuple[str, ...]] = (
            *Record.Meta.default_permissions,
            *VERBS.values(),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [*SIGNOFF_CONSTRAINTS]

    @property
    def entered_by(self) -> "User | None":
        """Who wrote the content that is signed: the last who changed it."""
        return self.changed_by

    @property
    def is_signed(self) -> bool:
        """Does this form carry any sign-off?"""
        return self.signoff in SIGNED

    @property
    def signatures(self) -> list[tuple[SignoffState, Any, datetime]]:
        """The steps that were taken: state, who, when."""
        steps = [SignoffState(step) for step in STEPS]
        return [
            (step, getattr(self, f"{step}_by"), getattr(self, f"{step}_at"))
            for step in steps
            if getattr(self, f"{step}_at") is not None
        ]

    def reopen(self) -> bool:
        """Take all sign-offs off; the next `save` of this instance writes it in its statement.

        Returns whether there was a sign-off to take off.
        """
        if not self.is_signed:
            return False
        for name, value in UNSIGNED.items():
            setattr(self, name, value)
            self._read_guarded[name.removesuffix("_id")] = value
        self._reopened = True
        return True

    def save(self, *args: Any, change_set: ChangeSet | None = None, **options: Any) -> None:
        """Write the next version; raises SealedRecord when the form is signed and not reopened."""
        if not self._state.adding and self.is_signed:
            raise SealedRecord(_("This row carries sign-offs: open it again first."))
        if self._reopened and options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], *SIGNOFF_COLUMNS}
        super().save(*args, change_set=change_set, **options)
        self._reopened = False

    def delete(
        self, *args: Any, change_set: ChangeSet | None = None, **options: Any
    ) -> tuple[int, dict[str, int]]:
        """Delete a draft that nobody signed; raises SealedRecord for any other."""
        with transaction.atomic():
            rows: Any = type(self)._default_manager.filter(pk=self.pk)
            if set(rows.select_for_update().values_list("signoff", flat=True)) & {*SIGNED}:
                raise SealedRecord(_("This row carries sign-offs, and is not deleted."))
            return super().delete(*args, change_set=change_set, **options)

    def writes(self, column: str) -> bool:
        return super().writes(column) or (self._reopened and column in SIGNOFF_COLUMNS)

    def _do_update(self, base_qs: Any, *args: Any, **options: Any) -> Any:
        if not self._reopened:
            # Signed since it was read: stale, rather than a violated seal.
            base_qs = base_qs.exclude(signoff__in=SIGNED)
        return super()._do_update(base_qs, *args, **options)
