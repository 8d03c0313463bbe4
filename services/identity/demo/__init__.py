"""The demo: the real tree of federations with invented unions, teams and people, taken in by the use cases."""

from services.identity.demo.loading import DEMO_PASSWORD, Loaded, load_demo
from services.identity.demo.reading import DemoPerson, demo_people

__all__ = ["DEMO_PASSWORD", "DemoPerson", "Loaded", "demo_people", "load_demo"]
