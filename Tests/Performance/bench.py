"""What all scenarios share: the binary, a scratch folder, how long and how often to measure."""
import dataclasses
import pathlib

import machine
import nachlese
import population


@dataclasses.dataclass
class Bench:
    binary: pathlib.Path
    scratch: pathlib.Path
    rounds: int
    seconds: int
    is_quick: bool
    _populations: dict = dataclasses.field(default_factory=dict)

    def __post_init__(self):
        self.served = self.scratch / "served"
        self.served.mkdir()

    def installation(self, name):
        """A data folder that does not exist yet."""
        return nachlese.Installation(self.binary, self.scratch / name)

    def file(self, size):
        """A file of so many octets, also where nginx serves it."""
        path = self.served / f"folien-{size}.pdf"
        if not path.exists():
            block = b"%PDF-1.4\n" + bytes(range(256)) * 4096
            with path.open("wb") as output:
                for start in range(0, size, len(block)):
                    output.write(block[:min(len(block), size - start)])
        return path

    def several(self, usual, quick):
        """How many of something: fewer in a quick run, which shows that it works and not how fast."""
        return quick if self.is_quick else usual

    def populated(self, size):
        """A data folder with `large` or `small` contents, made once."""
        if size not in self._populations:
            accounts, presentations = {
                "small": (100, 100),
                "large": (self.several(1_000_000, 2_000), self.several(100_000, 400)),
            }[size]
            self._populations[size] = population.make(self.installation(f"{size}-data"), accounts, presentations)
        return self._populations[size]

    def client(self, name, *arguments, niceness=0):
        """The command of one of the clients, run by a process of its own."""
        return ["nice", "-n", str(niceness), "python3", machine.REPOSITORY / "Tests/Performance/clients" / name,
                *map(str, arguments)]
