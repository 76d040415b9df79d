"""Coach: what does your data say to what you want to know?"""

from coach import words
from dashboard import cards, chatting, loaders, selection

athlete = selection.athlete_with_days()
day = loaders.history(athlete).last_day.date()
cards.head(f"as of {words.day(day)}", athlete)
cards.stale(day, loaders.today())
chatting.conversation(athlete)
