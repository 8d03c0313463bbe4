"""A password as Keycloak keeps it (Argon2id with its own parameters), so that an import need not hash for each user."""

import base64
import os
from typing import Any

import orjson
from argon2.low_level import Type, hash_secret_raw

ITERATIONS, MEMORY_KIB, LANES, LENGTH = 5, 7168, 1, 32


def hashed_credential(password: str) -> dict[str, Any]:
    salt = os.urandom(16)
    value = hash_secret_raw(password.encode(), salt, ITERATIONS, MEMORY_KIB, LANES, LENGTH, Type.ID)
    parameters = {
        "hashLength": [str(LENGTH)],
        "memory": [str(MEMORY_KIB)],
        "type": ["id"],
        "version": ["1.3"],
        "parallelism": [str(LANES)],
    }
    about = {"hashIterations": ITERATIONS, "algorithm": "argon2", "additionalParameters": parameters}
    secret = {"value": base64.b64encode(value).decode(), "salt": base64.b64encode(salt).decode()}
    return {
        "type": "password",
        "credentialData": orjson.dumps(about).decode(),
        "secretData": orjson.dumps({**secret, "additionalParameters": {}}).decode(),
    }
