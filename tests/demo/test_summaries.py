"""The summaries of the story: kept as they were made, and sent once."""

import pytest
from django.utils import timezone

from p2kp_site.accounts.models import User
from p2kp_site.demo.chapters import ACKNOWLEDGER
from p2kp_site.demo.office import Office, StoryWentWrong
from p2kp_site.demo.summaries import ADDRESS, file_of_run, keep_summaries, send_summary
from p2kp_site.reports.services import planning
from p2kp_site.reports.services.arrivals import check_arrivals
from tests.demo.stage import base, kept, worker
from tests.reports.subscribers import letters_in_folder

__all__ = ["base", "kept"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("base")]


def test_the_mail_of_the_story_goes_to_the_leader_and_the_years_since_are_not_sent() -> None:
    office = Office(worker)
    delivery, _file, is_new = send_summary(office)
    (letter,) = letters_in_folder()
    assert (is_new, letter["To"]) == (True, ADDRESS)
    assert str(delivery.user) in str(User.objects.get(username=ACKNOWLEDGER))
    # What beat and its check do once the site is served.
    assert planning.start_due(at=timezone.now()) == planning.Decided()
    assert check_arrivals(at=timezone.now()) == []
    assert send_summary(office)[2] is False
    assert len(letters_in_folder()) == 1


def test_a_lost_mail_or_file_is_noticed() -> None:
    office = Office(worker)
    (run, _other), is_new = keep_summaries(office)
    assert is_new
    file_of_run(run, "pdf").write_bytes(b"another")
    with pytest.raises(StoryWentWrong):
        keep_summaries(office)
    _delivery, mail, _is_new = send_summary(office)
    mail.unlink()
    with pytest.raises(StoryWentWrong):
        send_summary(office)
