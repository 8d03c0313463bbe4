"""Who can sign in: the door to the issuer's accounts. Here the embedded issuer's, in the caller's transaction."""

from services.identity.issuer.accounts import close, rename, reserve, set_first_password, set_shared_password

__all__ = ["close", "rename", "reserve", "set_first_password", "set_shared_password"]
