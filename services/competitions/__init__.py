"""Labour competitions: campaigns with targets, filings and subsidies (B2, B3, D1, D2, E6); skill contests (B1, B2).

Owns: campaigns, targets and what is reported for them, filings, subsidies; contests with entries, drawn stations
and papers, duties, who came, marks, rounds, ties broken, results, teams, appeals, awards.
Answers (gRPC): GetResults of a person, or of a unit and all below it.
Tells (bus): contests as they go on, awards and what follows from them on `competitions.contests`; campaigns, shares,
figures and findings between federations on `competitions.campaigns`; tasks and notifications on
`competitions.worklist`.
"""
