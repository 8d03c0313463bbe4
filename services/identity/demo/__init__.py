"""The demo: the real tree of federations with invented unions, teams and people, taken in by the use cases."""

from services.identity.demo.loading import Loaded, load_demo
from services.identity.demo.reading import DemoPerson, demo_people
from services.identity.issuer.accounts import DEMO_PASSWORD

__all__ = ["DEMO_PASSWORD", "DemoPerson", "Loaded", "demo_people", "load_demo"]
