"""The journey of the first issue by API: a team of 来安 is honoured, and its name climbs to the nation."""

import pytest

pytestmark = pytest.mark.xdist_group("deployment")


def test_the_story_is_played_to_its_end(deployment):
    story = deployment.play()

    assert story.stands, story.transcript
