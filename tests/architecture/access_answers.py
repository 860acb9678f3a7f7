"""Who gets through which door: the expected answers, all in this one file.

A letter is a role (or the owner of a job, or staff without a role). Each door has the letters that
get through it in their *own* area and in a *foreign* one; what is readable from below has also
those of an area *below* it. A reference row has no area: *own* is the nation there, and *foreign*
an office. `!` behind a page means that its form is sent. `rows` says whether the sample stands on
the list; `changelist` only that the list opens. What stands behind `:` is a part of the address.

Whoever makes a page, a command or a dataset adds its line here: `test_access_doors.py` and
`test_access_files.py` fail for a door without one.
"""

from tests.architecture.access_kinds import (
    FROM_BELOW,
    OF_ADMINISTRATORS,
    OWNER,
    PLACE,
    REFERENCE,
    REGISTER,
    SIGNED,
    SIGNED_FROM_BELOW,
    STAFF,
    Answer,
    Doors,
)

PLANS: Doors = {
    **SIGNED,
    "minutes": Answer(""),  # the sample has none
    "ratify_plan": Answer("S"),
    "next_edition": Answer("S"),
}
ACCOUNTS: Doors = {
    "changelist": Answer("AU", "AU"),
    "rows": Answer("AU"),
    "add": Answer("A", "A"),
    "change": Answer("AU"),
    "change!": Answer("A"),
    "delete": Answer(""),
    "delete!": Answer(""),
    "history": Answer("AU"),
    "new_password": Answer("A"),
    "new_password!": Answer("A"),
    "office": Answer("A"),
    "office!": Answer("A"),
    "stop": Answer("A"),
    "stop!": Answer("A"),
    "let_in": Answer("A"),
    "let_in!": Answer("A"),
}
# A job is worked on by its owner, and watched by who oversees the area.
IMPORTS: Doors = {
    "changelist": Answer(STAFF + OWNER, STAFF + OWNER),
    "rows": Answer("SVPAUO"),
    "add": Answer(""),
    "change": Answer("SVPAUO"),
    "delete": Answer(""),
    "delete!": Answer(""),
    "history": Answer("SVPAUO"),
    "progress": Answer("SVPAUO"),
    "columns!": Answer("O"),
    "confirm!": Answer("O"),
    "cancel!": Answer("O"),
    "undo!": Answer("SO"),  # whoever keeps the rows may take an import back
    "file": Answer("O"),
    "refused": Answer("O"),
}
EXPORTS: Doors = {
    "changelist": Answer(STAFF + OWNER, STAFF + OWNER),
    "rows": Answer("SVPMAUO"),
    "add": Answer(""),
    "change": Answer("SVPMAUO"),
    "delete": Answer(""),
    "delete!": Answer(""),
    "history": Answer("SVPMAUO"),
    "progress": Answer("SVPMAUO"),
    "cancel!": Answer("O"),
    "file": Answer("O"),
    "dictionary": Answer("O"),
}

# A kept summary is looked at by whoever oversees its region and may read what it counts.
SUMMARY_RUNS: Doors = {
    "changelist": Answer(STAFF + OWNER, STAFF + OWNER),
    "rows": Answer("SVPMUO"),
    "add": Answer(""),
    "change": Answer("SVPMUO"),
    "delete": Answer(""),
    "delete!": Answer(""),
    "history": Answer("SVPMUO"),
    "progress": Answer("SVPMUO"),
    "file": Answer("SVPMUO"),
    "live": Answer("SVPMUO", "SVPMUO"),  # of whatever lies in one's own area
    "live!": Answer("SVPMUO", "SVPMUO"),
}

GRANTS: Doors = {
    **SIGNED,
    "split_grant": Answer("S"),
}
# Looked through, and changed on the page of their grant or slum area.
PARTS: Doors = {
    **PLACE,
    "add": Answer(""),
    "change!": Answer(""),
    "delete": Answer(""),
    "delete!": Answer(""),
}
# Money on its way: a draft is changed and deleted, and each act has its page.
DISBURSEMENTS: Doors = {
    **PLACE,
    "act:hand_over": Answer("S"),
    "act:approve": Answer("VP"),
    "act:return": Answer("VP"),
    "act:reject": Answer("VP"),
    "act:pay": Answer("S"),
    "act:account": Answer("S"),
    "act:reverse": Answer("S"),
    "act:give_back": Answer("S"),
}
# Who holds which office: read from below, written by the administrators of the area.
HOLDERS: Doors = {
    "changelist": Answer("SVPMAU", "SVPMAU", "SVPMAU"),
    "rows": Answer("SVPMAU", "", "SVPMAU"),
    "add": Answer("A", "A", "A"),
    "change": Answer("SVPMAU", "", "SVPMAU"),
    "change!": Answer("A"),
    "delete": Answer("A"),
    "delete!": Answer("A"),
    "history": Answer("SVPMAU", "", "SVPMAU"),
}
# Read from below; the nation's administrators write them, who are none of the people here.
GO_LIVE: Doors = {
    "changelist": Answer("SVPMAU", "SVPMAU", "SVPMAU"),
    "rows": Answer("SVPMAU", "", "SVPMAU"),
    "add": Answer(""),
    "change": Answer("SVPMAU", "", "SVPMAU"),
    "change!": Answer(""),
    "delete": Answer(""),
    "delete!": Answer(""),
    "history": Answer("SVPMAU", "", "SVPMAU"),
}

