import { resolve } from 'node:path';
import { parseS3Uri } from '../../../contract/s3-uri.ts';
import type { ModelFlag } from '../model-flags.ts';
import type { TransformFlags } from './transform-flags.ts';

/** Flags with one value that mean the same for each file of the input as for all of them. */
const passedOn = {
  contentType: '--content-type',
  accept: '--accept',
  splitType: '--split-type',
  assembleWith: '--assemble-with',
  strategy: '--strategy',
  compression: '--compression',
  maxPayloadMb: '--max-payload-mb',
  maxConcurrent: '--max-concurrent',
  instances: '--instances',
  timeout: '--timeout',
  retries: '--retries',
  inputFilter: '--input-filter',
  outputFilter: '--output-filter',
  join: '--join',
} as const satisfies Partial<Record<keyof TransformFlags, string>>;

/** The words of `catenary transform` that do to one file what these flags ask for; paths are absolute. */
export function transformWords(flags: TransformFlags): string[] {
  const plain = Object.entries(passedOn).flatMap(([name, flag]) => {
    const value = flags[name as keyof typeof passedOn];
    return value === undefined ? [] : [flag, value];
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
