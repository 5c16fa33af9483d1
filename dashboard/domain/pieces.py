"""What an edition is made of."""

from enum import StrEnum


class Piece(StrEnum):
    """What a part of an edition holds.

    Of an area and those of its measures that one agency answers for first: what its first screen asks for, what the
    pages on themes ask for, or all figures. Of a measure: the figures of everybody in all areas, for the newest period
    of any, or for every period. Beside them what there is of an area, what was sent and when, of which areas each
    measure was sent, which changes seldom, and which prisons release people to which authorities.
    """

    NEWEST = "newest"
    RECENT = "recent"
    HISTORY = "history"
    NEWEST_EVERYWHERE = "newest everywhere"
    HISTORY_EVERYWHERE = "history everywhere"
    INDEX = "index"
    SENT = "sent"
    SENDERS = "senders"
    ROUTES = "routes"
