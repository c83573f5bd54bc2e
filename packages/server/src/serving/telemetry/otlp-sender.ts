import type { Logger } from '../../platform/observe/logger.ts';

export interface OtlpSenderOptions {
  /** `http://collector:4318`; the paths of the protocol are put behind it. */
  readonly endpoint: string;
  /** For its requests, such as a key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly log: Pick<Logger, 'warn'>;
}

const timeoutMs = 10_000;

/** Sends messages to a collector by OTLP over HTTP, as JSON. What it does not take is lost; that is logged once, until it takes something again. */
export class OtlpSender {
  readonly #options: OtlpSenderOptions;
  #isBroken = false;

  constructor(options: OtlpSenderOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async send(signal: 'traces' | 'metrics', message: object): Promise<void> {
    const { endpoint, headers, log } = this.#options;
    const url = `${endpoint.replace(/\/$/, '')}/v1/${signal}`;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`it answered with status ${answer.status}`);
      this.#isBroken = false;
    } catch (error) {
      if (!this.#isBroken) log.warn({ err: error, url }, 'the OpenTelemetry collector takes nothing');
      this.#isBroken = true;
    }
  }
}
