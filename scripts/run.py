"""Start what the Procfile names, print the address when it answers, stop all of it together.

honcho does the work; added here: the address, pages before background parts, a stop
that lets the worker end its task, and a stop when the terminal is closed.
"""

import http.client
import os
import shlex
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from honcho import manager as honcho_manager
from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds until the site must have answered
GRACE = 20  # seconds for the worker to end its task, before everything is killed


class LeaderFirst:
    """Ends a process by asking its leader; only the last resort goes to the whole group.

    Celery's pool would drop its tasks if every member got the signal.
    """

    def terminate(self, pid: int) -> None:
        """Ask the process to end."""
        self._send(pid, signal.SIGTERM, whole_group=False)

    def kill(self, pid: int) -> None:
        """End the process and all it has started."""
        self._send(pid, signal.SIGKILL, whole_group=True)

    def _send(self, pid: int, number: int, *, whole_group: bool) -> None:
        try:
            (os.killpg if whole_group else os.kill)(pid, number)
        except ProcessLookupError:
            return


def answers(port: int) -> bool:
    """Whether readers get pages, whatever the health of the rest."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", "/")
        return link.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        link.close()


def after(flag: Path, command: str) -> str:
    """Let a command of the shell begin when ``flag`` is there, or after 15 seconds."""
    wait = f"while [ ! -e {shlex.quote(str(flag))} ] && [ $n -lt 150 ]"
    return f"n=0; {wait}; do n=$((n+1)); sleep 0.1; done; {command}"


def announce(port: int, flag: Path) -> None:
    """Print the address as soon as a reader would see the page, and make ``flag``."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        if answers(port):
            sys.stdout.write(
                f"\nSamverk is running at http://127.0.0.1:{port}/ – Ctrl-C stops it.\n\n"
            )
            sys.stdout.flush()
            flag.touch()
            return
        time.sleep(0.05)
    sys.stdout.write(f"\nNo answer from http://127.0.0.1:{port}/ yet; see the lines above.\n\n")
    sys.stdout.flush()


def main() -> int:
    """Run until Ctrl-C or until one of the processes ends; give its exit code."""
    port = int(os.environ.get("PORT") or "8000")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "VAR_DIR": os.environ.get("VAR_DIR") or str(ROOT / "var"),
        "WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY")
        or str(max(2, len(os.sched_getaffinity(0)))),
    }
    honcho_manager.KILL_WAIT = GRACE
    manager = honcho_manager.Manager()
    flag = Path(environment["VAR_DIR"]) / "answers.flag"
    flag.unlink(missing_ok=True)
    manager._procmgr = LeaderFirst()  # noqa: SLF001 -- honcho has no public place for it
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        # The cores are for the pages first: then the address answers sooner.
        begun = command if name == "web" else after(flag, command)
        manager.add_process(name, begun, env=environment, cwd=str(ROOT))

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGHUP, hang_up)
    threading.Thread(target=announce, args=(port, flag), daemon=True).start()
    manager.loop()
    stopped_by_hand = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if stopped_by_hand else manager.returncode or 0


if __name__ == "__main__":
    sys.exit(main())
