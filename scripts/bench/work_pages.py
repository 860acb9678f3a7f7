"""Which pages of the works are measured: what is asked of their list, and by which name.

Days are asked by the month or two, so that the small base fills a page as well.
"""

# What is asked of the list, by the name of the page.
ASKED: dict[str, str] = {
    "first": "",
    "regency": "region=61.05",
    "sector": "sector=E",
    "sectors": "sector=E&sector=S",
    "unplanned": "is_unplanned=true",
    "planned": "is_unplanned=false",
    "year": "year=2010",
    "finished": "is_finished=true",
    "unfinished": "is_finished=false",
    "finished_days": "finished_on_after=2010-01-01&finished_on_before=2010-03-01",
    "finished_since": "finished_on_after=2012-01-01",
    "good": "quality=good",
    "poor": "quality=poor",
    "returned": "signoff=returned",
    "hand_over": "awaiting_me=handed_over",
    "counted": "counted=women",
    "number": "q=SPPB-0007531",
    "numbers": "q=sppb-00075",
    "word": "q=drainase",
    "words_of_regency": "q=drainase+rt&region=61.05",
}
# What is asked by a row of the base that is found first, with the filter that it goes to.
FOUND: dict[str, str] = {
    "last": "",
    "board": "board",
    "board_code": "q",
    "board_name": "q",
    "board_names": "q",
    "reference": "q",
    "activity": "activity",
    "source": "source",
    "rare_source": "source",
}
FORMS = ("form", "of_board")
PAGES = (*ASKED, *FOUND, *FORMS)
