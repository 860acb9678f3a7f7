"""Elections of boards as a dataset."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.filters.elections import BoardElectionFilterSet
from communities.models import BoardElection
from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    people_columns,
    term_column,
    village_column,
)
from communities.resources.signoffs import FormDataset
from communities.rules.elections import election_faults
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column

# A board, a kind of election and a term: one final election.
_Seat = tuple[str, str, int]


@register
class BoardElectionDataset(FormDataset):
    """Who came to the elections of boards, and who was elected."""

    slug = "board-elections"
    title = _("Board elections")
    model = BoardElection
    filterset_class = BoardElectionFilterSet
    period = _("The day of the election.")

    ref = ref_column()
    board = board_column()
    board_name = board_name_column()
    village = village_column()
    district = district_column()
    kind = Column(
        _("Kind of election"),
        "choice",
        required=True,
        key=True,
        width=22,
        synonyms=("Jenis Pemilihan", "Jenis", "Tingkat Pemilihan"),
        help_text=_("Residents choose delegates in each neighbourhood; these choose the board."),
    )
    held_on = Column(
        _("Held on"),
        "date",
        required=True,
        key=True,
        width=14,
        synonyms=("Tanggal Pemilihan", "Tgl. Pemilihan", "Tanggal Pelaksanaan", "Tanggal"),
        help_text=_("Of the neighbourhoods’ elections, the last day."),
    )
    term = term_column()
    place = Column(_("Place"), width=28, synonyms=("Tempat", "Tempat Pemilihan"))
    participants_men, participants_women, participants_low_income = people_columns(
        (_("Participants, men"), _("Participants, women"), _("Participants with a low income")),
        ("Peserta", "Jumlah Peserta", "Hadir", "Jumlah Hadir"),
        required=True,
    )
    elected_men, elected_women, elected_low_income = people_columns(
        (_("Elected, men"), _("Elected, women"), _("Elected with a low income")),
        ("Terpilih", "Jumlah Terpilih"),
    )
    adults = Column(
        _("Adults of the kelurahan"),
        "count",
        synonyms=("Penduduk Dewasa", "Jumlah Penduduk Dewasa", "Jumlah Pemilih", "Wajib Pilih"),
        help_text=_("Everybody who may vote; turnout is counted by it."),
    )
    adults_on = Column(
        _("Adults counted on"), "date", width=14, synonyms=("Tanggal Data Penduduk Dewasa",)
    )
    adults_source = Column(
        _("Source of the adults"),
        width=28,
        synonyms=("Sumber Data Penduduk Dewasa", "Sumber Data"),
        help_text=_("Such as the register of the kelurahan, or the statistics office (BPS)."),
    )
    is_final = Column(
        _("Final"),
        "yes_no",
        width=10,
        synonyms=("Final", "Hasil Final", "Hasil Akhir"),
        help_text=_("Not for an election that was repeated or declared void."),
    )
    note = note_column()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What the file says so far: the days of final elections, and what rows that stand become.
        self._taken: dict[_Seat, str] = {}
        self._said: dict[int, _Seat | None] = {}

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return election_faults(values)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterable[tuple[int, str, Fault]]:
        """A board has one final election of a kind in a term; two of one day are one row."""
        standing = self._standing({row.values["board"] for row in rows})
        # Rows that stand come first: what they give up is free for new ones.
        for row in sorted(rows, key=lambda row: row.pk is None):
            seat = _seat(row.values)
            if seat and (other := self._in_the_way(row, seat, standing)):
                params = {"text": row.values["held_on"], "other": other, "term": seat[2]}
                yield row.number, "is_final", Fault("another_election_is_final", params)
                continue
            if seat:
                self._taken[seat] = row.values["held_on"]
            if row.pk:
                self._said[row.pk] = seat

    def _in_the_way(
        self, row: WouldBe, seat: _Seat, standing: Mapping[_Seat, tuple[int, str]]
    ) -> str | None:
        """The day of another final election, in the file so far or in the table."""
        taken, day = self._taken.get(seat), row.values["held_on"]
        if taken is None and seat in standing:
            holder, held = standing[seat]
            # One statement changes all that stand: among them none can take it from another.
            given_up = not row.pk and self._said.get(holder, seat) != seat
            taken = None if given_up or holder == row.pk else held
        return taken if taken != day else None

    def _standing(self, boards: set[str]) -> dict[_Seat, tuple[int, str]]:
        """The final elections in the table, and their days."""
        final = BoardElection.objects.final().filter(board__code__among=boards)
        return {
            (board, kind, term): (pk, day.isoformat())
            for pk, board, kind, term, day in final.values_list(
                "pk", "board__code", "kind", "term", "held_on"
            )
        }


def _seat(values: Mapping[str, Any]) -> _Seat | None:
    """What a final election decides."""
    return (values["board"], values["kind"], values["term"]) if values["is_final"] else None
