"""An authenticated 4 KB download beside nginx that asks a trivial local check before each answer."""
import load
import nginx
from scenarios import files

TARGET = 0.4


def measure(bench):
    installation = bench.installation("auth-data")
    file = bench.file(4096)
    password = installation.publish(file)
    installation.settings()
    with nginx.serving(bench.scratch / "nginx-auth", bench.served, nginx.CHECKED) as checked, \
            installation.serving() as server:
        cookie = server.sign_in(password)
        path = server.path(file, cookie)
        theirs, ours = load.alternate(
            bench.rounds,
            lambda: load.drive(checked, f"/{file.name}", bench.seconds),
            lambda: load.drive(server, path, bench.seconds, headers=[f"Cookie: {cookie}"]))
        yield from files.compared("auth", "4 KB", ours, theirs, TARGET, beside="nginx with auth_request")
