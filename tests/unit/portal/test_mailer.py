import smtplib

import pytest

from services.portal.mailer import _passes, _reason


@pytest.mark.parametrize(
    ("error", "again", "reason"),
    [
        (ConnectionRefusedError(), True, "no_answer"),
        (TimeoutError(), True, "no_answer"),
        (smtplib.SMTPServerDisconnected("gone"), True, "no_answer"),
        (smtplib.SMTPDataError(450, b"later"), True, "refused 450"),
        (smtplib.SMTPDataError(550, b"no xu@example.org"), False, "refused 550"),
        (smtplib.SMTPRecipientsRefused({"xu@example.org": (451, b"later")}), True, "refused 451"),
        (smtplib.SMTPRecipientsRefused({"xu@example.org": (550, b"unknown xu@example.org")}), False, "refused 550"),
        (smtplib.SMTPNotSupportedError("no utf8"), False, "bad_address"),
        (ValueError("bad header"), False, "bad_address"),
    ],
)
def test_only_what_may_pass_is_tried_again_and_no_address_is_kept(error: Exception, again: bool, reason: str) -> None:
    assert (_passes(error), _reason(error)) == (again, reason)
