import { readS3Environment } from './s3-stores.ts';
import type { RawServerOptions } from './server-options.ts';

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
  CATENARY_ENVIRONMENTS: (environments) => ({ environments }),
  CATENARY_STORE_URL: (store) => ({ store }),
  CATENARY_LEASE_SECONDS: (seconds) => ({ leaseSeconds: Number(seconds) }),
  CATENARY_CHECKPOINT_SECONDS: (seconds) => ({ checkpointSeconds: Number(seconds) }),
  CATENARY_MAX_LOADED_MODELS: (models) => ({ maxLoadedModels: Number(models) }),
  CATENARY_MAX_LOADED_MODEL_MB: (megabytes) => ({ maxLoadedModelMB: Number(megabytes) }),
  CATENARY_TEST_FAULTS: (faults) => ({ faults }),
  AWS_DEFAULT_REGION: (region) => ({ region }),
  AWS_REGION: (region) => ({ region }),
};

export function readEnvironment(environment: NodeJS.ProcessEnv): RawServerOptions {
  let options: RawServerOptions = {};
  for (const [name, read] of Object.entries(environmentOptions)) {
    const value = environment[name];
    if (value !== undefined && value !== '') options = { ...options, ...read(value) };
  }
  const s3 = readS3Environment(environment);
  return s3 === undefined ? options : { ...options, s3: [s3] };
}
