"""The web door of every service: one app factory for pages and API, refusals answered once, who is asking."""

from services.common.http.app import Parts, service_app
from services.common.http.asking import asking, tenant_code
from services.common.http.conditional import expected_version, with_etag

__all__ = ["Parts", "asking", "expected_version", "service_app", "tenant_code", "with_etag"]
