"""The portal's pages, a module a subject: parse, call one use case or query, show."""
