"""What was not written for readers outside, and what to do where that was everything."""

from collections.abc import Mapping

from kcs_cli.cli import output
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.text.display import quantity


def tell_left_out(left_out: Mapping[str, int], written: int, audience: Audience) -> None:
    """Say how many articles were left out, by reason; where none was written, how one comes to be for these readers."""
    if reasons := [f"{number:,} {reason}" for reason, number in sorted(left_out.items())]:
        output.tell(f"{quantity(sum(left_out.values()), 'article')} left out: {', '.join(reasons)}")
    if not written and audience is not Audience.internal:
        output.tell(f"No article is for {audience} readers: kcs set ID audience={audience}, or kcs help publishing")
