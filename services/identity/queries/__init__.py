"""Reads: one statement for one question, the tenant predicate repeated."""
