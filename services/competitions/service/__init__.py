"""The use cases: load, allow, decide, store, tell, each in one transaction. Only here are rows written."""
