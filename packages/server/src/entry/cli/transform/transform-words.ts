import { resolve } from 'node:path';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import { longOf } from '../flags/check-flags.ts';
import { type TransformFlags, transformFlags } from '../flags/transform-flags.ts';
import type { ModelFlag } from '../model-flags.ts';

/** Flags with one value that mean the same for each file of the input as for all of them. */
const passedOn = [
  'contentType',
  'accept',
  'splitType',
  'assembleWith',
  'strategy',
  'compression',
  'maxPayloadMb',
  'maxConcurrent',
  'instances',
  'timeout',
  'retries',
  'inputFilter',
  'outputFilter',
  'join',
] as const satisfies readonly (keyof typeof transformFlags)[];

/** The words of `catenary transform` that do to one file what these flags ask for; paths are absolute. */
export function transformWords(flags: TransformFlags): string[] {
  const plain = passedOn.flatMap((name) => {
    const value = flags[name];
    return value === undefined ? [] : [longOf(transformFlags[name].flag), String(value)];
  });
  const variables = Object.entries(flags.jobEnv ?? {}).flatMap(([name, value]) => ['--job-env', `${name}=${value}`]);
  const config = flags.config === undefined ? [] : ['--config', resolve(flags.config)];
  return [...flags.models.flatMap(modelWords), ...plain, ...variables, ...config];
}

/** The text of `--schema` is in the environment. */
function modelWords({ path, image, environment }: ModelFlag): string[] {
  const place = parseS3Uri(path) === undefined ? resolve(path) : path;
  const named = image === undefined ? [] : ['--image', image];
  const variables = Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  return ['--model', place, ...named, ...variables];
}
