import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { isRegionName } from '../../contract/region-name.ts';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import { accountNumber } from './account-number.ts';
import { OptionError } from './option-error.ts';
import { boolean } from './schema/boolean.ts';
import { list } from './schema/list.ts';
import { type RecordFields, record } from './schema/record.ts';
import { text } from './schema/text.ts';

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
  /** The account that the buckets are of. @default the server's own */
  readonly account?: string;
}

/** The name of a region, as clients sign it. */
export const regionName = text({ must: 'the name of a region', test: isRegionName });

const fields: RecordFields<RawS3Store> = {
  buckets: list(
    text({
      must: 'the name of a bucket, with * for any characters',
      test: (name) => /^[a-z0-9*][a-z0-9.*-]*$/.test(name),
    }),
    { isEmptyAllowed: false },
  ),
  endpoint: text({
    must: 'an http:// or https:// address, without a user in it and without a query',
    test: isPlainAddress,
    isSecret: true,
  }),
  region: regionName,
  pathStyle: boolean(),
  credentials: text(),
  profile: text(),
  account: accountNumber,
};

/** A store of `s3`. */
export const s3Store = record<RawS3Store>(fields, {
  required: ['buckets'],
  fault: ({ credentials, profile }) =>
    credentials !== undefined && profile !== undefined ? 'has two key pairs: credentials and profile' : undefined,
});

function isPlainAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '';
}

/** Name of the key pair of the store that the environment describes. */
const ownPrefix = 'CATENARY_S3';

/** Variables that describe a store, and the member that each is. */
const memberVariables: Readonly<Record<string, keyof RawS3Store>> = {
  [`${ownPrefix}_BUCKETS`]: 'buckets',
  [`${ownPrefix}_ENDPOINT`]: 'endpoint',
  [`${ownPrefix}_REGION`]: 'region',
  [`${ownPrefix}_PATH_STYLE`]: 'pathStyle',
};

const keyVariables = ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN'].map((name) => `${ownPrefix}_${name}`);

/** Every variable of the store that the environment describes. */
export const s3Variables: readonly string[] = [...Object.keys(memberVariables), ...keyVariables];

/** The store that the environment describes: `CATENARY_S3_BUCKETS` (separated by commas) and what goes with it. */
export function readS3Environment(environment: NodeJS.ProcessEnv): RawS3Store | undefined {
  const given: Record<string, unknown> = {};
  for (const [variable, member] of Object.entries(memberVariables)) {
    const value = own(environment, variable);
    if (value) given[member] = fields[member].check(fields[member].parse(value), [variable]);
  }
  const [first] = Object.keys(given);
  if (first === undefined) return undefined;
  if (given['buckets'] === undefined)
    throw new OptionError(
      `${ownPrefix}_BUCKETS is not set, and the other variables describe the store of those buckets`,
      ['s3'],
    );
  if (environment[`${ownPrefix}_ACCESS_KEY_ID`]) given['credentials'] = ownPrefix;
  return s3Store.check(given, ['s3', 0]);
}

/** Fills in defaults and key pairs. Throws `OptionError` naming what is wrong. */
export function compileS3Store(raw: RawS3Store, region: string, environment: NodeJS.ProcessEnv): S3StoreOptions {
  const { buckets, endpoint, credentials, profile, account } = raw;
  return {
    buckets,
    region: raw.region ?? region,
    pathStyle: raw.pathStyle ?? endpoint !== undefined,
    ...present({
      endpoint,
      credentials: credentials === undefined ? undefined : readKeyPair(credentials, environment),
      profile,
      account,
    }),
  };
}

function readKeyPair(prefix: string, environment: NodeJS.ProcessEnv): NonNullable<S3StoreOptions['credentials']> {
  const accessKeyId = environment[`${prefix}_ACCESS_KEY_ID`];
  const secretAccessKey = environment[`${prefix}_SECRET_ACCESS_KEY`];
  const sessionToken = environment[`${prefix}_SESSION_TOKEN`];
  if (!accessKeyId || !secretAccessKey)
    throw new OptionError(
      `s3: credentials "${prefix}" need ${prefix}_ACCESS_KEY_ID and ${prefix}_SECRET_ACCESS_KEY in the environment`,
      ['s3'],
    );
  return { accessKeyId, secretAccessKey, ...present({ sessionToken: sessionToken ? sessionToken : undefined }) };
}
