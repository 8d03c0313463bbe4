"""Generates proto/gen from proto/: committed, and compared again by a test."""

import sys
from importlib.resources import files
from pathlib import Path

from grpc_tools import protoc

ROOT = Path(__file__).parents[2]


def generate(into: Path) -> None:
    """Write the Python stubs and their types; raises SystemExit with protoc's words."""
    into.mkdir(parents=True, exist_ok=True)
    sources = sorted(str(path) for path in (ROOT / "proto" / "pioneer").rglob("*.proto"))
    bundled = str(files("grpc_tools") / "_proto")
    options = [f"--{kind}_out={into}" for kind in ("python", "grpc_python", "pyi")]
    if protoc.main(["protoc", f"-I{ROOT / 'proto'}", f"-I{bundled}", *options, *sources]) != 0:
        sys.exit("protoc refused the files under proto/; its message is above")


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "proto" / "gen")
