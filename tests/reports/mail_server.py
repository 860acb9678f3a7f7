"""A mail server that answers each mail as a test says, and puts what it took into the outbox."""

from typing import Any, ClassVar

from django.core.mail.backends.locmem import EmailBackend


class MailServer(EmailBackend):
    """What it answers to the next mails; None is a yes, and so is what is not told."""

    answers: ClassVar[list[Exception | None]] = []
    opened: ClassVar[int] = 0

    def open(self) -> bool:
        type(self).opened += 1
        return True

    def send_messages(self, messages: Any) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer:
            raise answer
        return int(super().send_messages(messages))
