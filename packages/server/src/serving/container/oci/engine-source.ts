import { createHash } from 'node:crypto';
import type { Logger } from '../../../platform/observe/logger.ts';
import type { Engine } from './engine.ts';
import { findEngine, howToGetAnEngine } from './find-engine.ts';
import type { OciSettings } from './oci-settings.ts';

/** The engine of a server's images, and the label that its containers have. */
export interface OpenEngine {
  readonly engine: Engine;
  readonly settings: OciSettings;
  readonly label: readonly [name: string, value: string];
}

const labelName = 'catenary.data';

/** Opens the engine when an image first needs it; what a killed run of this server left on it is removed before. */
export class EngineSource {
  readonly settings: OciSettings;
  readonly #dataDirectory: string;
  readonly #log: Pick<Logger, 'info' | 'warn'>;
  #opening: Promise<OpenEngine> | undefined;

  constructor(settings: OciSettings, dataDirectory: string, log: Pick<Logger, 'info' | 'warn'>) {
    this.settings = settings;
    this.#dataDirectory = dataDirectory;
    this.#log = log;
  }

  /** Rejects with what to install if there is none. A failure is tried again the next time. */
  open(): Promise<OpenEngine> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /** Whether there is one, as far as its socket shows. */
  get isThere(): boolean {
    return findEngine(this.settings, process.env) !== undefined;
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.engine.close();
  }

  async #open(): Promise<OpenEngine> {
    const address = findEngine(this.settings, process.env);
    if (address === undefined) throw new Error(`There is no engine for images: ${howToGetAnEngine}.`);
    // Loaded here: most servers have no images, and the HTTP client is a tenth of a start.
    const { Engine } = await import('./engine.ts');
    const engine = new Engine(address);
    const value = createHash('sha256').update(this.#dataDirectory).digest('hex').slice(0, 32);
    const { Version: version } = (await engine.ask('GET', '/version')) as { readonly Version?: string };
    await this.#removeLeft(engine, value);
    this.#log.info({ engine: address, version }, 'engine for images');
    return { engine, settings: this.settings, label: [labelName, value] };
  }

  async #removeLeft(engine: Engine, value: string): Promise<void> {
    const filters = encodeURIComponent(JSON.stringify({ label: [`${labelName}=${value}`] }));
    const left = (await engine.ask('GET', `/containers/json?all=1&filters=${filters}`)) as readonly {
      readonly Id: string;
    }[];
    for (const { Id: id } of left) await engine.ask('DELETE', `/containers/${id}?force=1&v=1`);
    if (left.length > 0) this.#log.warn({ containers: left.length }, 'containers of a killed server removed');
    const networks = (await engine.ask('GET', `/networks?filters=${filters}`)) as readonly { readonly Name: string }[];
    for (const { Name: name } of networks) await engine.ask('DELETE', `/networks/${name}`).catch(() => undefined);
  }
}
