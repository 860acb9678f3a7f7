"""Filter by board: the rows of one community board, named by its code."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from communities.models import Board
from p2kp_site.foundation.reader import nobody


class BoardField(forms.ModelChoiceField):
    """A board by its code, among those that the reader may see."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, to_field_name="code", **options)


class BoardFilter(django_filters.ModelChoiceFilter):
    """Rows that belong to a board."""

    field_class = BoardField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=Board.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Board]:
        """The boards that the reader of the filter set may see."""
        return Board.objects.visible_to(self.parent.reader or nobody(date.min))


def board_said(word: str, field: str = "board") -> Q:
    """A word of a search, in the name of the row's board or at the beginning of its code.

    Boards are few beside what is theirs: they are looked for once, not beside every row.
    """
    named = Board.objects.filter(Q(name__icontains=word) | Q(code__istartswith=word))
    return Q((f"{field}__in", named.values("pk")))


def board_called(text: str, field: str = "board") -> Q:
    """Each word of a search, in the name of the row's board or at the beginning of its code.

    As conditions on the board itself, for lists that find their rows through it.
    """
    called = Q()
    for word in text.split():
        called &= Q((f"{field}__name__icontains", word)) | Q((f"{field}__code__istartswith", word))
    return called
