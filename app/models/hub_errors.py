"""What can go wrong between a model and this machine, as sentences a person can act on.

ModelTrouble
├── NoNetwork          the hub cannot be reached, or does not work now
├── OfflineMode        the hub may not be asked
├── NotAllowed         the licence was not accepted, or the hub does not know who asks
├── NotFound           there is no such model, or no such revision
├── Unsuitable         its weights are not in a form that is safe to open
├── NoRoom             the disk has too little room
├── TooLittleMemory    the model would not fit into memory
├── BeingDownloaded    another Pagelight is at it
├── BrokenDownload     it did not arrive whole, or is not whole any more
└── ChecksumMismatch   what arrived, or lies here, is not what was published
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from huggingface_hub import constants
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from indexer.errors import ExpectedError

_DISK_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class ModelTrouble(ExpectedError):
    """A model cannot be had, checked or removed."""


class NoNetwork(ModelTrouble):
    """The hub cannot be reached, or does not work now."""


class OfflineMode(ModelTrouble):
    """The hub may not be asked."""


class NotAllowed(ModelTrouble):
    """The licence was not accepted, or the hub does not know who asks."""


class NotFound(ModelTrouble):
    """There is no such model, or no such revision."""


class Unsuitable(ModelTrouble):
    """Its weights are not in a form that is safe to open, or there are none."""


class NoRoom(ModelTrouble):
    """The disk has too little room."""


class TooLittleMemory(ModelTrouble):
    """The model would not fit into memory."""


class BeingDownloaded(ModelTrouble):
    """Another Pagelight downloads it now."""


class BrokenDownload(ModelTrouble):
    """It did not arrive whole, or is not whole any more."""


class ChecksumMismatch(ModelTrouble):
    """What arrived, or lies here, is not what was published."""


@contextmanager
def telling(repo: str) -> Iterator[None]:
    """Turn what the hub, the network and the disk raise about a repository into a sentence."""
    try:
        yield
    except (httpx2.HTTPError, OSError, HFValidationError) as error:
        raise _told(error, repo) from error


def _told(error: Exception, repo: str) -> ModelTrouble:
    page, detail = f"{constants.ENDPOINT}/{repo}", f"{type(error).__name__}: {error}"
    status = error.response.status_code if isinstance(error, HfHubHTTPError) else None
    match error:
        case OfflineModeIsEnabled():
            return OfflineMode(
                f"{repo} is not on this machine, and HF_HUB_OFFLINE forbids downloading it. Unset it and try again.",
                detail,
            )
        # Before RepositoryNotFoundError, whose child it is.
        case GatedRepoError():
            return NotAllowed(
                f"{repo} is only for people who accepted its licence. Accept it at {page}, sign in with "
                "`hf auth login`, and try again.",
                detail,
            )
        case RevisionNotFoundError():
            return NotFound(f"{repo} has no such revision. Choose one that is listed at {page}/commits/main.", detail)
        case RepositoryNotFoundError() | HFValidationError():
            return NotFound(
                f"There is no model {repo} on Hugging Face, or it is private. Check the name; if it is private, "
                "sign in with `hf auth login`.",
                detail,
            )
        case HfHubHTTPError() if status in (401, 403):
            return NotAllowed(
                f"Hugging Face does not let you download {repo}. See {page}, sign in with `hf auth login`, and try "
                "again.",
                detail,
            )
        case HfHubHTTPError() if status == 404:
            return NotFound(f"{repo} lacks a file that it should have. See {page}.", detail)
        case HfHubHTTPError():
            return NoNetwork(f"Hugging Face does not work now (it answers {status}). Try again later.", detail)
        case httpx2.HTTPError():
            return NoNetwork(
                f"Hugging Face cannot be reached, and {repo} is not on this machine. Connect to the network and try "
                "again.",
                detail,
            )
        case OSError() if error.errno in _DISK_FULL:
            return NoRoom("The disk is full. Make room, then try again: what has arrived is kept.", detail)
    return BrokenDownload(
        f"The files of {repo} cannot be written: {getattr(error, 'strerror', None) or error}.", detail
    )
