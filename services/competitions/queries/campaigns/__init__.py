"""Reads of campaigns; none leaves the service."""
