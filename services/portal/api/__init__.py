"""The portal by API: everything the signed-in pages do, and the public roll."""
