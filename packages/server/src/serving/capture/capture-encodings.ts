import { isUtf8 } from 'node:buffer';
import { mediaType } from '../../contract/media-type.ts';
import type { DataCaptureConfig } from '../records/data-capture-config.ts';

export type CaptureEncoding = 'CSV' | 'JSON' | 'BASE64';

/** What is written of a Content-Type. */
export interface CapturedType {
  /** The member `observedContentType` with its comma; empty if there is no Content-Type. */
  readonly member: string;
  /** How data of that type is written, if it is text. */
  readonly encoding: CaptureEncoding;
}

/** Most types that are remembered: they come from callers. */
const maxKnown = 64;

/** Media types whose data is captured as text. */
export class CaptureEncodings {
  readonly #byType: ReadonlyMap<string, CaptureEncoding>;
  /** By the header: a caller sends the same one again and again. */
  readonly #known = new Map<string | undefined, CapturedType>();

  constructor({ CaptureContentTypeHeader: headers }: DataCaptureConfig) {
    const { CsvContentTypes: csv = [], JsonContentTypes: json = [] } = headers ?? {};
    this.#byType = new Map([
      ...csv.map((type) => [type.toLowerCase(), 'CSV'] as const),
      ...json.map((type) => [type.toLowerCase(), 'JSON'] as const),
    ]);
  }

  typeOf(contentType: string | undefined): CapturedType {
    const known = this.#known.get(contentType);
    if (known !== undefined) return known;
    const type: CapturedType = {
      member: contentType === undefined ? '' : `"observedContentType":${JSON.stringify(contentType)},`,
      encoding: this.#byType.get(mediaType(contentType) ?? '') ?? 'BASE64',
    };
    if (this.#known.size === maxKnown) this.#known.clear();
    this.#known.set(contentType, type);
    return type;
  }

  /** How data of that type is written. What no text can be made of without loss is BASE64 whatever it is called. */
  of(type: CapturedType, data: Buffer): CaptureEncoding {
    return type.encoding !== 'BASE64' && isUtf8(data) ? type.encoding : 'BASE64';
  }
}
