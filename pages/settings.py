"""Settings: who speaks for the coach, and which models may speak of your next morning?"""

from dashboard import cards, coach_choices, learned_choices, selection

athlete = selection.athlete_with_days()
cards.head("what holds for this machine", athlete)
cards.answer(coach_choices.answer())
coach_choices.section()
learned_choices.section(athlete)
