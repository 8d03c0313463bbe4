"""Honours from application to archive (A1–A11).

Owns: applications and their stages, evidence, opinions, dockets, publicity and objections, honours, plaques, dossiers.
Asks (gRPC): assessments to be opened; what a unit's people won, when a union takes it over as deeds.
Answers: does a unit hold an honour, which honours it has, nominate a unit for a programme.
Tells: application moved, publicity changed, honour conferred, re-inspected, revoked, dossier forwarded, decided; tasks.
"""
