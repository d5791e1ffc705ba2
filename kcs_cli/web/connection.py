"""Connections: who opens one and does not ask, or asks a letter at a time, keeps nobody else out."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 20.0  # seconds in which a call is to be here as a whole


class TimedProtocol(H11Protocol):
    """A connection that ends where no whole call comes in time; between calls, uvicorn's own time holds."""

    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first call."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Take a piece of a call; the time is that of the whole."""
        super().data_received(data)
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._expect()
        else:
            self._be_content()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._be_content()
        super().connection_lost(exc)

    def _expect(self) -> None:
        """Wait for the rest of a call, unless that is waited for already."""
        if self.deadline is None:
            self.deadline = self.loop.call_later(PATIENCE, self.transport.abort)

    def _be_content(self) -> None:
        """Wait no more."""
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None
