import { asObject } from '../../../util/is-object.ts';
import { MonitoringError } from '../monitoring-error.ts';

/** How the data of an analysis is written. */
export type DatasetFormat =
  | { readonly kind: 'csv'; readonly hasHeader: boolean }
  | { readonly kind: 'json-lines' }
  | { readonly kind: 'parquet' }
  /** Files of data capture. */
  | { readonly kind: 'capture' }
  /** The same, each line with its ground truth. */
  | { readonly kind: 'merge' };

const forms =
  '{"csv": {"header": true}}, {"json": {"lines": true}}, {"parquet": {}}, {"sagemakerCaptureJson": {}} or {"sagemakerMergeJson": {}}';

/** Of the variable `dataset_format`. Throws `MonitoringError`. */
export function parseDatasetFormat(text: string): DatasetFormat {
  const format = parseObject(text);
  // The classes of the SDK write some names with a capital.
  const [[name, value] = [], ...others] = Object.entries(format).map(
    ([key, inner]) => [key.toLowerCase(), inner] as const,
  );
  if (name !== undefined && others.length === 0) {
    const given = asObject(value);
    if (name === 'csv') return { kind: 'csv', hasHeader: (given.header ?? given.Header) === true };
    if (name === 'json') return jsonLines(given.lines ?? given.Line);
    if (name === 'parquet') return { kind: 'parquet' };
    if (name === 'sagemakercapturejson') return { kind: 'capture' };
    if (name === 'sagemakermergejson') return { kind: 'merge' };
  }
  throw new MonitoringError(`dataset_format must be ${forms}; it is ${text.slice(0, 200)}.`);
}

function jsonLines(isLines: unknown): DatasetFormat {
  if (isLines !== false) return { kind: 'json-lines' };
  throw new MonitoringError(
    'dataset_format json without lines is not offered: write each object on a line of its own.',
  );
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}
