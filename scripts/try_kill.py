"""Kill the worker in the middle of a full computation, again and again: is the result the same?

Usage: python -m scripts.try_kill [ROUNDS]; through ``scripts/services.sh DIR --`` on
PostgreSQL and Redis, without it on SQLite and the queue in files. Each round wipes the
stored results, asks for all of them, kills the worker and its pool with SIGKILL while a
job is running, loses the queue (a restarted broker), starts a new worker, and compares
what is stored in the end with an undisturbed computation.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

PLACE = tempfile.mkdtemp(prefix="samverk-kill-")
os.environ |= {"VAR_DIR": PLACE, "DEMO": "true"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
django.setup()

from django.conf import settings  # noqa: E402 -- the place of everything comes first
from django.core.management import call_command  # noqa: E402 -- as above
from django.db import connection  # noqa: E402 -- as above
from django.utils import timezone  # noqa: E402 -- as above

from common.models import Job  # noqa: E402 -- as above
from indicators.models import (  # noqa: E402 -- as above
    Dashboard,
    Framework,
    GoalResult,
    IndicatorResult,
    Standing,
)
from indicators.tasks import start_for_framework  # noqa: E402 -- as above

RESULTS = (Dashboard, Standing, IndicatorResult, GoalResult)
MOVING = {"computed_at", "version", "input_digest"}  # of the run, not of the result
PATIENCE = 300.0  # seconds for all jobs of a round
BIN = Path(sys.executable).parent


def say(text: str) -> None:
    """Tell how it goes."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


def snapshot() -> dict[str, tuple[int, str]]:
    """Rows and checksum of every table of results, whatever the order of writing."""
    found = {}
    for model in RESULTS:
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if field.attname not in MOVING and field.attname != "pk"
        ]
        rows = sorted(
            repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row])
            for row in model._default_manager.values_list(*columns)
        )
        digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        found[model.__name__] = (len(rows), digest)
    return found


def wipe() -> None:
    """Forget all results and all jobs."""
    for model in (*RESULTS, Job):
        model._default_manager.all().delete()


def start(*words: str) -> subprocess.Popen[bytes]:
    """Start a part of Celery in a process group of its own."""
    log = Path(settings.VAR_DIR) / f"{words[0]}.log"
    with log.open("ab") as sink:
        return subprocess.Popen(  # noqa: S603 -- our own words
            [str(BIN / "celery"), "--quiet", "-A", "config", *words],
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker as the Procfile does."""
    return start("worker", "--concurrency=2", "--without-gossip", "--without-mingle")


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it has started, without asking."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def lose_queue() -> None:
    """Do what a restart of a broker without persistence does."""
    address = settings.CELERY_BROKER_URL
    if address.startswith("filesystem"):
        folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"]))
        for message in folder.iterdir():
            message.unlink()
        return
    socket = address.removeprefix("redis+socket://").split("?")[0]
    client = shutil.which("redis-cli") or "redis-cli"
    server = shutil.which("redis-server") or "redis-server"
    subprocess.run([client, "-s", socket, "shutdown", "nosave"], check=False)  # noqa: S603 -- our own words
    while Path(socket).exists():
        time.sleep(0.05)
    home = str(Path(socket).parent)
    options = {"port": "0", "unixsocket": socket, "unixsocketperm": "777", "save": ""}
    options |= {"dir": home, "daemonize": "yes", "databases": "64"}
    words = [text for name, value in options.items() for text in (f"--{name}", value)]
    subprocess.run([server, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own words


def states() -> list[str]:
    """States of all jobs."""
    connection.close()  # a new look, also on PostgreSQL
    return list(Job.objects.values_list("state", flat=True))


def wait_until_running() -> None:
    """Wait until a job is in a worker's hands."""
    begun = time.monotonic()
    while "RUNNING" not in states():
        if time.monotonic() - begun > PATIENCE:
            sys.exit("no job was begun")
        time.sleep(0.05)


def wait_until_done() -> None:
    """Wait until every job is done."""
    begun = time.monotonic()
    while set(found := states()) - {"DONE"}:
        if "FAILED" in found or time.monotonic() - begun > PATIENCE:
            sys.exit(f"not all jobs were done: {found}")
        time.sleep(0.5)


def disturbed_round(number: int, wanted: dict[str, tuple[int, str]]) -> None:
    """Compute everything with a kill in the middle, and compare."""
    wipe()
    worker = start_worker()
    time.sleep(4)
    for framework in Framework.objects.order_by("pk"):
        start_for_framework(framework=framework, at=timezone.now())
    wait_until_running()
    pause = random.uniform(0.0, 1.2)  # noqa: S311 -- no secret
    time.sleep(pause)
    kill(worker)
    left = states()
    lose_queue()
    say(f"round {number}: killed {pause:.2f} s into the work, jobs then: {left}")
    if set(left) == {"DONE"}:
        say("the work was quicker than the kill; the round proves nothing")
    begun = time.monotonic()
    worker = start_worker()
    try:
        wait_until_done()
    finally:
        kill(worker)
    if snapshot() != wanted:
        sys.exit("the results differ from an undisturbed computation")
    say(f"round {number}: the same results after {time.monotonic() - begun:.0f} s more")


def main(rounds: int) -> None:
    """Load the demonstration data into a fresh place and disturb its computation."""
    say(f"{connection.vendor}, {settings.CELERY_BROKER_URL.split(':')[0]}")
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    wipe()
    lose_queue()
    call_command("compute_dashboards", "--inline")
    wanted = snapshot()
    say(f"undisturbed: { {name: rows for name, (rows, _digest) in wanted.items()} }")
    beat = start("beat", "--schedule", f"{PLACE}/beat")
    try:
        for number in range(1, rounds + 1):
            disturbed_round(number, wanted)
    finally:
        kill(beat)
        connection.close()
    shutil.rmtree(PLACE)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
