import { defined } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import { parseS3Uri, type S3Uri } from '../../contract/s3-uri.ts';
import type { DataCaptureConfig } from '../records/data-capture-config.ts';
import { CaptureEncodings } from './capture-encodings.ts';
import type { CaptureFolder } from './capture-key.ts';
import { type CapturedEvent, captureLine } from './capture-line.ts';
import type { CaptureWriter } from './capture-writer.ts';

/** What the captures of a server share. */
export interface CaptureServices {
  readonly writer: Pick<CaptureWriter, 'add' | 'isPaused'>;
  /** In [0, 1): draws the sample. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What an endpoint captures of its requests. */
export class DataCapture {
  readonly hasInput: boolean;
  readonly hasOutput: boolean;
  readonly #endpoint: string;
  readonly #percent: number;
  readonly #destination: S3Uri;
  readonly #encodings: CaptureEncodings;
  readonly #services: CaptureServices;
  /** By the variant: an endpoint has ten at most. */
  readonly #folders = new Map<string, CaptureFolder>();

  /** `endpoint`: its qualified name. */
  constructor(endpoint: string, config: DataCaptureConfig, services: CaptureServices) {
    const modes = config.CaptureOptions.map(({ CaptureMode: mode }) => mode);
    this.hasInput = modes.some((mode) => mode !== 'Output');
    this.hasOutput = modes.some((mode) => mode !== 'Input');
    this.#endpoint = nameOf(endpoint);
    this.#percent = config.InitialSamplingPercentage;
    this.#destination = defined(parseS3Uri(config.DestinationS3Uri));
    this.#encodings = new CaptureEncodings(config);
    this.#services = services;
  }

  /** Whether the next request is one of the sample. While nothing can be written, none is. */
  isSampled(): boolean {
    const { writer, random } = this.#services;
    return !writer.isPaused && random() * 100 < this.#percent;
  }

  add(variant: string, event: Omit<CapturedEvent, 'time'>): void {
    const time = this.#services.now();
    this.#services.writer.add(this.#folderOf(variant), captureLine({ ...event, time }, this.#encodings), time);
  }

  #folderOf(variant: string): CaptureFolder {
    const known = this.#folders.get(variant);
    if (known !== undefined) return known;
    const folder = { destination: this.#destination, endpoint: this.#endpoint, variant };
    this.#folders.set(variant, folder);
    return folder;
  }
}
