"""How questions are read: days, words for things, spelling, and what phrases are about."""
