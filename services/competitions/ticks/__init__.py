"""What the clock makes this service do: a module a subject, each with its `TICKS`."""
