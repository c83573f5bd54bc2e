"""A container of one's own: GET /ping and POST /invocations on the port that SAGEMAKER_BIND_TO_PORT names."""
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

with open(os.path.join(os.environ["SM_MODEL_DIR"], "prices.json")) as file:
    prices = json.load(file)


class Container(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200 if self.path == "/ping" else 404, "")

    def do_POST(self):
        plans = self.rfile.read(int(self.headers["Content-Length"])).decode().split()
        unknown = [plan for plan in plans if plan not in prices]
        if unknown:
            return self.answer(400, f"there is no plan {unknown[0]}")
        self.answer(200, "".join(f"{prices[plan]}\n" for plan in plans))

    def log_message(self, *words):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Container).serve_forever()
