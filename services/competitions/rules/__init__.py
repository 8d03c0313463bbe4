"""Who may do what: predicates over a principal and an object, a module a subject."""
