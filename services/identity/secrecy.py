"""Answers that hold a secret are given once and kept nowhere."""

from services.common import idempotency


def keep_no_answer() -> None:
    """The answer of this request is not stored for a repeated key: a password or a phone number would lie there open.

    Sent again, the act is done again; it is logged each time.
    """
    idempotency.pending.set(None)
