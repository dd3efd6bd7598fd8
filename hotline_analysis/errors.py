"""The errors that an analyst may meet; each message is one line that ends with what to do next."""


class HotlineError(Exception):
    """The root of the tree: `str(error)` is what the terminal prints, `exit_code` what it returns."""

    exit_code = 2


class InputError(HotlineError):
    """What was asked for cannot be done: a wrong month, a missing file, an unknown format."""


class ProfileError(InputError):
    """The county's profile.toml does not say what it must."""


class LedgerError(InputError):
    """The ledger or the call counts cannot be read at all (a bad row is rejected, not an error)."""


class NotesError(InputError):
    """The analyst's notes of a month name something that is not there."""


class RunError(HotlineError):
    """A notebook run or a rendering failed; the last good output is untouched."""

    exit_code = 1
