"""Reads, a module a subject: each a constant number of statements, paged by key."""
