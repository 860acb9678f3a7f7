"""What a person fills in before an act upon a case, and how the act is then done."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
)

from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship.acting import ActForm
from programs.models import Case, CaseEvent, CaseMove
from programs.models.case_constraints import HandlingLevel
from programs.models.cases import CHECK, MOVE
from programs.services.case_moves import check_outcome, move_case
from programs.services.case_people import assignable
from programs.services.cases import add_note, assign_case, hand_over_case, set_due_day

MOST_PEOPLE = 200


class Act(StrEnum):
    """What a person does with a case."""

    MOVE = "move"
    HAND_OVER = "hand_over"
    ASSIGN = "assign"
    DUE = "due"
    NOTE = "note"
    CHECK = "check"


RIGHTS: Mapping[Act, str] = {act: CHECK if act == Act.CHECK else MOVE for act in Act}
# What a person does, as the button says it.
VERB: Mapping[Act, Any] = {
    Act.MOVE: _("Move the case"),
    Act.HAND_OVER: _("Hand over to another level"),
    Act.ASSIGN: _("Assign"),
    Act.DUE: _("Set the due day"),
    Act.NOTE: _("Add a note or a file"),
    Act.CHECK: _("Check the outcome"),
}
DONE: Mapping[Act, Any] = {
    Act.MOVE: _("The case was moved."),
    Act.HAND_OVER: _("The case was handed over; assign it to somebody there."),
    Act.ASSIGN: _("The case was assigned."),
    Act.DUE: _("The due day was set."),
    Act.NOTE: _("The note stands in the timeline."),
    Act.CHECK: _("The outcome is checked."),
}


def _words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), **options
    )


class MoveForm(ActForm):
    """Where the case goes, and what the move asks for; the table of moves decides, not this."""

    to = forms.CharField(label=_("To stage"), max_length=20)
    reason = _words(_("Reason"), required=False, help_text=_("It is kept in the timeline."))
    outcome = _words(_("Outcome"), required=False, help_text=_("What came of the case."))

    def __init__(self, data: Any, *, expected: str, case: Case, to: str = "") -> None:
        super().__init__(data, expected=expected)
        moves = moves_of(case)
        wanted = data.get("to", "") if data is not None else to
        self.move = next((move for move in moves if move.to.code == wanted), None)
        ways = [(move.to.code, move.to.name) for move in moves]
        self.fields["to"].widget = UnfoldAdminSelectWidget(choices=ways)
        if to or self.move:
            self.fields["to"].widget = forms.HiddenInput()
            self.initial["to"] = to
        if self.move:
            self.fields["reason"].required = self.move.asks_reason
            self.fields["outcome"].required = self.move.closes
            if not self.move.closes:
                del self.fields["outcome"]


class HandOverForm(ActForm):
    """The level that takes the case on."""

    to = forms.ChoiceField(
        label=_("Handling level"), choices=HandlingLevel.choices, widget=UnfoldAdminSelectWidget
    )
    reason = _words(_("Reason"), help_text=_("It is kept in the timeline."))


class PersonField(forms.ModelChoiceField):
    """A person among those who see the cases that are meant."""

    def __init__(self, **options: Any) -> None:
        people = get_user_model().objects.none()
        super().__init__(people, widget=UnfoldAdminSelectWidget, **options)


class AssignForm(ActForm):
    """The person who works on a case."""

    to = PersonField(
        label=_("Assign to"),
        required=False,
        help_text=_("People who see the case. Leave empty to assign it to nobody."),
    )

    def __init__(self, data: Any, *, expected: str, area: str, on: date) -> None:
        super().__init__(data, expected=expected)
        people: Any = self.fields["to"]
        people.queryset = assignable(area, on=on)


class AssignManyForm(AssignForm):
    """The person who works on several cases."""

    to = PersonField(
        label=_("Assign to"), help_text=_("People who see all cases that were chosen.")
    )


class DueForm(ActForm):
    """The day by which a case is to go on."""

    on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=UnfoldAdminSingleDateWidget,
        help_text=_("Leave empty for no day."),
    )
    reason = _words(_("Reason"), required=False)


class NoteForm(ActForm):
    """A note for the timeline, with a file or without."""

    text = _words(_("Note"), required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        validators=CaseEvent._meta.get_field("file").validators,
        help_text=_("PDF, JPEG or PNG, at most 10 MB."),
    )


class CheckForm(ActForm):
    """The word of the second person."""

    text = _words(
        _("Remark"), required=False, help_text=_("Whoever does not agree reopens the case.")
    )


def moves_of(case: Case) -> list[CaseMove]:
    """The moves that the case may make now, in the order of the stages."""
    moves = CaseMove.objects.filter(origin=case.stage_id).select_related("origin", "to")
    return list(moves.order_by("to__position", "pk"))


def seen(case: Case, act: Act) -> str:
    """What a person saw of a case when the act was chosen: when it is that still, it is meant."""
    return {Act.MOVE: case.stage.code, Act.HAND_OVER: case.level}.get(act, "-")


def form_for(act: Act, case: Case, reader: Reader, request: Any) -> ActForm:
    """The form of an act, as it was asked for or filled in."""
    sent = request.POST if request.method == "POST" else None
    expected = request.GET.get("seen", "") or seen(case, act)
    match act:
        case Act.MOVE:
            return MoveForm(sent, expected=expected, case=case, to=request.GET.get("to", ""))
        case Act.ASSIGN:
            return AssignForm(sent, expected=expected, area=case.area, on=reader.on)
        case Act.NOTE:
            return NoteForm(sent, request.FILES or None, expected=expected)
    plain: dict[Act, type[ActForm]] = {
        Act.HAND_OVER: HandOverForm, Act.DUE: DueForm, Act.CHECK: CheckForm,
    }  # fmt: skip  # a table, an entry a line
    return plain[act](sent, expected=expected)


def act_upon(case: Case, act: Act, form: ActForm, *, by: Reader, at: datetime) -> None:
    """Do an act with a case, through a page; raises CaseRefused."""
    same: dict[str, Any] = {"by": by, "at": at, "door": Door.PAGE}
    facts, expected = form.facts, form.cleaned_data["expected"]
    match act:
        case Act.MOVE:
            move_case(case, expected=expected, **facts, **same)
        case Act.HAND_OVER:
            hand_over_case(case, expected=expected, **facts, **same)
        case Act.ASSIGN:
            assign_case(case, **facts, **same)
        case Act.DUE:
            set_due_day(case, **facts, **same)
        case Act.NOTE:
            add_note(case, **facts, **same)
        case Act.CHECK:
            check_outcome(case, **facts, **same)
