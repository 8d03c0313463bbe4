"""Does a unit hold an honour, and which honours has it."""


class HonourQuestions:
    pass
