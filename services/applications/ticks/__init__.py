"""What falls due: a module a subject, each with its `TICKS`, called every few seconds with the clock."""
