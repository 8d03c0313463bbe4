"""The sealed file: a case that can be checked years later without this platform.

A dossier is a zip of plain files. `manifest.json` names each file with its SHA-256, stage by stage, each stage with the
hash of the one before; `signature.json` is an Ed25519 signature over the manifest's bytes. The city's dossier holds the
county's whole. Nothing is compressed and nothing is left to the packer, so equal contents give equal bytes and any
changed byte is refused. See `sealing.py` and `dossier.py` for the layout.

Pure: bytes and keys in, bytes or values out.
"""

from services.common.dossier.broken import DossierBroken
from services.common.dossier.contents import DossierContents, Stage, Subject
from services.common.dossier.decision import DecisionContents, Outcome, VerifiedDecision, read_decision, seal_decision
from services.common.dossier.dossier import Manifest, Verified, seal, verify
from services.common.dossier.keys import KeySealBroken, PublicKey, SigningKey, generate_key, open_private, seal_private
from services.common.dossier.sealing import FileEntry, StageEntry

__all__ = [
    "DecisionContents",
    "DossierBroken",
    "DossierContents",
    "FileEntry",
    "KeySealBroken",
    "Manifest",
    "Outcome",
    "PublicKey",
    "SigningKey",
    "Stage",
    "StageEntry",
    "Subject",
    "Verified",
    "VerifiedDecision",
    "generate_key",
    "open_private",
    "read_decision",
    "seal",
    "seal_decision",
    "seal_private",
    "verify",
]
