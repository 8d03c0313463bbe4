"""A real Keycloak without containers: got by Maven, built once for PostgreSQL, with the realm of deploy/keycloak."""

from deploy.native.keycloak.distribution import Unavailable, distribution
from deploy.native.keycloak.given import GivenKeycloak
from deploy.native.keycloak.server import Keycloak

__all__ = ["GivenKeycloak", "Keycloak", "Unavailable", "distribution"]
