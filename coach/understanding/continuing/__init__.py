"""Rules of going on with what was asked before, an idea a module; coach.understanding.continuations orders them."""
