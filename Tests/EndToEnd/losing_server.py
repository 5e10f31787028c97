"""A mail server that takes its time, loses some of its answers, and knows of every message how far it got."""

import asyncio
import dataclasses
import email
import random
import threading
import time

from misbehaving_server import Conversation, MisbehavingServer

ANSWER = b"250 2.0.0 taken\r\n"


@dataclasses.dataclass
class Delivery:
    """A message that came complete, up to the dot behind it."""

    # The number of the client's process.
    life: int
    sender: str
    recipient: str
    octets: bytes
    # Octets of the answer that are written before the connection ends; None: all, and it goes on.
    cut: int | None
    # When the whole answer was written.
    answered_at: float | None = None
    # Whether the client went on, so that it had read the answer.
    acknowledged: bool = False

    @property
    def message_id(self):
        return email.message_from_bytes(self.octets)["Message-ID"]


class LosingServer(MisbehavingServer):
    """Takes up to `pause` seconds for each answer, and loses the given share of its last words."""

    def __init__(self, seed, pause, losses):
        super().__init__(starttls=False, auth="")
        self.dice = random.Random(seed)
        self.pause, self.share = pause, losses
        self.life = 0
        self.deliveries = []
        self.arrived, self.answered = threading.Event(), threading.Event()

    def begin_life(self):
        self.life += 1
        self.arrived.clear()
        self.answered.clear()

    def _conversation(self, reader, writer):
        return LosingConversation(self, reader, writer)

    @property
    def is_idle(self):
        """Whether everything that clients sent was read, to the end of their connections."""
        return not self._tasks


class LosingConversation(Conversation):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.life = self.server.life
        self.unacknowledged = None

    async def _rest(self):
        await asyncio.sleep(self.server.pause * self.server.dice.random())

    async def hear(self):
        line = await super().hear()
        if self.unacknowledged:
            self.unacknowledged.acknowledged = True
            self.unacknowledged = None
        await self._rest()
        return line

    async def _data(self, rest):
        await self.say("354 go ahead")
        lines = []
        while (line := await self.reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        dice = self.server.dice
        cut = dice.choice([0, dice.randrange(1, len(ANSWER))]) if dice.random() < self.server.share else None
        delivery = Delivery(self.life, self.sender, self.recipient, b"".join(lines), cut)
        self.server.deliveries.append(delivery)
        self.server.arrived.set()
        await self._rest()
        self.writer.write(ANSWER[:cut])
        await self.writer.drain()
        if cut is not None:
            self.writer.close()
            await self.writer.wait_closed()
            return False
        delivery.answered_at = time.monotonic()
        self.server.answered.set()
        self.unacknowledged = delivery
        return True
