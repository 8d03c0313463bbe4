"""Use cases: each one transaction that loads, allows, decides, stores and tells. Nothing else writes rows."""
