"""The journey of the first issue, played by HTTP against the running site: a team's name climbs four levels."""

from services.embedded.journey.story import play, show_people

__all__ = ["play", "show_people"]
