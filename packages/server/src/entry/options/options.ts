import { homedir } from 'node:os';
import { join } from 'node:path';
import { storeKind } from '../../platform/store/store-kind.ts';
import { sandboxKinds } from '../../serving/container/process/sandbox-kind.ts';
import { accountNumber } from './account-number.ts';
import { environmentsFolder } from './environments-folder.ts';
import { imageRule } from './image-rules.ts';
import { isAddress } from './is-address.ts';
import { isHeaderList } from './is-header-list.ts';
import { ociSettings } from './oci-settings.ts';
import { option } from './option.ts';
import { regionName, s3Store } from './s3-stores.ts';
import { boolean } from './schema/boolean.ts';
import { choice } from './schema/choice.ts';
import { list } from './schema/list.ts';
import { number, wholeNumber } from './schema/number.ts';
import { file, folder, text } from './schema/text.ts';
import { sparkOption } from './spark-options.ts';
import { topic } from './topics.ts';

/**
 * Every option, in the order of docs/configuration.md. catenary.yaml, environment, flags, `startServer({ ... })` and that
 * page (`sh scripts/with-node.sh scripts/generate-configuration.ts`) are derived from this table.
 */
export const options = {
  host: option({
    schema: text(),
    default: '127.0.0.1',
    environment: ['CATENARY_HOST'],
    flag: '--host <address>',
    doc: 'address to listen on',
  }),
  port: option({
    schema: wholeNumber({ from: 0, to: 65_535 }),
    default: 4747,
    environment: ['CATENARY_PORT'],
    flag: '--port <number>',
    doc: 'port to listen on, 0 takes a free one',
  }),
  data: option({
    schema: folder(),
    default: () => join(homedir(), '.catenary'),
    defaultText: '~/.catenary',
    environment: ['CATENARY_DATA'],
    flag: '--data <folder>',
    doc: 'folder for everything that is kept',
  }),
  allowUnsigned: option({
    schema: boolean(),
    default: false,
    flag: '--allow-unsigned',
    doc: 'accept requests without a signature (loopback addresses only)',
  }),
  keysFile: option({
    schema: file(),
    default: '',
    defaultText: 'none',
    environment: ['CATENARY_KEYS_FILE'],
    flag: '--keys-file <file>',
    doc: 'further key pairs of callers, read again when the file changes: [keys.md](keys.md)',
  }),
  tlsCert: option({
    schema: file(),
    default: '',
    defaultText: 'none: plain HTTP',
    environment: ['CATENARY_TLS_CERT'],
    flag: '--tls-cert <file>',
    doc: 'certificate and those above it, PEM; read again when it changes: [tls.md](tls.md)',
  }),
  tlsKey: option({
    schema: file(),
    default: '',
    defaultText: 'none',
    environment: ['CATENARY_TLS_KEY'],
    flag: '--tls-key <file>',
    doc: 'key of the certificate, PEM, without a password',
  }),
  region: option({
    schema: regionName,
    default: 'us-east-1',
    environment: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
    doc: 'region of callers that do not name one',
  }),
  account: option({
    schema: accountNumber,
    default: '000000000000',
    environment: ['CATENARY_ACCOUNT'],
    doc: 'account number in ARNs',
  }),
  fuse: option({
    schema: boolean(),
    default: true,
    environment: ['CATENARY_FUSE'],
    doc: 'whether neighbouring native containers share columns instead of bytes',
  }),
  logLevel: option({
    schema: choice(['debug', 'info', 'warn', 'error', 'silent']),
    default: 'info',
    environment: ['CATENARY_LOG_LEVEL'],
    doc: 'the least that is logged',
  }),
  accessLog: option({
    schema: boolean(),
    default: false,
    environment: ['CATENARY_ACCESS_LOG'],
    flag: '--access-log',
    doc: 'log every request, not only those that fail',
  }),
  otlpEndpoint: option({
    schema: text({ must: 'an http:// or https:// address', test: isAddress }),
    default: '',
    defaultText: 'none',
    environment: ['CATENARY_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
    flag: '--otlp-endpoint <url>',
    doc: 'OpenTelemetry collector that gets traces and metrics: [metrics.md](metrics.md#opentelemetry)',
  }),
  otlpHeaders: option({
    schema: text({ must: 'name=value pairs with commas between', test: isHeaderList, isSecret: true }),
    default: '',
    defaultText: 'none',
    environment: ['CATENARY_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    doc: 'headers for the collector, `name=value,name=value`, values percent-encoded',
  }),
  traceSampleRatio: option({
    schema: number({ from: 0, to: 1 }),
    default: 1,
    environment: ['CATENARY_TRACE_SAMPLE_RATIO'],
    doc: 'part of the traces that begin here which goes to the collector; traces of callers are kept as they say',
  }),
  python: option({
    schema: text(),
    default: 'python3',
    environment: ['CATENARY_PYTHON'],
    doc: 'interpreter that Python environments are made from',
  }),
  sandbox: option({
    schema: choice(sandboxKinds),
    default: 'auto',
    environment: ['CATENARY_SANDBOX'],
    doc: 'what processes of containers run in. `auto`: bubblewrap where it is installed and works; `bubblewrap`: the server does not start without it; `none`: without it. [What that closes](containers.md#what-a-container-sees)',
  }),
  processMemoryMB: option({
    schema: wholeNumber({ from: 0 }),
    default: 0,
    environment: ['CATENARY_PROCESS_MEMORY_MB'],
    doc: 'most address space (RLIMIT_AS) of each process of a container, MiB; 0 sets no limit. [What happens at it](containers.md#what-a-container-sees)',
  }),
  environments: option({
    schema: folder(),
    default: (data) => environmentsFolder(data),
    defaultText: '~/.cache/catenary',
    environment: ['CATENARY_ENVIRONMENTS'],
    doc: 'folder below which Python environments are kept; servers share them. The default follows `XDG_CACHE_HOME`, and is the data folder where the user has no such place',
  }),
  maxCallRate: option({
    schema: number({ from: 0 }),
    default: 100,
    environment: ['CATENARY_MAX_CALL_RATE'],
    doc: 'calls a second that each account may make to the APIs, and ten times as many to S3, InvokeEndpoint apart, while there are [several accounts](keys.md#accounts); ten seconds of it at once; 0 sets no limit',
  }),
  maxModels: option({
    schema: wholeNumber({ from: 0 }),
    default: 0,
    environment: ['CATENARY_MAX_MODELS'],
    doc: 'models that an account may have; 0 sets no limit',
  }),
  maxEndpoints: option({
    schema: wholeNumber({ from: 0 }),
    default: 0,
    environment: ['CATENARY_MAX_ENDPOINTS'],
    doc: 'endpoints that an account may have; 0 sets no limit',
  }),
  maxTransformJobs: option({
    schema: wholeNumber({ from: 0 }),
    default: 0,
    environment: ['CATENARY_MAX_TRANSFORM_JOBS'],
    doc: 'transform jobs of an account that have not ended, those that wait included; 0 sets no limit',
  }),
  maxRunningJobs: option({
    schema: wholeNumber({ from: 1, to: 64 }),
    default: 1,
    environment: ['CATENARY_MAX_RUNNING_JOBS'],
    doc: 'transform jobs that run at once',
  }),
  checkpointSeconds: option({
    schema: number({ from: 0, to: 3600 }),
    default: 2,
    environment: ['CATENARY_CHECKPOINT_SECONDS'],
    doc: 'time between two checkpoints of an object in a transform job: what a crash costs',
  }),
  maxLoadedModels: option({
    schema: wholeNumber({ from: 1 }),
    default: 100,
    environment: ['CATENARY_MAX_LOADED_MODELS'],
    doc: 'models that all [multi-model containers](multi-model.md) together keep loaded',
  }),
  maxLoadedModelMB: option({
    schema: number({ above: 0 }),
    default: 2048,
    environment: ['CATENARY_MAX_LOADED_MODEL_MB'],
    doc: 'what the files of those models may take together, unpacked, MiB',
  }),
  maxConnections: option({
    schema: wholeNumber({ from: 1 }),
    default: 16_384,
    environment: ['CATENARY_MAX_CONNECTIONS'],
    doc: 'connections of clients at once',
  }),
  maxRequestMemoryMB: option({
    // Room for the largest invocation, 6 MiB, and its copies.
    schema: number({ from: 8 }),
    default: 512,
    environment: ['CATENARY_MAX_REQUEST_MEMORY_MB'],
    doc: 'memory of the bodies of all requests under way together; the answers that are not read may take the same, MiB',
  }),
  store: option({
    schema: text({
      must: 'a postgres:// address; leave it out for a database of this server alone',
      test: (address) => storeKind(address) === 'postgres',
      isSecret: true,
    }),
    default: (data) => join(data, 'catenary.sqlite'),
    defaultText: 'SQLite in the data folder',
    environment: ['CATENARY_STORE_URL'],
    doc: 'database that servers share: [stores.md](stores.md)',
  }),
  leaseSeconds: option({
    schema: number({ from: 1, to: 3600 }),
    default: 15,
    environment: ['CATENARY_LEASE_SECONDS'],
    doc: 'silence after which another server of a shared store takes up what one was doing',
  }),
  s3: option({
    schema: list(s3Store),
    default: [],
    defaultText: 'none',
    doc: 'outside stores and the buckets that they serve; `CATENARY_S3_BUCKETS` and others describe one: [stores.md](stores.md)',
  }),
  images: option({
    schema: list(imageRule),
    default: [],
    defaultText: 'none',
    doc: 'further images and what serves them: [below](#images)',
  }),
  delays: option({
    schema: choice(['none', 'aws']),
    default: 'none',
    environment: ['CATENARY_DELAYS'],
    doc: '`aws`: an endpoint is Creating, Updating or Deleting, and a transform job InProgress, for five seconds at least, so that clients come to see it as at AWS',
  }),
  maxAsyncRequests: option({
    schema: wholeNumber({ from: 1 }),
    default: 100_000,
    environment: ['CATENARY_MAX_ASYNC_REQUESTS'],
    doc: '[asynchronous requests](async.md) that may wait, of all endpoints together',
  }),
  maxAsyncPayloadMB: option({
    schema: wholeNumber({ from: 1, to: 1024 }),
    default: 1024,
    environment: ['CATENARY_MAX_ASYNC_PAYLOAD_MB'],
    doc: 'the largest input of an asynchronous request, and the inputs of all that are worked on together, MiB',
  }),
  topics: option({
    schema: list(topic),
    default: [],
    defaultText: 'none',
    doc: 'where notifications to topics of SNS go: [async.md](async.md#notifications)',
  }),
  containers: option({
    schema: ociSettings,
    default: {},
    defaultText: 'what is found',
    doc: 'engine that images run on, and what their containers may take: [below](#engines)',
  }),
  spark: option({
    schema: list(sparkOption),
    default: [],
    defaultText: 'none',
    doc: 'Sparks that jobs of Glue, EMR and Processing run on: [spark-jobs.md](spark-jobs.md)',
  }),
  maxSparkRuns: option({
    schema: wholeNumber({ from: 1, to: 64 }),
    default: 2,
    environment: ['CATENARY_MAX_SPARK_RUNS'],
    doc: 'runs of Spark at once, of jobs of Glue, steps of EMR and runs of EMR Serverless together',
  }),
  maxProcessingJobs: option({
    schema: wholeNumber({ from: 1, to: 64 }),
    default: 2,
    environment: ['CATENARY_MAX_PROCESSING_JOBS'],
    doc: 'processing jobs with a script at once; analyses of Model Monitor run beside them, one after the other',
  }),
  faults: option({
    schema: text(),
    default: '',
    environment: ['CATENARY_TEST_FAULTS'],
    doc: 'faults to happen in this process (`platform/observe/fault-point.ts`)',
    isForTests: true,
  }),
};
