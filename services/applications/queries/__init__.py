"""Reads: lists by Core with the tenant predicate repeated, one statement for one question."""
