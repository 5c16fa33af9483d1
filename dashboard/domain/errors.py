"""Requests that are refused. The text of each is fit to show to a person as it is.

A file that is wrong is not an error of this kind: it gives findings, all at once.
"""


class Refusal(Exception):
    """A request that was understood and turned down; nothing was changed."""


class NotAllowed(Refusal):
    """The person has no right to do this here."""


class NotFound(Refusal):
    """Something was asked for by a name or number that is not known."""


class Outdated(Refusal):
    """Somebody changed what this request was based on."""


class NotReady(Refusal):
    """What was asked for is being worked out, and can be had a moment later."""

    def __init__(self, revision: int) -> None:
        """Say so of what is shown of a revision."""
        super().__init__(f"Revision {revision} is being worked out. Come back to this page in a minute.")
        self.revision = revision


class BadSetting(Refusal):
    """A setting, such as the address of the database, cannot be used."""


class Mixture(Refusal):
    """Invented figures would stand among real ones."""


class NothingToPublish(Refusal):
    """A submission holds no figure that may be published."""


class StoreUnavailable(Refusal):
    """The database could not be written or read; it is as it was before."""


class BrokenDefinition(Refusal):
    """A definition or reference file cannot be used: names the file, the field and the mend."""
