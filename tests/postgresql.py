"""Runs tests on PostgreSQL: `python -m tests.postgresql tests/storage tests/core`.

It starts a server of Debian's in a folder of its own, reached by a socket there alone, and stops it at the
end. The server refuses to run as root, so root gives it to the account that Debian makes for it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import SERVER, make_template

_ROLE = "zhiqun"
# Nothing of it has to outlive the tests.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")


def programs() -> Path | None:
    """Find the folder of the newest server's programs; None when there is no server."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    for folder in reversed(debian):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server whose files and socket are in `folder`; its address."""
    found = programs()
    if found is None:
        raise SystemExit("there is no PostgreSQL server here: apt-get install postgresql")
    account = _account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    made = ("--username", _ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    _run(account, found / "initdb", "--pgdata", data, *made)
    options = " ".join(f"-c {o}" for o in (*_QUICK, "listen_addresses=", f"unix_socket_directories={folder}"))
    control = (found / "pg_ctl", "--pgdata", data, "--wait", "--silent")
    _run(account, *control, "--log", folder / "log", "--options", options, "start")
    try:
        yield f"postgresql+psycopg://{_ROLE}@/postgres?host={folder}"
    finally:
        _run(account, *control, "--mode=immediate", "stop")


def _account() -> pwd.struct_passwd | None:
    """Choose who runs the server, when root may not."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _run(account: pwd.struct_passwd | None, *command: str | Path) -> None:
    user, group = (account.pw_uid, account.pw_gid) if account is not None else (None, None)
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, user=user, group=group)


def main() -> int:
    """Run pytest with these arguments on a new server; its exit status."""
    with tempfile.TemporaryDirectory(prefix="zhiqun-postgresql-") as name, server(Path(name)) as address:
        os.environ[SERVER] = address
        make_template()
        return subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
