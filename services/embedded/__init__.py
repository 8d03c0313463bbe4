"""The embedded profile: every service mounted in one process, PostgreSQL from a wheel, for a laptop or one county.

Owns nothing: it starts what the services bring. Refuses any address but loopback.
"""

SERVICES = ("identity", "applications", "assessment", "competitions", "portal")
