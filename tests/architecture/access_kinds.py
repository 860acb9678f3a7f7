"""The people of the table of access, and what is the same for many kinds of rows.

`access_answers.py` says how to read an answer.
"""

from typing import NamedTuple

from p2kp_site.accounts.rules.roles import RoleName

LETTERS = {
    "S": RoleName.DATA_STEWARD,
    "V": RoleName.VERIFIER,
    "P": RoleName.APPROVER,
    "M": RoleName.MINISTRY_ANALYST,
    "A": RoleName.ADMINISTRATOR,
    "U": RoleName.AUDITOR,
    "N": None,  # staff with an area, and without a role
}
OWNER = "O"  # a data steward whose own job it is
STAFF = "SVPMAUN"


class Answer(NamedTuple):
    """Who gets through a door."""

    own: str
    foreign: str = ""
    below: str = ""


Doors = dict[str, Answer]

# Rows that lie somewhere: forms, and what hangs on them.
PLACE: Doors = {
    "changelist": Answer("SVPMU", "SVPMU"),
    "rows": Answer("SVPMU"),
    "add": Answer("S", "S"),
    "change": Answer("SVPMU"),
    "change!": Answer("S"),
    "delete": Answer("S"),
    "delete!": Answer("S"),
    "history": Answer("SVPMU"),
    "import": Answer("S", "S"),
    "import_template": Answer("S", "S"),
    "process_import": Answer(""),  # the library's second step: nobody's
    "export": Answer("SVPM", "SVPM"),
}
# Forms that people sign; a step that cannot be taken now leads back to the form.
SIGNED: Doors = {
    **PLACE,
    "sign:handed_over": Answer("S"),
    "sign:acknowledged": Answer("P"),
    "sign:verified": Answer("V"),
    "sign:returned": Answer("VP"),
}
# Rows of the level that issued them: whoever works inside it reads them.
FROM_BELOW: Doors = {
    **PLACE,
    "changelist": Answer("SVPMU", "SVPMU", "SVPMU"),
    "rows": Answer("SVPMU", "", "SVPMU"),
    "add": Answer("S", "S", "S"),
    "change": Answer("SVPMU", "", "SVPMU"),
    "history": Answer("SVPMU", "", "SVPMU"),
    "import": Answer("S", "S", "S"),
    "import_template": Answer("S", "S", "S"),
    "export": Answer("SVPM", "SVPM", "SVPM"),
}
# Forms of a level, such as decrees: read by whoever works inside it, signed at the level.
SIGNED_FROM_BELOW: Doors = {
    **FROM_BELOW,
    **{door: answer for door, answer in SIGNED.items() if door.startswith("sign:")},
}
# Rows of the whole programme: everybody reads them, the nation writes them.
REFERENCE: Doors = {
    **PLACE,
    "rows": Answer("SVPMU", "SVPMU"),
    "add": Answer("S"),
    "change": Answer("SVPMU", "SVPMU"),
    "history": Answer("SVPMU", "SVPMU"),
}
# The official register: read on pages, written by `load_regions` alone.
REGISTER: Doors = {
    **FROM_BELOW,
    "changelist": Answer("SVPMAU", "SVPMAU", "SVPMAU"),
    "rows": Answer("SVPMAU", "", "SVPMAU"),
    "add": Answer(""),
    "change": Answer("SVPMAU", "", "SVPMAU"),
    "change!": Answer(""),
    "delete": Answer(""),
    "delete!": Answer(""),
    "history": Answer("SVPMAU", "", "SVPMAU"),
    "import": Answer(""),
    "import_template": Answer(""),
}
# Which steps a form needs, who decides on money, and in which order: written by administrators.
OF_ADMINISTRATORS: Doors = {
    "changelist": Answer("SVPMAU", "SVPMAU"),
    "rows": Answer("SVPMAU", "SVPMAU"),
    "add": Answer("A"),
    "change": Answer("SVPMAU", "SVPMAU"),
    "change!": Answer("A"),
    "delete": Answer("A"),
    "delete!": Answer("A"),
    "history": Answer("SVPMAU", "SVPMAU"),
}
