"""Codes of refusals are shared by all services of a process: none may say two things."""

import pytest

from services.common import errors


def test_a_code_says_one_thing():
    errors.speak({"said_for_the_test": "甲"})
    errors.speak({"said_for_the_test": "甲"})

    with pytest.raises(ValueError, match="said_for_the_test"):
        errors.speak({"said_for_the_test": "乙"})
