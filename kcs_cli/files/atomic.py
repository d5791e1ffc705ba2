"""Files as kcs needs them: whole or not at all, found from any folder, locked by one process."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ENOSPC
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.files.plain_file import check_plain, is_stream
from kcs_cli.files.temporary import remove_stale, temporary_beside


def find_upward(start: Path, name: str) -> Path | None:
    """Return the nearest `name` in `start` or a folder above it."""
    return next((folder / name for folder in (start, *start.parents) if (folder / name).exists()), None)


def write_atomic(path: Path, content: str | bytes | Iterable[str]) -> None:
    """Write a whole file or none: a temporary file beside it, flushed to disk, then renamed over it.

    Of several texts one is asked for after the other.
    """
    temporary = temporary_beside(path)
    try:
        _write(temporary, content)
        with suppress(OSError):
            temporary.chmod(path.stat().st_mode & 0o7777)  # that of the file it takes the place of
        temporary.replace(path)
    # Ctrl-C in the middle leaves no temporary file either
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _write(temporary: Path, content: str | bytes | Iterable[str]) -> None:
    """Write a new file, flushed to disk."""
    with temporary.open("xb") as stream:
        for piece in (content,) if isinstance(content, str | bytes) else content:
            stream.write(piece.encode() if isinstance(piece, str) else piece)
        stream.flush()
        # The rename may be on disk before the text is: after a power cut the file would be there, and empty
        os.fsync(stream.fileno())


def write_named(path: Path, text: str) -> None:
    """Write a file that somebody named, whole; its folder is made where it is missing. Raise KcsError.

    A stream that a shell opened is written to, a symbolic link followed.
    """
    write_lines_named(path, (text,), "")


def write_lines_named(path: Path, lines: Iterable[str], end: str = "\n") -> None:
    """Do so with lines that are made as they are written, each with its end. Raise KcsError."""
    pieces = (f"{line}{end}" for line in lines)
    try:
        if is_stream(path):
            with path.open("w", encoding="utf-8") as stream:
                stream.writelines(pieces)
            return
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            check_plain(path)
        remove_stale(path.parent)
        write_atomic(path, pieces)
    except OSError as error:
        hint = what_helps(error, "Name a file in a folder you may write to")
        raise KcsError(f"{path} cannot be written ({error.strerror})", hint) from error


def what_helps(error: OSError, otherwise: str) -> str:
    """Return what to do where something cannot be written: on a disk that is full no other right and no other name helps."""
    return "Free some space, or write to another disk" if error.errno == ENOSPC else otherwise


def write_new(path: Path, text: str) -> bool:
    """Write a whole file where there is none; return False, and touch nothing, where there is one."""
    if path.exists() or path.is_symlink():
        return False
    remove_stale(path.parent)
    temporary = temporary_beside(path)
    try:
        _write(temporary, text)
        os.link(temporary, path)  # unlike a rename it never replaces what another process just wrote
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    return True


@contextmanager
def lock(path: Path, wait_seconds: float, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file `path`; it frees itself when the process dies. Raise TimeoutError when another keeps it.

    `on_wait` is called once, after a second. What processes that died left of files beside it is removed.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        started, told = time.monotonic(), False
        while not _take_lock(descriptor):
            waited = time.monotonic() - started
            if waited >= wait_seconds:
                raise TimeoutError(f"{path} is held by another process{holder(path)}")
            if waited > 1 and not told:
                on_wait()
                told = True
            # Of many that wait not all try at the same moment; by os.urandom, for which a search imports nothing
            time.sleep(0.02 + 0.03 * os.urandom(1)[0] / 255)
        _sign(descriptor)
        remove_stale(path.parent)
        yield
    finally:
        # The file stays: who waits has it open, and whoever comes next would lock a new one of that name beside it
        os.close(descriptor)


def holder(path: Path) -> str:
    """Say which process holds a lock, as far as its file tells: ` (process 4711, since 14:02:10)`, else nothing."""
    try:
        process, since = path.read_text("ascii").split()
        return f" (process {int(process)}, since {time.strftime('%H:%M:%S', time.localtime(int(since)))})"
    except (OSError, ValueError, OverflowError):
        return ""


def _sign(descriptor: int) -> None:
    """Write into a lock file who holds it; a disk that is full stops nobody."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {int(time.time())}\n".encode())


def _take_lock(descriptor: int) -> bool:
    """Try once to lock an open file, on POSIX and on Windows."""
    try:
        if os.name == "nt":  # pragma: no cover - the tests run on POSIX
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows has it
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def append(file: Path, content: bytes, *, durable: bool = False) -> None:
    """Add whole lines to a file. What a process that died left of a line is ended first: it spoils nothing but itself.

    `durable`: flushed to disk, and taken back when it fails; the caller holds a lock. Raise OSError.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        os.lseek(descriptor, max(0, end - 1), os.SEEK_SET)
        torn = end > 0 and os.read(descriptor, 1) != b"\n"
        content = b"\n" * torn + content
        try:
            # A disk that runs full takes a part of it and raises nothing
            if os.write(descriptor, content) < len(content):
                raise OSError(ENOSPC, os.strerror(ENOSPC))
            if durable:
                os.fsync(descriptor)
        except OSError:
            if durable:
                os.ftruncate(descriptor, end)
            raise
    finally:
        os.close(descriptor)


def digest_of(content: bytes) -> str:
    """Return a file's content as a short name: equal names, equal bytes."""
    try:
        from _blake2 import blake2b  # what hashlib has, without OpenSSL, which takes 8 ms to load
    except ImportError:  # pragma: no cover - only another Python than CPython
        from hashlib import blake2b
    return blake2b(content, digest_size=16).hexdigest()
