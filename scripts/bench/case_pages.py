"""Which pages of the cases are measured: what is asked of the desk, and by which name.

Days are asked by the month or two, so that the small base fills a page as well.
"""

ASKED: dict[str, str] = {
    "first": "",
    "mine": "desk=mine",
    "open": "desk=open",
    "overdue": "desk=overdue",
    "unassigned": "desk=unassigned",
    "to_check": "desk=to_check",
    "check": "desk=check",
    "reminded": "desk=reminded",
    "uncertain": "desk=uncertain",
    "regency": "region=61.05",
    "type": "type=PPM",
    "stage": "stage=DITANGANI",
    "stage_done": "stage=SELESAI",
    "open_of_stage": "desk=open&stage=DIUSULKAN",
    "done": "is_done=true",
    "in_process": "is_done=false",
    "checked": "is_checked=true",
    "unchecked": "is_checked=false",
    "level": "level=province",
    "level_nation": "level=nation",
    "priority": "priority=high",
    "nature": "nature=informative",
    "scope": "scope=finance",
    "channel": "channel=SUREL",
    "theme": "theme=SOSIAL",
    "year": "year=2010",
    "received_on": "received_on_after=2010-01-01&received_on_before=2010-03-01",
    "closed_on": "closed_on_after=2010-01-01&closed_on_before=2010-03-01",
    "due_on": "due_on_after=2026-03-01&due_on_before=2026-06-30",
    "register_number": "q=REG-0007531",
    "words": "q=Jalan berlubang",
}
# What is asked by a row of the base that is found first.
FOUND = ("last", "board", "case_number", "form", "index")
PAGES = (*ASKED, *FOUND)
