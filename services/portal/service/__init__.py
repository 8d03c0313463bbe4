"""The use cases: the only code that writes this service's rows, a module a subject."""
