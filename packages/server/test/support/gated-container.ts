import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A container that waits where the test wants it to: each request is answered once the file that it is about is there.
 */
export interface GatedContainer {
  readonly folder: string;
  /** A rule of `images` for `registry/gated:1`, as catenary.yaml has it. */
  readonly imageRule: string;
  /** Lets requests with this body be answered. */
  open(body: string): void;
  /** Bodies of the requests that it began, in order. */
  begun(): string[];
  /** The most requests that it had at once. */
  most(): number;
  remove(): void;
}

/** Requests that begin with `no` are refused; those that begin with `free` are answered at once. */
const script = (folder: string) => `
import http.server, os, pathlib, threading, time
FOLDER = pathlib.Path(${JSON.stringify(folder)})
lock, now, most = threading.Lock(), 0, 0
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def whole(self, status, data, kind="text/plain"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    def do_GET(self):
        self.whole(200 if self.path == "/ping" else 404, b"")
    def do_POST(self):
        global now, most
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with lock:
            now += 1
            most = max(most, now)
            with open(FOLDER / "begun", "a") as log:
                log.write(body[:100] + "\\n")
            (FOLDER / "most").write_text(str(most))
        while not body.startswith(("no", "free")) and not (FOLDER / f"open-{body[:100]}").exists():
            time.sleep(0.01)
        with lock:
            now -= 1
        if body.startswith("no"):
            return self.whole(422, b"not that")
        said = [self.headers[name] or "-" for name in ("Content-Type", "Accept", "X-Amzn-SageMaker-Custom-Attributes", "X-Amzn-SageMaker-Inference-Id")]
        self.whole(200, ";".join([body[:100], str(len(body)), *said]).encode(), "text/x-answer")
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

export function gatedContainer(): GatedContainer {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-gated-'));
  const path = (name: string) => join(folder, name);
  writeFileSync(path('serve.py'), script(folder));
  const read = (name: string) => (existsSync(path(name)) ? readFileSync(path(name), 'utf8') : '');
  return {
    folder,
    imageRule: `  - match: "*/gated:*"\n    command: ["python3", "${path('serve.py')}"]\n    writable: ["${folder}"]\n`,
    open: (body) => writeFileSync(path(`open-${body}`), ''),
    begun: () => read('begun').split('\n').slice(0, -1),
    most: () => Number(read('most')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
