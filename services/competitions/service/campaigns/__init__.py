"""Use cases of campaigns, a module a subject."""
