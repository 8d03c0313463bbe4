"""Permissions: one predicate over a principal and an object, the same for page, API, list, count, search and export."""
