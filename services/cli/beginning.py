"""Begins a service: lays the frame that each has, and writes its name where services are listed. `make new-service`.

The frame is `frame/`, the same file names as everywhere; what stands in it runs, signs people in and shows a page.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRAME = Path(__file__).parent / "frame"
NAME = re.compile(r"[a-z]{3,20}")


def begin(name: str, title: str, root: Path = ROOT) -> list[Path]:
    """The files written. Raises ValueError for a name that is none, or that is taken."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name}: a service is called by one English noun, such as volunteers")
    home = root / "services" / name
    if (home / "__init__.py").exists():
        raise ValueError(f"{name}: there is such a service")
    written = [*lay_frame(name, title, home), *enlist(name, root)]
    return written


def lay_frame(name: str, title: str, home: Path) -> list[Path]:
    """The service's own files."""
    written = []
    for source in sorted(FRAME.rglob("*.txt")):
        place = str(source.relative_to(FRAME)).replace("@name@", name).removesuffix(".txt")
        target = home / place
        target.parent.mkdir(parents=True, exist_ok=True)
        said = source.read_text(encoding="utf-8")
        target.write_text(said.replace("@name@", name).replace("@title@", title), encoding="utf-8")
        written.append(target)
    return written


def enlist(name: str, root: Path) -> list[Path]:
    """Where services are listed: who is started, what may not know what, which topics there are, who may ask."""
    return [
        _change(
            root / "services/embedded/__init__.py", r'(SERVICES = \([^)]*), "portal"\)', rf'\1, "{name}", "portal")'
        ),
        _change(root / "pyproject.toml", r'("services\.assessment", )', rf'\1"services.{name}", '),
        _change(root / "proto/topics.yaml", r"(readers: \[applications, assessment, )", rf"\1{name}, "),
        _change(root / "proto/topics.yaml", r"\Z", TOPIC.format(name=name)),
    ]


TOPIC = """  {name}.worklist:
    owner: {name}
    package: pioneer.worklist.v1
    partitions: 4
    readers: [portal]
    says: tasks and notifications raised by {name}
"""


def _change(file: Path, place: str, by: str) -> Path:
    said = file.read_text(encoding="utf-8")
    changed = re.sub(place, by, said)
    if changed == said:
        raise ValueError(f"{file.name} has no longer the place where services are listed")
    file.write_text(changed, encoding="utf-8")
    return file


if __name__ == "__main__":
    try:
        for each in begin(sys.argv[1], sys.argv[2]):
            print(each.relative_to(ROOT))
    except (ValueError, IndexError) as refused:
        sys.exit(str(refused))
