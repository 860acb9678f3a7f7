"""Which pages of the money are measured: what is asked of the lists, and by which name."""

# What is asked of a list, by the model and the name of the page.
ASKED: dict[str, dict[str, str]] = {
    "disbursement": {
        "first": "",
        "regency": "region=61.05",
        "year": "fiscal_year=2010",
        "paid_year": "paid_year=2010",
        "other_year": "paid_in_another_year=true",
        "accounted": "state=accounted",
        "paid": "state=paid",
        "returned": "state=returned_for_correction",
        "kind": "kind=return",
        "backlog": "is_backlog=true",
        "unsigned": "is_backlog=true&is_verified=false",
        "unverified": "is_verified=false",
        "verified": "is_verified=true",
        "sp2d_number": "sp2d_number=SP2D-000250",
        "sp2d_on": "sp2d_on_after=2010-01-01&sp2d_on_before=2010-01-02",
        "lpj_on": "lpj_on_after=2010-01-01&lpj_on_before=2010-01-02",
        "overdue": "days_without_lpj=60",
        "account_changed": "account_changed=true",
        "position": "position=PPK",
        "decide": "awaiting_me=decide",
        "hand_over": "awaiting_me=hand_over",
        "pay": "awaiting_me=pay",
        "receipt": "q=NTPN-000077",
    },
    "tranche": {
        "tranches": "",
        "tranches_regency": "region=61.05",
        "tranches_year": "fiscal_year=2010",
        "tranches_source": "source=APBN",
        "tranches_held_up": "held_up=true",
        "tranches_unaccounted": "awaits_account=true",
        "tranches_unapproved": "is_approved=false",
        "tranches_number": "q=SPPB-000070/2010",
    },
    "grant": {
        "grants": "",
        "grants_year": "fiscal_year=2010",
        "grants_unaccounted": "awaits_account=true",
        "grants_number": "q=SPPB-000070/2010",
    },
}
# What is asked by a row of the base that is found first.
FOUND = (
    *("last", "board", "board_name", "grant", "tranche", "programme"),
    *("source", "sp2d", "lpj"),
)
FORMS = ("form", "grant_form", "tranche_form")
PAGES = (*(page for pages in ASKED.values() for page in pages), *FOUND, *FORMS)
