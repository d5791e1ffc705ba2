from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest

from kcs_cli.search.engine.asking import AskingEngine
from tests.search.engine_contract.engines import ENGINES, local_engine
from tests.search.engine_contract.world import articles_of


@pytest.fixture(scope="session", params=ENGINES)
def engine_of(request: pytest.FixtureRequest) -> Iterator[Callable[[str], AskingEngine]]:
    """What returns an engine over one of the worlds, made once; skipped where there is no such engine here."""
    with ExitStack() as made:
        yield cache(lambda name: made.enter_context(ENGINES[request.param](articles_of(name))))


@pytest.fixture(scope="session")
def local_of() -> Callable[[str], AskingEngine]:
    """What returns the engine of a clone over one of the worlds: others answer as it does."""
    return cache(lambda name: local_engine(articles_of(name)))


@pytest.fixture
def desk(engine_of: Callable[[str], AskingEngine]) -> AskingEngine:
    return engine_of("desk")


@pytest.fixture
def told(engine_of: Callable[[str], AskingEngine]) -> Iterator[AskingEngine]:
    """An engine over what was taught; it reads questions without synonyms before and after."""
    engine = engine_of("told")
    engine.synonyms = ()
    yield engine
    engine.synonyms = ()
