"""Reads, a module a subject; none leaves the service."""
