"""How the guard reads: what a draft claims, what the facts allow, and what is never said."""
