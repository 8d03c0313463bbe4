"""Who there is, who may do what where, by which rules, and on which days people work.

Owns: federations and their tree, org units and their history, people, grants, regulations and their versions, the
workday calendar, imports of these; in the embedded profile also the accounts and keys of its issuer.
Answers: lineage of a tenant, an org unit, grants of a subject, working-day arithmetic.
Tells: tenant, unit, person, grant, working day changed; regulation published.
"""
