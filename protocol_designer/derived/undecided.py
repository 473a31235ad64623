"""The state between known and unknown: a computation that an undecided field prevents."""


class Undecided(Exception):  # noqa: N818  # names an empty field; rules catch it to say “not assessed”
    """A value that is needed is not decided yet; carries its place and what is missing."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{what} is not decided ({place})")
        self.place = place
        self.what = what
