"""nginx as Debian ships it, with one worker, on ports of loopback: the yardstick."""
import contextlib
import subprocess
import time

import machine

# Files as nginx serves them best: sendfile, one packet for the head, keep-alive without end, no log.
COMMON = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type application/pdf;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    {servers}
}}
"""

PLAIN = "server {{ listen 127.0.0.1:{port} reuseport; root {served}; }}"

# Keeps descriptors open as Nachlese does; nginx is not delivered so, since it then sees changes late.
TUNED = "server {{ listen 127.0.0.1:{port} reuseport; root {served}; open_file_cache max=1024; }}"

# The check is asked over kept connections, which is cheaper than nginx's default of a new one for each request.
CHECKED = """
    upstream check {{ server 127.0.0.1:{check}; keepalive 64; keepalive_requests 1000000000; }}
    server {{ listen 127.0.0.1:{check} reuseport; location / {{ return 204; }} }}
    server {{
        listen 127.0.0.1:{port} reuseport; root {served};
        location / {{ auth_request /check; }}
        location = /check {{
            internal; proxy_pass http://check/; proxy_http_version 1.1;
            proxy_set_header Connection ""; proxy_set_header Content-Length ""; proxy_pass_request_body off;
        }}
    }}
"""

SECURE = """
    server {{
        listen 127.0.0.1:{port} ssl reuseport; root {served};
        ssl_certificate {certificate}; ssl_certificate_key {key};
        ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:10m; ssl_session_tickets on;
        ssl_conf_command Ciphersuites {suite}; ssl_conf_command Options KTLS;
    }}
"""


class Nginx:
    def __init__(self, process, port):
        self.pids = [process.pid, *machine.children(process.pid)]
        self.port = port

    @property
    def peak_memory(self):
        """Of the worker: the master does nothing."""
        return machine.peak_memory(self.pids[1])


@contextlib.contextmanager
def serving(folder, served, servers, **values):
    """nginx with some of the server blocks above."""
    folder.mkdir()
    port = machine.free_port()
    blocks = servers.format(port=port, served=served, check=machine.free_port(), **values)
    (folder / "nginx.conf").write_text(COMMON.format(folder=folder, servers=blocks))
    process = subprocess.Popen(
        ["/usr/sbin/nginx", "-c", folder / "nginx.conf", "-p", folder],
        preexec_fn=machine.pinned(machine.server_cores()))
    with machine.ending(process):
        for _ in range(200):
            if process.poll() is not None:
                raise machine.NotMeasured("nginx did not start")
            if machine.children(process.pid):
                break
            time.sleep(0.05)
        else:
            raise machine.NotMeasured("nginx has no worker")
        yield Nginx(process, port)
