"""A good client with a fixed rate: steady.py PORT EACH_SECOND SECONDS PATH COOKIE SIZE.

Four kept connections ask at moments that were fixed before. A latency counts from the moment at which it was to be
asked, so that a server that stalls does not slow down what is asked of it and so hide the stall. Prints the latencies
in microseconds and the number of failures as JSON.
"""
import json
import socket
import sys
import threading
import time

CONNECTIONS = 4
port, rate, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
request = f"GET {sys.argv[4]} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {sys.argv[5]}\r\n\r\n".encode()
size = int(sys.argv[6])
latencies = []
failures = []


def connect():
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def fetch(connection):
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer or len(answer) < answer.index(b"\r\n\r\n") + 4 + size:
        octets = connection.recv(65_536)
        if not octets:
            raise ConnectionError("closed")
        answer += octets
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(answer[:40].decode())


def ask(began, first):
    connection = connect()
    fetch(connection)
    for number in range(first, int(rate * seconds), CONNECTIONS):
        moment = began + number / rate
        time.sleep(max(0.0, moment - time.monotonic()))
        try:
            fetch(connection)
            latencies.append(round((time.monotonic() - moment) * 1e6))
        except OSError as error:
            failures.append(str(error))
            connection.close()
            connection = connect()
    connection.close()


began = time.monotonic() + 0.5
threads = [threading.Thread(target=ask, args=(began, number)) for number in range(CONNECTIONS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"latencies": latencies, "failures": len(failures)}))
