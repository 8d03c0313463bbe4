"""Score sheets, assessments, assessors and recusal (A5, B8 form 3).

Appraisals and rectification orders find their place here later.

Owns: assessments, the cards on which the union and each assessor score, evidence of deductions,
corrections, declared relations.
Answers (gRPC): OpenAssessment, GetResult.
Tells (bus): AssessmentCompleted on `assessment.results`; tasks and notifications on `assessment.worklist`.
"""
