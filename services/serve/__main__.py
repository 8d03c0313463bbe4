"""`python -m services.serve web|rpc|worker SERVICE`: one process of one service, until SIGTERM."""

import argparse
import sys
from importlib import import_module

import structlog
from pydantic import ValidationError

from services.common.config import Settings
from services.common.logs import log_to
from services.embedded import SERVICES
from services.serve import KINDS
from services.serve.ending import leave


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="pioneer serve", description="one process of one service")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("service", choices=SERVICES)
    asked = parser.parse_args(arguments)
    try:
        settings = Settings(service=asked.service)
    except ValidationError as error:
        for fault in error.errors():
            name = "PIONEER_" + "_".join(str(each) for each in fault["loc"]).upper()
            sys.stderr.write(f"{name}: {fault['msg']}\n")
        return 2
    # Collected by whoever runs the process.
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    log_to(sys.stdout, settings.log_level, service=asked.service, kind=asked.kind)
    structlog.get_logger("serve").info("starting")
    module = import_module(f"services.serve.{asked.kind}")
    code: int = module.run(settings)
    return code


if __name__ == "__main__":
    leave(main())
