"""What must hold before anything is started; what does not is said in one line, with what to do."""

import fcntl
import os
import shutil
import socket
from pathlib import Path

NEEDED_BYTES = 300 << 20
_claims: list[int] = []


def claim(folder: Path) -> None:
    """The data folder is ours until this process ends, however it ends. Raises OSError with what to do."""
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise OSError(
            f"数据目录 {folder} 不能写入（{error.strerror}），请换一个：make run DATA=…"
            f" / the data folder cannot be written ({error.strerror}); choose another: make run DATA=…"
        ) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        pid = os.read(held, 20).decode().strip()
        os.close(held)
        raise OSError(
            f"数据目录 {folder} 正由进程 {pid} 使用，请先结束它，或换一个：make run DATA=…"
            f" / the data folder is in use by process {pid}; end it, or choose another: make run DATA=…"
        ) from error
    os.truncate(held, 0)
    os.write(held, f"{os.getpid()}\n".encode())
    _claims.append(held)


def refuse_full(folder: Path, needed: int = NEEDED_BYTES) -> None:
    """Raises OSError where the disk has not enough room for the demo and some work."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        has, needs = free >> 20, needed >> 20
        raise OSError(
            f"数据目录 {folder} 所在磁盘只剩 {has} MB，至少要 {needs} MB：请清理，或换一个：make run DATA=…"
            f" / {has} MB left on the disk, {needs} MB needed: free some, or choose another: make run DATA=…"
        )


def refuse_busy(port: int) -> None:
    """Raises OSError in words when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise OSError(
                f"端口 {port} 已被占用，请换一个：make run PORT={port + 10}"
                f" / port {port} is in use; choose another: make run PORT={port + 10}"
            ) from error
