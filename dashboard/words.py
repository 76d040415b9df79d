"""The words of the coach, which pages share."""

from coach.words import *  # noqa: F403
