"""The REST door: a module a subject, each with its `blueprint`."""
