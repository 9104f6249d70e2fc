"""Lock a database file: one bot at a time works on it, and nobody while it is exchanged.

There are two marks, both locks of the operating system, which go with their process however that ends: one
on `<file>.lock` beside the file that symbolic links lead to, and one on the file itself, whatever other names
(hard links) it has. filelock takes both. On Linux the second has nothing to do with the locks that SQLite
takes on the same file; elsewhere the two would get in each other's way, so there it is left out.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout, lock_descriptor
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from rules.sentences import say
from storage.server_lock import is_taken, taken

_REMOTE = ("nfs", "cifs", "smb", "9p")  # file systems on which `flock` is no lock of its own
_NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)  # nobody waits for a pipe's other end
# Who only asks holds a file for a moment too: a few tries tell that from somebody who works.
_TRIES, _PAUSE = 3, 0.01  # times, seconds between them
_HERE: set[tuple[int, int]] = set()  # files, by device and inode, that this process holds


class Held(Exception):
    """Somebody else works on the database."""

    def __init__(self, process: int, other_name: bool = False) -> None:
        key = "held-other-name" if other_name else "held"
        super().__init__(say(key, process=process or say("held-unknown")))
        self.process = process


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for one in memory or on a server."""
    try:
        parsed = make_url(url)
    except ArgumentError:  # opening it says what is wrong with the address
        return None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


@contextmanager
def held(url: str, *, make: bool = False) -> Iterator[None]:
    """Keep others from holding this database meanwhile. On a server one of its own locks stands for that.

    With `make` a file that is not there is made, so that it can be held too.

    Enter it before the database is opened and leave it after: closing any file of a process gives up all that
    SQLite locked in it.

    Raises:
        Held: somebody does.
        OSError: the folder is not there or cannot be written.
    """
    file = database_file(url)
    if file is None:
        with taken(url) as alone:
            if not alone:
                raise Held(0)
            yield
        return
    file = Path(os.path.realpath(file))
    with ExitStack() as stack:
        stack.enter_context(_marked(file))
        if make:
            with suppress(FileExistsError):
                os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        stack.enter_context(_kept(file))
        yield


@contextmanager
def _marked(file: Path) -> Iterator[None]:
    """Hold `<file>.lock`, with this process' number in it."""
    lock = FileLock(_lock(file), mode=0o600, thread_local=False, poll_interval=_PAUSE, on_acquired=_sign)
    with ExitStack() as stack:
        try:
            stack.enter_context(lock.acquire(timeout=_PAUSE * (_TRIES - 1)))
        except Timeout:
            raise Held(_process(file)) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        yield


def _sign(number: int) -> None:
    """Write this process' number into a file, in the place of what is there."""
    os.ftruncate(number, 0)
    os.write(number, f"{os.getpid()}\n".encode())


@contextmanager
def _kept(file: Path) -> Iterator[None]:
    """Hold the file itself, where that is possible and it is there."""
    if (key := _key(file)) is None:
        yield
        return
    if key in _HERE:
        raise Held(os.getpid(), other_name=True)
    number = os.open(file, _READING)
    try:
        if not _locked(number):
            raise Held(_owner(key), other_name=True)
        _HERE.add(key)
        yield
    finally:
        _HERE.discard(key)
        os.close(number)


def holder(url: str) -> int | None:
    """The process that holds a database (0: it is not known which); None when nobody does.

    Ask before the database is opened by this process.
    """
    file = database_file(url)
    if file is None:
        return 0 if is_taken(url) else None
    file = Path(os.path.realpath(file))
    if _lock(file).exists() and not _is_free(_lock(file), os.O_RDWR):
        return _process(file)
    if (key := _key(file)) is None:
        return None
    if key in _HERE:
        return os.getpid()
    return None if _is_free(file, _READING) else _owner(key)


def log_elsewhere(url: str) -> Path | None:
    """A write-ahead log that the file has under another name in its folder; None if there is none."""
    file = database_file(url)
    if file is None or not file.exists() or file.stat().st_nlink < 2:
        return None
    file = Path(os.path.realpath(file))
    for other in file.parent.iterdir():
        log = other.with_name(f"{other.name}-wal")
        if other.name != file.name and log.exists() and log.stat().st_size and other.samefile(file):
            return log
    return None


def _is_free(file: Path, how: int) -> bool:
    """Whether nobody holds a file, or that cannot be known."""
    try:
        number = os.open(file, how)
    except PermissionError:
        return True
    try:
        return _locked(number)
    finally:
        os.close(number)


def _locked(number: int) -> bool:
    """Whether a lock was got, or none can be had on this file system."""
    try:
        for _ in range(_TRIES - 1):
            if lock_descriptor(number, blocking=False):
                return True
            time.sleep(_PAUSE)
        return lock_descriptor(number, blocking=False)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True


def _key(file: Path) -> tuple[int, int] | None:
    """Device and inode of a file that can be held itself; None if it cannot."""
    if sys.platform != "linux":
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return None if _is_remote(found.st_dev) else (found.st_dev, found.st_ino)


def _is_remote(device: int) -> bool:
    """Whether a device is a file system of the network, as far as the system tells."""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    for words in map(str.split, mounts):
        if words[2] == wanted and "-" in words:
            return words[words.index("-") + 1].startswith(_REMOTE)
    return False


def _owner(key: tuple[int, int]) -> int:
    """The process that holds a file, as the system lists it; 0 when it does not tell."""
    device, inode = key
    wanted = f"{os.major(device):02x}:{os.minor(device):02x}:{inode}"
    try:
        locks = Path("/proc/locks").read_text("utf-8").splitlines()
    except OSError:
        return 0
    owners = [int(words[4]) for words in map(str.split, locks) if words[1] == "FLOCK" and words[5] == wanted]
    return next((owner for owner in owners if owner > 0), 0)


def _lock(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _process(file: Path) -> int:
    try:
        text = _lock(file).read_text("utf-8", "replace").strip()
    except PermissionError:  # Windows lets nobody read what somebody holds
        return 0
    return int(text) if text.isdigit() else 0
