"""Programmes as a dataset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset, WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from programs.filters.programmes import ProgrammeFilterSet
from programs.models import Programme, ProgrammeAlias
from programs.resources.lookups import PREDECESSOR
from programs.rules.programmes import DatedName, name_faults, period_faults


@register
class ProgrammeDataset(Dataset):
    """The programme under the names by which it was funded, one after the other."""

    slug = "programmes"
    title = _("Programmes")
    model = Programme
    filterset_class = ProgrammeFilterSet
    order = ("from_on", "pk")
    period = _("From and until: counted where it ran at the end of the period.")

    ref = ref_column()
    code = Column(
        _("Programme code"),
        "code",
        key=True,
        required=True,
        width=16,
        synonyms=("Kode", "Kode Program", "Code"),
        help_text=_("One code for each time that it was funded, such as P2KP-1999 and P2KP-2015."),
    )
    name = Column(
        _("Name of the programme"),
        required=True,
        width=44,
        synonyms=("Nama", "Nama Program", "Program", "Name"),
    )
    abbreviation = Column(
        _("Abbreviation"), required=True, width=18, synonyms=("Singkatan", "Akronim")
    )
    from_on = Column(
        _("Running from"),
        "date",
        required=True,
        width=14,
        synonyms=("Mulai", "Tanggal Mulai", "Sejak", "From"),
    )
    until_on = Column(
        _("Running until"),
        "date",
        width=14,
        synonyms=("Sampai", "Tanggal Berakhir", "Berakhir", "Until"),
        help_text=_("The first day on which it no longer ran."),
    )
    predecessor = Column(
        _("Predecessor"),
        "code",
        source="predecessor__code",
        lookup=PREDECESSOR,
        width=16,
        synonyms=("Pendahulu", "Program Pendahulu", "Kode Pendahulu"),
        help_text=_("Code of the programme that it went on from; it may stand in the same file."),
    )
    note = note_column()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        yield from period_faults(values)
        if values["predecessor"] and values["predecessor"] == values["code"]:
            yield "predecessor", Fault("its_own_predecessor", {"text": values["code"]})

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """No two programmes have one abbreviation on one day, or follow each other in a circle."""
        yield from self._circles(rows)
        standing = {one.pk: one.own_name for one in Programme.objects.all()}
        aliases = [one.dated for one in ProgrammeAlias.objects.all()]
        self._read: dict[Any, DatedName] = getattr(self, "_read", {})
        for row in rows:
            mine = _named(row)
            others = {**standing, **self._read}
            others.pop(mine.programme, None)
            beside = [one for one in aliases if one.programme != mine.programme]
            faults = list(name_faults(mine, [*others.values(), *beside]))
            yield from ((row.number, column, fault) for column, fault in faults)
            if not faults:
                self._read[mine.programme] = mine

    def _circles(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """Rows that go on from a programme which goes on from them: all of a circle are named."""
        standing = Programme.objects.values_list("pk", "code", "predecessor__code")
        codes = {pk: code for pk, code, _before in standing}
        self._follows: dict[str, str] = getattr(
            self, "_follows", {code: before for _pk, code, before in standing}
        )
        for row in rows:
            if row.pk and codes[row.pk] != row.values["code"]:
                # Whoever goes on from it does so under its new code.
                new = row.values["code"]
                self._follows.pop(codes[row.pk], None)
                for code, before in self._follows.items():
                    if before == codes[row.pk]:
                        self._follows[code] = new
            self._follows[row.values["code"]] = row.values["predecessor"]
        for row in rows:
            before, seen = row.values["predecessor"], set[str]()
            while before and before not in seen and before != row.values["code"]:
                seen.add(before)
                before = self._follows.get(before, "")
            if before and before == row.values["code"]:
                text = {"text": row.values["predecessor"]}
                yield row.number, "predecessor", Fault("follows_in_a_circle", text)


def _named(row: WouldBe) -> DatedName:
    """The name of a row, by the row of the table or, of a new one, by its code."""
    days = [row.values[name] and date.fromisoformat(row.values[name]) for name in _DAYS]
    return DatedName(
        row.pk or row.values["code"], row.values["name"], row.values["abbreviation"], *days
    )


_DAYS = ("from_on", "until_on")
