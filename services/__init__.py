"""Pioneer 先锋: one folder a service, and what all of them stand on in `common`."""
