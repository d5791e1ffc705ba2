"""Where models are, and how the one that kcs knows is fetched."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import IO, NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.temporary import remove_stale, temporary_beside
from kcs_cli.git.folder import find_git
from kcs_cli.search.semantic.onnx_embedder import FILES
from kcs_cli.text.display import one_line

KNOWN = "all-minilm-l6-v2"
SOURCE = "https://chroma-onnx-models.s3.amazonaws.com/all-MiniLM-L6-v2/onnx.tar.gz"  # sentence-transformers, Apache-2.0
CHECKSUM = "913d7300ceae3b2dbc2c50d1de4baacab4be7b9380491c27fab7418616a16ec3"
LARGEST = 2_000_000_000  # bytes
CHUNK = 1 << 20
WAIT = 30.0  # seconds, for each answer of the network
ELSEWHERE = "kcs semantic fetch --from FILE takes an archive that was fetched elsewhere"


class LocalModel(NamedTuple):
    """A model that was fetched: what to call it in kcs.toml, and where it is."""

    name: str
    folder: Path


def models_folder() -> Path:
    """Return the user's folder for models."""
    import platformdirs

    return platformdirs.user_data_path("kcs", appauthor=False) / "models"


def find_model(root: Path, name: str) -> Path | None:
    """Return the folder of a model: the name of one that was fetched, or a whole path outside the repository.

    What lies in the repository, or is named from there, may be anybody's. Raise KcsError.
    """
    with suppress(RuntimeError, OSError, ValueError):
        path = Path(name).expanduser()
        folder = path if path.is_absolute() else models_folder() / plain_name(name)
        tree = find_git(root)
        if _is_within(folder, tree.top if tree else root) or (not path.is_absolute() and _is_model(root / path)):
            raise KcsError(
                f"The model {one_line(name)} lies in the repository: kcs runs none that came with one",
                "Put its archive into your own folder with kcs semantic fetch --from FILE --sha256 HEX, and name that one",
            )
        if _is_model(folder):
            return folder
    return None


def _is_model(folder: Path) -> bool:
    """Tell whether a folder has the files of a model."""
    return all((folder / file).is_file() for file in FILES)


def _is_within(folder: Path, tree: Path) -> bool:
    """Tell whether a folder, or a file that it shows, lies in another one."""
    return any((folder / file).resolve().is_relative_to(tree.resolve()) for file in ("", *FILES))


def plain_name(name: str) -> str:
    """Return what of a name can be a folder's."""
    return "".join(character for character in name if character.isalnum() or character in "-._").lstrip(".")


def fetch(source: str, checksum: str, name: str) -> LocalModel:
    """Fetch an archive with a model, check it, and unpack the two files of it that are used. Raise KcsError."""
    folder = models_folder() / name
    try:
        with _scratch(folder) as new:
            archive = new / "archive"
            with _opened(source) as stream:
                found = _saved(stream, archive)
            if found != checksum:
                raise KcsError(f"What {source} gave is not the model: its SHA-256 is {found}", f"Expected {checksum}")
            _unpack(archive, new)
            archive.unlink()
            rmtree(folder, ignore_errors=True)
            new.rename(folder)
    except OSError as error:
        reason = getattr(error, "reason", None) or error.strerror or error
        raise KcsError(f"The model cannot be fetched from {source} ({reason})", ELSEWHERE) from error
    return LocalModel(name, folder)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Make a folder beside another one, which goes again when something fails."""
    remove_stale(folder.parent)
    new = temporary_beside(folder)
    new.mkdir(parents=True)
    try:
        yield new
    finally:
        rmtree(new, ignore_errors=True)


@contextmanager
def _opened(source: str) -> Iterator[IO[bytes]]:
    """Open a file or an https address. Raise OSError, KcsError."""
    from urllib.request import urlopen

    if "://" not in source:
        with Path(source).open("rb") as stream:
            yield stream
    elif source.startswith("https://"):
        with urlopen(source, timeout=WAIT) as response:
            yield response
    else:
        raise KcsError(f"{source} is no https address", ELSEWHERE)


def _saved(stream: IO[bytes], file: Path) -> str:
    """Write what a stream gives to a file; return its SHA-256. Raise KcsError for more than a model can be."""
    from hashlib import sha256

    seen, size = sha256(), 0
    with file.open("wb") as target:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise KcsError(f"It is larger than {LARGEST / 1e9:.0f} GB, so no model", ELSEWHERE)
            seen.update(chunk)
            target.write(chunk)
    return seen.hexdigest()


def _unpack(archive: Path, folder: Path) -> None:
    """Take a model's two files out of an archive, whatever their folder in it. Raise KcsError."""
    import tarfile

    try:
        # Two files by names of ours, and not `extractall`: whatever paths it has, an archive writes nowhere else
        with tarfile.open(archive) as tar:
            for member in tar:
                name = member.name.rpartition("/")[2]
                if member.isfile() and name in FILES and member.size <= LARGEST and (content := tar.extractfile(member)):
                    _saved(content, folder / name)
    except (tarfile.TarError, EOFError) as error:
        raise KcsError(f"{archive.name} is no archive of a model ({error})", ELSEWHERE) from error
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise KcsError(f"The archive has no {' and no '.join(missing)}", ELSEWHERE)
