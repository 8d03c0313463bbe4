"""Pure rules: federations, units, people, grants, regulations, the calendar, imported rows."""
