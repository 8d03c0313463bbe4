"""Accounts in Keycloak: what changes here is noted with the change and done there by the worker, as often as needed.

Ours there is what carries the attribute `pioneer_managed`: users, groups below `pioneer`, clients. We say their names,
federation, second factor and end. Passwords once set, second factors and sessions are theirs; whatever was made there
by hand is never touched, and a user of ours that was disabled there stays so.
"""

from services.identity.keycloak.accounts import InKeycloak

__all__ = ["InKeycloak"]
