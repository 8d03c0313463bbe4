"""Nominate a unit for a programme (C3)."""


class Nominating:
    pass
