"""Look-ups of sources, tranche schemes and works in files."""

from finance.models import TrancheScheme
from p2kp_site.exchange.lookups import RecordLookup
from programs.models import FundingSource, Work

SOURCE = RecordLookup(FundingSource, "code", stores={"source_id": "pk"}, visible=True)
SCHEME = RecordLookup(TrancheScheme, "code", stores={"scheme_id": "pk"}, visible=True)
WORK = RecordLookup(Work, "board__code", "number", stores={"work_id": "pk"})
