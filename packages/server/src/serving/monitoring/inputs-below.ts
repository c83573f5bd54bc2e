import { parseS3Uri, type S3Uri } from '../../contract/s3-uri.ts';
import type { ProcessingRequest } from '../records/processing-request.ts';
import { MonitoringError } from './monitoring-error.ts';

/** An input, and where it is below a local folder: empty for one at that folder itself. */
export interface LocalInput {
  readonly place: S3Uri;
  readonly folder: string;
}

/** The addresses of inputs that are in a local folder. `variable`: what names the folder. */
export const inputsBelow = (request: ProcessingRequest, path: string, variable = 'dataset_source'): S3Uri[] =>
  inputsAt(request, path, variable).map(({ place }) => place);

/** The inputs that are in a local folder. */
export function inputsAt(
  { ProcessingInputs: inputs = [] }: ProcessingRequest,
  path: string,
  variable = 'dataset_source',
): LocalInput[] {
  const found = inputs.flatMap(({ S3Input: input }) => {
    const { LocalPath: local = '', S3Uri: uri = '', S3DataType: type } = input ?? {};
    if (!isBelow(local, path)) return [];
    if (type === 'ManifestFile') throw new MonitoringError('S3DataType ManifestFile is not offered: use S3Prefix.');
    return [{ place: placeOf(uri), folder: pathOf(local.slice(path.length)) }];
  });
  if (found.length === 0) throw new MonitoringError(`No input has a LocalPath at ${path}, which ${variable} names.`);
  return found;
}

const pathOf = (text: string) =>
  text
    .split('/')
    .filter((name) => name !== '')
    .join('/');

export function outputAt(
  { ProcessingOutputConfig: config }: ProcessingRequest,
  path: string,
  variable = 'output_path',
): S3Uri {
  const output = config?.Outputs.find(({ S3Output }) => S3Output?.LocalPath === path)?.S3Output;
  if (output === undefined) throw new MonitoringError(`No output has the LocalPath ${path}, which ${variable} names.`);
  return placeOf(output.S3Uri);
}

/** The object that is a local file: that of an input, or one below its prefix. */
export function fileAt(
  { ProcessingInputs: inputs = [] }: ProcessingRequest,
  path: string | undefined,
): S3Uri | undefined {
  if (path === undefined) return undefined;
  for (const { S3Input: input } of inputs) {
    const { LocalPath: local = '', S3Uri: uri = '' } = input ?? {};
    if (local === '' || !isBelow(path, local)) continue;
    const rest = path.slice(local.length).replace(/^\//, '');
    const { bucket, key } = placeOf(uri);
    const isFile = rest === '' || key.split('/').at(-1) === rest;
    return { bucket, key: isFile ? key : `${key.replace(/\/$/, '')}/${rest}` };
  }
  throw new MonitoringError(`No input has a LocalPath above ${path}.`);
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);

function placeOf(uri: string): S3Uri {
  const place = parseS3Uri(uri);
  if (place === undefined) throw new MonitoringError(`${uri} is not an address in S3: it must begin with s3://.`);
  return place;
}
