"""A service as processes of its own: web (pages and API), rpc (answers to services), worker (relay, consumers, clock).

Owns nothing: it puts a service together from its `PIONEER_…` settings and runs one side of it until SIGTERM. The
same three entries start every service anywhere; what stands behind the addresses given is not their business.
"""

KINDS = ("web", "rpc", "worker")
