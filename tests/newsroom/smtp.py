"""A mail server of the tests' own: one connection after another, on loopback, answering as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Hold:
    """A moment in the talk at which the server falls silent until it is told to go on."""

    def __init__(self) -> None:
        self.reached, self.go = threading.Event(), threading.Event()


class Talk(socketserver.StreamRequestHandler):
    """SMTP, as far as a client that sends one mail goes."""

    def handle(self) -> None:
        server: Any = self.server
        self.say("220 test server")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if held := server.holds.pop(verb.decode(), None):
                held.reached.set()
                held.go.wait(60)
            if verb == b"DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                server.taken.append(b"".join(lines).decode())
                self.say("250 queued as 42")
            elif verb == b"RCPT":
                self.say(server.rcpt)
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words: str) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # a client that was killed
            self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(rcpt: str = "250 ok") -> Iterator[Any]:
    """A server whose `port` to use and whose `taken` to look into; `rcpt` is what it says of each recipient."""
    with socketserver.TCPServer(("127.0.0.1", 0), Talk) as server:
        made: Any = server
        made.taken, made.rcpt, made.port = [], rcpt, server.server_address[1]
        made.holds = {}

        def hold(verb: str) -> Hold:
            made.holds[verb] = Hold()
            return made.holds[verb]

        made.hold = hold
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