# Worked on by acts, each of which has its page; never deleted.
CASES: Doors = {
    **PLACE,
    "delete": Answer(""),
    "delete!": Answer(""),
    "act:move": Answer("S"),
    "act:hand_over": Answer("S"),
    "act:assign": Answer("S"),
    "act:due": Answer("S"),
    "act:note": Answer("S"),
    "act:check": Answer("VP"),
}

PAGES: dict[str, Doors] = {
    "accounts.user": ACCOUNTS,
    "communities.agency": FROM_BELOW,
    "communities.board": SIGNED,
    "communities.boardelection": SIGNED,
    "communities.boardofficer": SIGNED,
    "communities.boardyear": SIGNED,
    "communities.consultantassignment": FROM_BELOW,
    "communities.region": REGISTER,
    "communities.selfhelpgroup": SIGNED,
    "communities.signoffrule": OF_ADMINISTRATORS,
    "communities.slumarea": SIGNED_FROM_BELOW,
    "communities.slumareapart": PARTS,
    "exchange.exportjob": EXPORTS,
    "exchange.importjob": IMPORTS,
    "finance.budget": SIGNED,
    "finance.ceiling": REFERENCE,
    "finance.chain": OF_ADMINISTRATORS,
    "finance.contribution": SIGNED,
    "finance.disbursement": DISBURSEMENTS,
    "finance.expenditure": SIGNED,
    "finance.golive": GO_LIVE,
    "finance.grant": GRANTS,
    "finance.position": OF_ADMINISTRATORS,
    "finance.positionassignment": HOLDERS,
    "finance.tranche": PARTS,
    "finance.tranchescheme": REFERENCE,
    "programs.case": CASES,
    "programs.caseterm": REFERENCE,
    "programs.casetype": REFERENCE,
    "programs.element": REFERENCE,
    "programs.fundingsource": REFERENCE,
    "programs.holiday": REFERENCE,
    "programs.location": SIGNED,
    "programs.partnership": SIGNED,
    "programs.plan": PLANS,
    "programs.plannedactivity": PLACE,
    "programs.programme": REFERENCE,
    "programs.work": SIGNED,
    "programs.workshop": SIGNED,
    "reports.summaryrun": SUMMARY_RUNS,
}
# These pages are there where a dataset of the model is.
FILE_PAGES = frozenset({"import", "import_template", "process_import", "export"})

# Pages of no model. Who is not signed in comes to the first page of all: `login`.
SITE: Doors = {
    "index": Answer(STAFF, STAFF),
    "search": Answer(STAFF, STAFF),
    "login": Answer(STAFF, STAFF),
    "logout!": Answer(STAFF, STAFF),
    "password_change": Answer(STAFF, STAFF),
    "password_change_done": Answer(STAFF, STAFF),
    "jsi18n": Answer(STAFF, STAFF),
    "autocomplete": Answer("SVPMAU", "SVPMAU"),  # as asked by the form of a board
    "app_list": Answer("SVPMAU", "SVPMAU"),  # of communities
    "view_on_site": Answer(""),  # no row has a page outside
    "programs_caseevent_file": Answer(""),  # of no event: its own tests have some
    "programs_workphoto_image": Answer(""),  # of no photo: its own tests have some
    "programs_workshopfile_content": Answer(""),  # of no file: its own tests have some
}

# Files: an import gets through when its rows are taken, an export when it holds the sample.
FILES: Doors = {"import": Answer("S"), "export": Answer("SVPM")}
FILES_FROM_BELOW: Doors = {"import": Answer("S"), "export": Answer("SVPM", "", "SVPM")}
FILES_OF_REFERENCE: Doors = {"import": Answer("S"), "export": Answer("SVPM", "SVPM")}
FILES_OF_THE_REGISTER: Doors = {"import": Answer(""), "export": Answer("SVPM")}

DATASETS: dict[str, Doors] = {
    "agencies": FILES_FROM_BELOW,
    "board-elections": FILES,
    "board-officers": FILES,
    "board-years": FILES,
    "boards": FILES,
    "budgets": FILES,
    "cases": FILES,
    "consultant-assignments": FILES_FROM_BELOW,
    "contributions": FILES,
    "disbursements": FILES,
    "expenditures": FILES,
    "funding-sources": FILES_OF_REFERENCE,
    "grants": FILES,
    "groups": FILES,
    "locations": FILES,
    "partnerships": FILES,
    "planned-activities": FILES,
    "plans": FILES,
    "programmes": FILES_OF_REFERENCE,
    "regions": FILES_OF_THE_REGISTER,
    "slum-area-parts": FILES,
    "slum-areas": FILES_FROM_BELOW,
    "tranches": FILES,
    "works": FILES,
    "workshops": FILES,
}

# Commands that act for an account (`--as`), tried with the boards, and with a disbursement.
COMMANDS: dict[str, Answer] = {
    "decide": Answer("VP"),  # of those who hold the position, for the whole nation
    "export_dataset": Answer("SVPM"),
    "import_dataset": Answer("S"),
    "move_case": Answer("S"),
    "run_summary": Answer("SVPMU"),
    "sign": Answer("S"),  # handing over
}

# Who reads personal columns, by model with such columns.
PERSONAL: dict[str, str] = {
    "communities.board": "S",
    "communities.boardofficer": "S",
    "communities.selfhelpgroup": "S",
    "finance.disbursement": "S",
    "programs.case": "S",
}
