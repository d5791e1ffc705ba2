"""What stands in the articles of a made desk."""

from random import Random
from typing import NamedTuple

SEEN = (
    "The display stays empty, and three lamps blink in turn", "A red banner covers the lower half of the window",
    "Work stops in the middle of a shift while the queue grows", "Two colleagues of one office see it, a third does not",
    "The log repeats one line every nine seconds", "It comes back after each restart of the desk console",
    "Nothing happens when the button is pressed twice", "The counter jumps back to zero around noon",
    "A grey box asks for a number that nobody was given", "The progress bar halts at forty per cent",
    "Orders of yesterday are shown with the name of another branch", "Sound and picture drift apart within minutes",
    "The list is sorted by an unknown column", "An old logo shows where the amount should be",
)  # fmt: skip
STEPS = (
    "Open the settings of the desk console.", "Choose **Repair** and wait for the green tick.", "Sign out of all windows.",
    "Unplug the power supply for ten seconds.", "Clear the stored state with **Reset cache**.", "Read the number aloud.",
    "Compare the entry with the delivery note.", "Ask the customer to name the branch office.", "Enter the weekly code.",
    "Switch the region from *auto* to *Europe*.", "Remove the second entry of the same name.", "Install the July package.",
    "Replace the cable between dock and wall.", "Set the clock by the server of the head office.", "Lower it to 20 MB.",
    "Assign the role *reader* once more.", "Move the file out of the synchronised folder.", "Restart it at midnight.",
    "Print a test page on plain paper.", "Confirm the change with a second colleague.", "Renew the token in the vault.",
    "Untick the box **Beta channel**.", "Write the ticket's key into the comment.", "Disable the older of the two plug-ins.",
)  # fmt: skip
CAUSES = (
    "Two schedules write into one table.", "The vendor withdrew a certificate in spring.", "A holiday is counted twice.",
    "The firmware counts days from zero.", "An import replaced dots by commas.", "Rights came from a deleted template.",
    "The cable carries too little current.", "A proxy keeps answers for a week.", "The driver expects another paper size.",
    "Time zones differ between client and server.", "A former licence is still in force.", "The index is old.",
)  # fmt: skip


class Body(NamedTuple):
    """An article's text in pieces; each version has one step more."""

    seen: str
    steps: tuple[str, ...]
    cause: str

    def text(self, title: str, number: int) -> str:
        """Return the text of a version."""
        steps = "".join(f"{n}. {step}\n" for n, step in enumerate(self.steps[: number + 3], 1))
        return (
            f"## Issue\n\n{title}. {self.seen}.\n\n## Environment\n\nDesk console 7, all offices.\n\n"
            f"## Resolution\n\n{steps}\n## Cause\n\n{self.cause}\n"
        )


def body(chance: Random) -> Body:
    """Return what an article says."""
    seen, steps, cause = chance.sample(SEEN, 2), chance.sample(STEPS, 10), chance.choice(CAUSES)
    return Body(". ".join(seen), tuple(steps), cause)
