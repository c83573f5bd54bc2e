import { containerVariables, jobVariables, nearestVariable } from '../../contract/own-variables.ts';
import type { SandboxKind } from '../../serving/container/process/sandbox-kind.ts';
import { OptionError } from './option-error.ts';
import { readS3Environment } from './s3-stores.ts';
import type { RawServerOptions } from './server-options.ts';
import { own } from '../../util/own.ts';

type Reader = (value: string) => Partial<RawServerOptions>;

/** Environment variable → option. */
export const environmentOptions: Readonly<Record<string, Reader>> = {
  CATENARY_HOST: (host) => ({ host }),
  CATENARY_PORT: (port) => ({ port: Number(port) }),
  CATENARY_DATA: (data) => ({ data }),
  CATENARY_ACCOUNT: (account) => ({ account }),
  CATENARY_FUSE: (fuse) => ({ fuse: fuse !== '0' }),
  CATENARY_LOG_LEVEL: (logLevel) => ({ logLevel }),
  CATENARY_PYTHON: (python) => ({ python }),
  CATENARY_SANDBOX: (sandbox) => ({ sandbox: sandbox as SandboxKind }),
  CATENARY_ENVIRONMENTS: (environments) => ({ environments }),
  CATENARY_STORE_URL: (store) => ({ store }),
  CATENARY_LEASE_SECONDS: (seconds) => ({ leaseSeconds: Number(seconds) }),
  CATENARY_CHECKPOINT_SECONDS: (seconds) => ({ checkpointSeconds: Number(seconds) }),
  CATENARY_MAX_LOADED_MODELS: (models) => ({ maxLoadedModels: Number(models) }),
  CATENARY_MAX_LOADED_MODEL_MB: (megabytes) => ({ maxLoadedModelMB: Number(megabytes) }),
  CATENARY_MAX_CONNECTIONS: (connections) => ({ maxConnections: Number(connections) }),
  CATENARY_MAX_REQUEST_MEMORY_MB: (megabytes) => ({ maxRequestMemoryMB: Number(megabytes) }),
  CATENARY_TEST_FAULTS: (faults) => ({ faults }),
  AWS_DEFAULT_REGION: (region) => ({ region }),
  AWS_REGION: (region) => ({ region }),
};

/** Names that this file does not read: the store that the environment describes, and what only scripts and tests use. */
const otherVariables = [
  'BUCKETS',
  'ENDPOINT',
  'REGION',
  'PATH_STYLE',
  'ACCESS_KEY_ID',
  'SECRET_ACCESS_KEY',
  'SESSION_TOKEN',
].map((name) => `CATENARY_S3_${name}`);
const scriptVariables = ['CATENARY_TEST_CACHE', 'CATENARY_PUBLIC_FIXTURES', 'CATENARY_NODE', 'CATENARY_NODE_VERSION'];

/**
 * Reads the server's own variables from the environment. A name that is nearly one of them is a misspelling and refused
 * (`OptionError`); other names with the same prefix may belong to other programs.
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): RawServerOptions {
  refuseMisspelt(environment);
  let options: RawServerOptions = {};
  for (const [name, read] of Object.entries(environmentOptions)) {
    const value = own(environment, name);
    if (value !== undefined && value !== '') options = { ...options, ...read(value) };
  }
  const s3 = readS3Environment(environment);
  return s3 === undefined ? options : { ...options, s3: [s3] };
}

function refuseMisspelt(environment: NodeJS.ProcessEnv): void {
  const known = [...Object.keys(environmentOptions), ...otherVariables];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('CATENARY_') || known.includes(name) || scriptVariables.includes(name)) continue;
    if (containerVariables.includes(name) || jobVariables.includes(name))
      throw new OptionError(
        `${name} belongs into the environment of a ${containerVariables.includes(name) ? 'container' : 'transform job'}`,
      );
    const nearest = nearestVariable(name, known);
    if (nearest !== undefined) throw new OptionError(`${name} is not an option; use ${nearest}`);
  }
}
