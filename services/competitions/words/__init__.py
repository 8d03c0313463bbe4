"""How things read on a page, a module a subject."""
