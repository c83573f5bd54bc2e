import { join } from 'node:path';
import { isObject } from '../../util/is-object.ts';
import { readPlainFile } from '../../util/read-plain-file.ts';
import { SubmissionError } from './fetch-files.ts';

/** Where the SDK's `configuration` of a processor is, below `/opt/ml`. */
const place = 'processing/input/conf/configuration.json';
const maxBytes = 1024 * 1024;

/** The settings of Spark in EMR's classifications (`[{ Classification: 'spark-defaults', Properties }]`); none without that file. */
export async function classifiedSettings(root: string): Promise<Readonly<Record<string, string>>> {
  const text = await readPlainFile(join(root, place), maxBytes).catch(() => undefined);
  return text === undefined ? {} : settingsOf(parse(text.toString()));
}

/** Of `spark-defaults`, which may stand by itself. */
function settingsOf(value: unknown): Record<string, string> {
  const all = Array.isArray(value) ? value : [value];
  const settings = all.flatMap((one): [string, string][] => {
    if (!isObject(one) || one['Classification'] !== 'spark-defaults' || !isObject(one['Properties'])) return [];
    return Object.entries(one['Properties']).map(([name, text]) => [name, String(text)]);
  });
  return Object.fromEntries(settings);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SubmissionError('configuration.json is no JSON.');
  }
}
