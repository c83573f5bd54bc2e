import { isUtf8 } from 'node:buffer';
import { mediaType } from '../../contract/media-type.ts';
import type { DataCaptureConfig } from '../records/data-capture-config.ts';

export type CaptureEncoding = 'CSV' | 'JSON' | 'BASE64';

/** Media types whose data is captured as text. */
export class CaptureEncodings {
  readonly #byType: ReadonlyMap<string, CaptureEncoding>;

  constructor({ CaptureContentTypeHeader: headers }: DataCaptureConfig) {
    const { CsvContentTypes: csv = [], JsonContentTypes: json = [] } = headers ?? {};
    this.#byType = new Map([
      ...csv.map((type) => [type.toLowerCase(), 'CSV'] as const),
      ...json.map((type) => [type.toLowerCase(), 'JSON'] as const),
    ]);
  }

  /** How data of that Content-Type is written. What no text can be made of without loss is BASE64 whatever it is called. */
  of(contentType: string | undefined, data: Buffer): CaptureEncoding {
    const found = this.#byType.get(mediaType(contentType) ?? '');
    return found !== undefined && isUtf8(data) ? found : 'BASE64';
  }
}
