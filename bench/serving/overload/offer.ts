import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How a request ended. */
export interface Answer {
  /** 0 if the caller left, or the connection broke. */
  readonly status: number;
  readonly ms: number;
}

/** Where requests go: an endpoint of a server. */
export interface Asked {
  readonly url: string;
  readonly endpoint: string;
  readonly body: string;
}

export const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Asks once; the caller leaves after `limitMs`. */
export function ask({ url, endpoint, body }: Asked, limitMs = 60_000): Promise<Answer> {
  const since = performance.now();
  const headers = { 'content-type': 'text/csv', 'content-length': body.length };
  return new Promise((resolve) => {
    const end = (status: number) => resolve({ status, ms: performance.now() - since });
    const call = request(`${url}/endpoints/${endpoint}/invocations`, { method: 'POST', agent, headers });
    call.setTimeout(limitMs, () => call.destroy());
    const leave = setTimeout(() => call.destroy(), limitMs);
    call.on('response', (response) => response.resume().on('end', () => end(response.statusCode ?? 0)));
    call.on('error', () => end(0)).on('close', () => clearTimeout(leave));
    call.end(body);
  });
}

/** Asks so many times a second, whatever is answered. */
export async function offer(perSecond: number, forSeconds: number, call: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Promise<Answer>[] = [];
  const since = performance.now();
  for (let elapsed = 0; elapsed < forSeconds; elapsed = (performance.now() - since) / 1000) {
    while (answers.length < elapsed * perSecond) answers.push(call());
    await delay(5);
  }
  return Promise.all(answers);
}

export function percentile(answers: readonly Answer[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN) * 10) / 10;
}
