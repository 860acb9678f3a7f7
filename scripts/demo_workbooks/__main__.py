"""Make the workbooks of the demo: `python -m demo_workbooks [FOLDER]`, with `scripts` on the path.

Needs openpyxl (a development dependency). Without a folder it writes those of the repository.
"""

import sys
from pathlib import Path

from demo_workbooks import (
    boards,
    complaints,
    gatherings,
    money,
    money_on_paper,
    officers,
    offices,
    plans,
    slums,
    works,
)
from demo_workbooks.sheets import write

FOLDER = Path(__file__).resolve().parents[2] / "p2kp_site" / "demo" / "data"
FORMS = (
    offices.agencies,
    offices.assignments,
    plans.locations,
    slums.locations,
    boards.boards,
    officers.officers,
    boards.elections,
    boards.years,
    boards.groups,
    plans.plans,
    plans.activities,
    works.works,
    works.works_of_2014,
    gatherings.workshops,
    gatherings.partnerships,
    slums.slum_areas,
    slums.parts,
    money.budgets,
    money_on_paper.grants,
    money_on_paper.tranches,
    money_on_paper.disbursements,
    money.grants,
    money.contributions,
    complaints.register,
)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for form in FORMS:
        print(write(form(), folder).name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
