"""Every refusal of the system: a code, its facts, and a Chinese sentence that says what to do (rule 5).

Domain and use cases raise these; `common.http.faults` answers them once, as problem+json, a page or a gRPC status.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any, ClassVar

from services.common.gathering import each_of


class Refusal(Exception):
    """Something asked for is refused. `code` picks the sentence, `facts` fill it.

    Two facts have a place of their own on the page: `rule`, the rule that refused, and `differences`, what two people
    changed (label, mine, theirs).
    """

    status: ClassVar[int] = 409

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def says(self) -> str:
        """The sentence for people, in the language of the request."""
        sentence = _sentences.get(self.code)
        return str(sentence).format_map(_Facts(self.facts)) if sentence is not None else self.code


class DomainError(Refusal):
    """A rule of the field says no."""


class NotAllowed(Refusal):
    """The principal may not."""

    status = 403


class NotFound(Refusal):
    """Not there, or not for this principal: both look alike."""

    status = 404


class SignInNeeded(Refusal):
    status = 401

    def __init__(self, code: str = "sign_in_needed", **facts: Any) -> None:
        super().__init__(code, **facts)


class ChangedMeanwhile(Refusal):
    """If-Match did not match: somebody else saved in between."""

    status = 412


class VersionNeeded(Refusal):
    status = 428

    def __init__(self) -> None:
        super().__init__("version_needed")


class KeyNeeded(Refusal):
    status = 400

    def __init__(self) -> None:
        super().__init__("idempotency_key_needed")


class Invalid(Refusal):
    """Input with faults at its fields: `faults` maps the field's name to what to do."""

    status = 422

    def __init__(self, faults: Mapping[str, str], code: str = "invalid_input", **facts: Any) -> None:
        super().__init__(code, **facts)
        self.faults = dict(faults)


class Unavailable(Refusal):
    """Another service did not answer in time; nothing was changed."""

    status = 503


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


_sentences: dict[str, Any] = {}


def speak(sentences: Mapping[str, Any]) -> None:
    """Register a service's sentences by code (lazy strings of the catalogue).

    Raises ValueError where a code already says something else: services of one process share the codes.
    """
    for code, sentence in sentences.items():
        if repr(_sentences.setdefault(code, sentence)) != repr(sentence):
            raise ValueError(f"the refusal {code} already says {_sentences[code]}")


def speak_each(package: ModuleType) -> None:
    """The `SENTENCES` of every module of the package."""
    for sentences in each_of(package, "SENTENCES"):
        speak(sentences)


def knows(code: str) -> bool:
    return code in _sentences


def allow(permitted: bool, code: str, **facts: Any) -> None:
    """Deny by default: raises NotAllowed unless the predicate said yes."""
    if not permitted:
        raise NotAllowed(code, **facts)
