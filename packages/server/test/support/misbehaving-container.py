"""
A container that doubles numbers, one a line, and does what the words among them say. Its argument is the path of a log:
for each request its body, Content-Type, Accept, the process, and how many requests the process was working on. With
ECHO it answers what it got, as hexadecimal digits; with STILLBORN it ends before it begins.
"""

import http.server
import json
import os
import sys
import time

if os.environ.get("STILLBORN"):
    sys.exit("cannot live")
log = open(sys.argv[1], "ab", buffering=0)
active = []


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, status, body, content_type="text/csv"):
        self.leave()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/execution-parameters":
            wishes = os.environ.get("WISHES")
            return self.answer(200 if wishes else 404, (wishes or "").encode(), "application/json")
        self.answer(200 if self.path == "/ping" else 404, b"")

    def do_POST(self):
        active.append(self)
        try:
            self.predict(self.read_body())
        finally:
            self.leave()

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"]))
        chunks = [b"chunked\n"]
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def leave(self):
        if self in active:
            active.remove(self)

    def predict(self, body):
        headers = f"{self.headers.get('Content-Type')} {self.headers.get('Accept')}"
        log.write(f"{body!r} {headers} {os.getpid()} {len(active)}\n".encode())
        if os.environ.get("ECHO"):
            return self.answer(200, body.hex().encode())
        lines = body.decode("latin-1").splitlines()
        if "bad" in lines:
            return self.answer(422, b"will not double bad")
        if os.environ.get("REFUSED") in lines:
            return self.answer(400, f"will not take {os.environ['REFUSED']}".encode())
        if "boom" in lines:
            return self.answer(500, b"boom")
        if "die" in lines:
            os._exit(9)
        if "slow" in lines:
            time.sleep(1)
            lines.remove("slow")
        if "chunked" in lines:
            lines.remove("chunked")
        if "wait" in lines:
            time.sleep(0.05)
            lines.remove("wait")
        if "hang" in lines:
            time.sleep(600)
        if "garbage" in lines:
            self.connection.sendall(b"HTP/9 what\r\n\r\n")
            self.close_connection = True
            return
        if "environment" in lines:
            names = sorted(name for name in os.environ if name.startswith(("SAGEMAKER_", "MINE")))
            return self.answer(200, "".join(f"{name}={os.environ[name]}\n" for name in names).encode())
        out = []
        for line in lines:
            if line == "drop":
                continue
            out.append("7\n7" if line == "add" else f"{float(line) * 2:.10g}")
        if os.environ.get("MERGE") and len(lines) > 3:
            out.pop()
        if os.environ.get("LIST"):
            return self.answer(200, json.dumps([float(number) for number in out]).encode(), "application/json")
        end = b"" if os.environ.get("BARE") else b"\n"
        self.answer(200, "\n".join(out).encode() + (end if out else b""))

    def log_message(self, *args):
        pass


port = int(os.environ["SAGEMAKER_BIND_TO_PORT"])
http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
