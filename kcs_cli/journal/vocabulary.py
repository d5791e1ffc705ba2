"""The words of events: kinds, what an article did for a case, what is wrong with one, what a reader thought of one."""

from enum import StrEnum


class EventKind(StrEnum):
    """What an event says."""

    link = "link"
    unlink = "unlink"
    flag = "flag"
    unflag = "unflag"
    rate = "rate"
    verify = "verify"
    forget = "forget"
    thanks = "thanks"
    undo = "undo"


class Use(StrEnum):
    """What an article did for a case: solved it (one article a case), helped, or did not help."""

    resolution = "resolution"
    reference = "reference"
    tried = "tried"


class FlagReason(StrEnum):
    """What a flag says is wrong with an article."""

    wrong = "wrong"
    outdated = "outdated"
    unclear = "unclear"
    duplicate = "duplicate"
    missing = "missing"


class Vote(StrEnum):
    """What a reader thought of an article."""

    helpful = "helpful"
    unhelpful = "unhelpful"
