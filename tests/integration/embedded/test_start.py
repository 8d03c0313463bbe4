"""Starting where something is in the way, and after a process that was killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import psycopg
import pytest

from services.embedded import before_start, laying, unfinished
from services.embedded.cluster import Cluster, provision
from services.embedded.launcher import settings_for
from tests.live import ROOT, free_ports

PATIENCE_SECONDS = 120.0
STARTED = """
import sys
from pathlib import Path
from services.embedded.cluster import start
print(start(Path(sys.argv[1]), alone=True).socket, flush=True)
sys.stdin.readline()
"""


def run(*options):
    """`make run` up to its end, which comes soon where something is in the way."""
    command = [sys.executable, "-m", "services.embedded", "--once", *map(str, options)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)


@pytest.fixture
def listening():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_ports(1)[0]))
        taken.listen()
        yield taken.getsockname()[1]


@pytest.mark.parametrize("option", ["--port", "--rpc-port"])
def test_a_busy_port_is_told_in_one_line(tmp_path, listening, option):
    ended = run("--folder", tmp_path, option, listening)

    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout == (
        f"端口 {listening} 已被占用，请换一个：make run PORT={listening + 10}"
        f" / port {listening} is in use; choose another: make run PORT={listening + 10}\n"
    )
    assert not (tmp_path / "postgres").exists()


def test_a_folder_that_another_uses_is_told_in_one_line(tmp_path):
    before_start.claim(tmp_path)

    ended = run("--folder", tmp_path)

    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout.startswith(f"数据目录 {tmp_path} 正由进程 {os.getpid()} 使用")
    assert ended.stdout.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path):
    file = tmp_path / "file"
    file.touch()

    ended = run("--folder", file)

    assert (ended.returncode, ended.stderr) == (2, "")
    assert ended.stdout.startswith(f"数据目录 {file} 不能写入")
    assert ended.stdout.count("\n") == 1


def test_a_full_disk_is_told_with_what_is_needed(tmp_path):
    with pytest.raises(OSError, match="至少要 1048576000000 MB"):
        before_start.refuse_full(tmp_path, needed=1_048_576_000_000 << 20)


def test_room_enough_is_no_reason_to_stop(tmp_path):
    before_start.refuse_full(tmp_path, needed=1)


def test_the_mail_server_is_named_by_the_environment(tmp_path, monkeypatch):
    """Nothing is sent where nobody named one."""
    told = [settings_for("portal", Cluster("/nowhere"), "http://127.0.0.1:8440", tmp_path, 8441).smtp_url]
    monkeypatch.setenv("PIONEER_SMTP_URL", "smtp://post.example:25")
    told.append(settings_for("portal", Cluster("/nowhere"), "http://127.0.0.1:8440", tmp_path, 8441).smtp_url)

    assert told == ["", "smtp://post.example:25"]


def starting(folder):
    """PostgreSQL in a process of its own, as far as it answers."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, process.stdout.readline().strip()


def end(process):
    process.stdin.close()
    assert process.wait(PATIENCE_SECONDS) == 0


def server_of(folder):
    return int((folder / "postmaster.pid").read_text().splitlines()[0])


def answers(socket_folder):
    with psycopg.connect(f"postgresql://postgres@/postgres?host={socket_folder}") as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_a_server_left_behind_by_a_killed_process_is_taken_over_and_stopped_in_the_end(tmp_path):
    folder = tmp_path / "postgres"
    killed, _place = starting(folder)
    left_behind = server_of(folder)
    killed.send_signal(signal.SIGKILL)
    killed.wait(PATIENCE_SECONDS)

    process, place = starting(folder)

    assert server_of(folder) == left_behind
    assert answers(place)
    end(process)
    until(lambda: not (folder / "postmaster.pid").exists())


def test_the_number_of_a_server_that_is_gone_may_belong_to_another_program(tmp_path):
    """As after the power failed: the file is there, and somebody else has the number."""
    folder = tmp_path / "postgres"
    first, _place = starting(folder)
    noted = (folder / "postmaster.pid").read_text()
    end(first)
    (folder / "postmaster.pid").write_text(noted.replace(noted.splitlines()[0], str(os.getpid()), 1))

    process, place = starting(folder)

    assert server_of(folder) != os.getpid()
    assert answers(place)
    end(process)


def databases_at(place, *, anew, folder):
    """What `make run` does once PostgreSQL answers; whether the table of before is still there."""
    cluster = Cluster(place)
    if anew:
        unfinished.empty(cluster, folder, ["identity"])
    provision(cluster, ["identity"])
    with psycopg.connect(cluster.url("identity"), autocommit=True) as connection:
        was_there = connection.execute("select to_regclass('half_a_story') is not null").fetchone()[0]
        connection.execute("create table if not exists half_a_story ()")
    return was_there


def test_a_story_that_was_cut_off_begins_anew_and_one_that_ended_is_kept(tmp_path):
    """Ctrl-C or kill -9 half-way through; a folder whose story came to its end is never emptied."""
    assert unfinished.begin(tmp_path) is False
    process, place = starting(tmp_path / "postgres")
    assert databases_at(place, anew=False, folder=tmp_path) is False

    assert unfinished.begin(tmp_path) is True
    assert databases_at(place, anew=True, folder=tmp_path) is False
    unfinished.end(tmp_path)

    assert unfinished.begin(tmp_path) is False
    assert databases_at(place, anew=False, folder=tmp_path) is True
    assert unfinished.begin(tmp_path) is False
    end(process)


def until(condition):
    limit = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_ground_that_cannot_be_laid_stops_the_start(tmp_path, capfd):
    with contextlib.closing(laying.Ground()) as ground:
        ground.lay(Cluster(str(tmp_path), "nobody_"))

        with pytest.raises(ChildProcessError, match="the databases could not be made ready"):
            ground.laid()

    assert "OperationalError" in capfd.readouterr().err
