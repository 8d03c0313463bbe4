"""The rows of this service, a module a subject. Every key begins with the tenant (rule 1)."""
