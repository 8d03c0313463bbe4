"""Where people meet the platform: sign-in, worklist, messages, the public site, statistics up the tree (A10, A11, X4).

Owns: browser sessions, tasks, messages and their e-mails; copies of others' facts: notices, honours, figures.
Answers: nothing by gRPC. Tells: nothing; it listens to everything.
"""
