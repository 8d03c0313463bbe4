"""How Pioneer is brought up with real servers: natively, or by the files kept here."""
