"""A place on disk as somebody wrote it, made absolute, or refused for what is wrong with it."""

from pathlib import Path

from hertoets.errors import UseError


def place_of(written: Path) -> Path:
    """Make a path absolute; the last part stays as it is, a link or not there at all.

    Raises
    ------
    UseError
        Where it cannot be one: an unknown ``~name``, a null byte, or a working folder that is gone.
    """
    try:
        if "\0" in str(written):
            raise ValueError
        path = written.expanduser()
        path = path if path.is_absolute() else Path.cwd() / path
        if path.name in ("", ".."):
            return path.resolve()
        return path.parent.resolve() / path.name
    except FileNotFoundError:
        what, mend = "the working folder is gone", "Go to a folder that exists"
    except RuntimeError:
        what, mend = "no such home folder, or a circle of links", "Write the path in full"
    except ValueError:
        what, mend = "no path: it holds a null byte", "Write another"
    except OSError as error:
        what, mend = f"cannot be looked up: {error.strerror}", "Write the path in full"
    raise UseError.of(where=str(written), what=what, mend=mend)
