import type { S3StoreOptions } from '../../platform/storage/s3/s3-client.ts';
import { OptionError } from './option-error.ts';

/** An outside store as it is configured. */
export interface RawS3Store {
  /** Names of the buckets that are there; `*` stands for any characters. */
  readonly buckets: readonly string[];
  /** Its address. @default that of AWS, by region */
  readonly endpoint?: string;
  /** @default the server's region */
  readonly region?: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. @default true with an endpoint, false without */
  readonly pathStyle?: boolean;
  /**
   * Beginning of the environment variables that hold the key pair: `<name>_ACCESS_KEY_ID`, `<name>_SECRET_ACCESS_KEY`
   * and, if there is one, `<name>_SESSION_TOKEN`. @default as the AWS SDK finds them
   */
  readonly credentials?: string;
  /** Profile of the shared AWS files, instead of `credentials`. */
  readonly profile?: string;
}

/** Name of the key pair of the store that the environment describes. */
const ownPrefix = 'CATENARY_S3';

/** The store that the environment describes: `CATENARY_S3_BUCKETS` (separated by commas) and what goes with it. */
export function readS3Environment(environment: NodeJS.ProcessEnv): RawS3Store | undefined {
  const value = (name: string) => environment[`${ownPrefix}_${name}`] || undefined;
  const [buckets, endpoint, region, pathStyle] = ['BUCKETS', 'ENDPOINT', 'REGION', 'PATH_STYLE'].map(value);
  if (buckets === undefined) return undefined;
  return {
    buckets: buckets.split(',').map((name) => name.trim()),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(pathStyle === undefined ? {} : { pathStyle: pathStyle !== '0' }),
    ...(value('ACCESS_KEY_ID') === undefined ? {} : { credentials: ownPrefix }),
  };
}

/** Fills in defaults and key pairs. Throws `OptionError` naming what is wrong. */
export function compileS3Store(raw: RawS3Store, region: string, environment: NodeJS.ProcessEnv): S3StoreOptions {
  const { buckets, endpoint, credentials, profile } = raw;
  const odd = buckets.find((name) => !/^[a-z0-9*][a-z0-9.*-]*$/.test(name));
  if (buckets.length === 0 || odd !== undefined)
    throw new OptionError(`s3: buckets must be names of buckets, with * for any characters; one is "${odd ?? ''}"`);
  if (endpoint !== undefined) checkEndpoint(endpoint);
  return {
    buckets,
    region: raw.region ?? region,
    pathStyle: raw.pathStyle ?? endpoint !== undefined,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: readKeyPair(credentials, environment) }),
    ...(profile === undefined ? {} : { profile }),
  };
}

function checkEndpoint(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '';
  if (!isPlain)
    throw new OptionError(
      's3: endpoint must be an http:// or https:// address, without a user in it and without a query',
    );
}

function readKeyPair(prefix: string, environment: NodeJS.ProcessEnv): NonNullable<S3StoreOptions['credentials']> {
  const accessKeyId = environment[`${prefix}_ACCESS_KEY_ID`];
  const secretAccessKey = environment[`${prefix}_SECRET_ACCESS_KEY`];
  const sessionToken = environment[`${prefix}_SESSION_TOKEN`];
  if (!accessKeyId || !secretAccessKey)
    throw new OptionError(
      `s3: credentials "${prefix}" need ${prefix}_ACCESS_KEY_ID and ${prefix}_SECRET_ACCESS_KEY in the environment`,
    );
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
