/**
 * What clients are tried with, and what came of it: docs/clients.md is made of this table (`scripts/generate-clients.ts`). The tests take
 * their titles, cases and sentences from it, so what stands there passed, or was refused in those words.
 */
export interface ClientTest {
  /** As `clients` names it. */
  readonly client: string;
  /** Of `packages/server/test`, without `.test.ts`. */
  readonly file: string;
  readonly title: string;
  /** What passed: in words, or by the names that the test's script reports one by one. */
  readonly passed?: readonly string[] | Readonly<Record<string, string>>;
  /** What is refused, by call, with the code and the sentence that the client is told. */
  readonly refused?: Readonly<Record<string, readonly [code: string, sentence: string]>>;
}

/** How each client is pointed here. */
export const clients: Readonly<Record<string, string>> = {
  'boto3 1.43': 'the environment; or `endpoint_url`',
  'AWS CLI 1.45': 'the environment',
  'AWS SDK for JavaScript 3': '`endpoint` and `credentials`; for S3 `forcePathStyle: true`',
  '`sagemaker` 2.257': 'the environment, and `Session(default_bucket=...)`',
  '`sagemaker-core` 2.27 (version 3 of the SDK)': 'the environment',
  '`sagemaker-serve` 1.27 (version 3 of the SDK)': 'the environment, and `Session(default_bucket=...)`',
  's3fs 2026.9 (pandas, Dask)': 'the environment',
  'rclone 1.75': 'a remote of type `s3`, provider `Other`, `env_auth`, `endpoint`, `region`',
  'pyspark 3.5 by S3A (hadoop-aws 3.3.4)':
    '`fs.s3a.endpoint`, `fs.s3a.path.style.access=true`, `fs.s3a.endpoint.region`',
  'scripts that serialize by `mleap.pyspark`': '[catenary-mleap](../packages/mleap/README.md)',
};

const [boto3, cli, javascript] = ['boto3 1.43', 'AWS CLI 1.45', 'AWS SDK for JavaScript 3'] as const;
const [sdk2, core, serve] = [
  '`sagemaker` 2.257',
  '`sagemaker-core` 2.27 (version 3 of the SDK)',
  '`sagemaker-serve` 1.27 (version 3 of the SDK)',
] as const;

const ofLogs =
  'is not offered by this server, which has DescribeLogGroups, DescribeLogStreams, GetLogEvents and FilterLogEvents; docs/api-coverage.md lists each operation.';
const notImplemented = (name: string) =>
  ['NotImplemented', `${name} asks for functionality that is not implemented.`] as const;
const unknown = (sentence: string) => ['UnknownOperationException', sentence] as const;
const ofModels =
  'is not offered by this server, which has models, endpoints, transform and processing jobs, the model registry, Model Monitor and tags; docs/api-coverage.md lists each operation.';

const table = {
  'boto3-chain': {
    client: boto3,
    file: 'conformance/boto3',
    title: 'boto3: all 2,000 requests and all 53,940 rows equal',
    passed: ['models, configurations, endpoints and their waiters', 'InvokeEndpoint', 'transform jobs', 'deletion'],
  },
  'boto3-s3': {
    client: boto3,
    file: 'operations/s3/clients',
    title: 'does all that its conformance script asks',
    passed: {
      buckets: 'buckets: made, listed by prefix and page, located, removed',
      put_get_head_delete: 'objects: put, get, head, delete, metadata',
      ranges: 'ranges',
      conditions: 'conditional requests',
      further_conditions: 'conditions of any object, and two at once',
      checksums: 'every checksum algorithm',
      lists: 'lists v1 and v2: delimiter, encoding, markers, pages',
      copies: 'copies, with conditions',
      transfers: 'transfers of large files, `upload_file` and `download_file`',
      multipart: 'multipart uploads in any order, abort, part copies',
      presigned: 'presigned URLs of version 4',
      presigned_by_default: 'presigned URLs as they are by default',
      posted_forms: 'forms for browsers',
      cors: 'CORS',
      regions: 'regions of buckets',
      told: 'members of error bodies, paths that come less encoded, a completion sent twice',
      tags: 'tags of objects',
      versions: 'version "null", and what versioning says',
      attributes: 'GetObjectAttributes, `partNumber`',
      small_things: 'wrong ranges of copies, conditions together, wrong checksums, markers',
      unspeakable_keys: 'keys with control characters',
      identities: 'wrong keys, wrong secrets and unsigned requests, each with its own error',
      dates: 'signatures by `Date` in the place of `X-Amz-Date`',
      removal: 'DeleteObjects',
    },
  },
  'boto3-keys-of-many-pages': {
    client: boto3,
    file: 'operations/s3/many-keys',
    title: 'boto3 lists every key of a large bucket once, in order, however it asks',
    passed: ['lists of many pages, by v1 and v2, with StartAfter, Marker, delimiter and `EncodingType="url"`'],
  },
  'boto3-errors': {
    client: boto3,
    file: 'conformance/absent-services',
    title: 'boto3 reads the refusal in every protocol (needs it from PyPI)',
    passed: ['errors of each protocol, read as errors of the service'],
  },
  'boto3-identity': {
    client: boto3,
    file: 'conformance/client-refusals',
    title: 'boto3 asks who it is, by GET and presigned too (needs it from PyPI)',
    passed: ['GetCallerIdentity: by POST, by a signed GET, and presigned'],
  },
  'boto3-stream': {
    client: boto3,
    file: 'conformance/response-stream',
    title: 'brings parts, breaks in band, and is refused before it begins',
    passed: ['InvokeEndpointWithResponseStream'],
  },
  'boto3-metrics': {
    client: boto3,
    file: 'conformance/cloudwatch',
    title: 'boto3 reads metrics of an endpoint and of its own by %s (needs it from PyPI)',
    passed: [
      'PutMetricData, GetMetricData, GetMetricStatistics, ListMetrics, by JSON (and by the Query of boto3 1.35)',
    ],
  },
  'boto3-alarms': {
    client: boto3,
    file: 'conformance/cloudwatch',
    title: 'boto3 makes an alarm that goes off, by %s (needs it from PyPI)',
    passed: ['alarms: put, described, their history, set by hand, deleted'],
  },
  'boto3-scaling': {
    client: boto3,
    file: 'conformance/scaling',
    title: 'boto3 sees a variant scale out and in by its alarms (needs it from PyPI)',
    passed: ['Application Auto Scaling: targets, policies, activities'],
  },
  'boto3-keys': {
    client: boto3,
    file: 'conformance/keys',
    title: 'boto3 may do what the statements of its key say (needs it from PyPI)',
    passed: {
      objects: 'AccessDenied for objects that statements do not allow',
      deletions: 'DeleteObjects says of each key whether it was allowed',
      given_away: 'presigned URLs and forms may do what their key may',
      resources: 'AccessDenied for other models, endpoints, lists, logs and metrics',
    },
  },
  'boto3-glue': {
    client: boto3,
    file: 'conformance/spark-recipes',
    title: 'three recipes run as jobs of Glue in Spark, and their bundles answer as Spark did',
    passed: ['Glue: jobs, runs and their limits; the calls of three published notebooks'],
  },
  'boto3-emr': {
    client: boto3,
    file: 'conformance/emr',
    title: 'boto3 and the AWS CLI run steps of clusters of EMR, with its waiters',
    passed: ['EMR: clusters, steps, `add-steps Type=Spark`, waiters (and by the AWS CLI)'],
  },
  'boto3-emr-serverless': {
    client: boto3,
    file: 'conformance/emr-serverless',
    title: 'boto3 and the AWS CLI run jobs of applications of EMR Serverless',
    passed: ['EMR Serverless: applications and job runs (and by the AWS CLI)'],
  },
  'boto3-refusals': {
    client: boto3,
    file: 'conformance/client-refusals',
    title: 'boto3 is told what is refused, in the sentences of docs/clients.md (needs it from PyPI)',
    refused: {
      start_live_tail: [
        'EndpointConnectionError',
        'Could not connect to the endpoint URL: "http://stream-127.0.0.1:4747/"',
      ],
      'start_live_tail, inject_host_prefix=False': unknown(`The operation Logs_20140328.StartLiveTail ${ofLogs}`),
      create_log_group: unknown(`The operation Logs_20140328.CreateLogGroup ${ofLogs}`),
      create_training_job: unknown(`The operation SageMaker.CreateTrainingJob ${ofModels}`),
      put_dashboard: unknown(
        'The operation GraniteServiceVersion20100801.PutDashboard is not offered by this server, which has metrics and alarms of metrics; docs/api-coverage.md lists each operation.',
      ),
      assume_role: [
        'InvalidAction',
        'The action AssumeRole is not offered by this server, which has GetCallerIdentity; docs/api-coverage.md lists each operation.',
      ],
      create_role: [
        'InvalidAction',
        'The action CreateRole is not offered by this server, which has GetRole and SimulatePrincipalPolicy; docs/api-coverage.md lists each operation.',
      ],
      create_crawler: unknown(
        'The operation AWSGlue.CreateCrawler is not offered by this server, which has jobs of Spark and their runs; docs/api-coverage.md lists each operation.',
      ),
      publish: unknown(
        'The service sns is not offered by this server, which has application-autoscaling, elasticmapreduce, emr-serverless, glue, iam, logs, monitoring, s3, sagemaker, sts.',
      ),
      put_bucket_policy: notImplemented('PutBucketPolicy'),
      put_object_acl: notImplemented('PutObjectAcl'),
      put_bucket_versioning: notImplemented('PutBucketVersioning'),
      put_bucket_lifecycle_configuration: notImplemented('PutBucketLifecycleConfiguration'),
      select_object_content: notImplemented('SelectObjectContent'),
      'session token': [
        'InvalidClientTokenId',
        'The security token included in the request is invalid: this server has no session tokens. Unset AWS_SESSION_TOKEN, and sign with a key pair of this server; catenary env prints the lines for both.',
      ],
    },
  },
  'cli-chain': {
    client: cli,
    file: 'conformance/boto3',
    title: 'AWS CLI: deploys and predicts',
    passed: ['`sagemaker`, `sagemaker-runtime` and `s3` of an example'],
  },
  'cli-s3': {
    client: cli,
    file: 'operations/s3/clients',
    title: 'makes, fills, lists, syncs, moves and removes',
    passed: ['`s3 mb, sync, ls, cp, mv, presign, rm, rb`'],
  },
  'cli-refusals': {
    client: cli,
    file: 'conformance/client-refusals',
    title: 'the AWS CLI is told the same (needs it from PyPI)',
    refused: {
      '`logs start-live-tail`': ['', 'Could not connect to the endpoint URL: "http://stream-127.0.0.1:4747/"'],
      '`s3api put-bucket-policy`': [
        'NotImplemented',
        'An error occurred (NotImplemented) when calling the PutBucketPolicy operation: PutBucketPolicy asks for functionality that is not implemented.',
      ],
    },
  },
  'javascript-s3': {
    client: javascript,
    file: 'operations/s3/clients',
    title: 'stores the content of a streamed put, not its framing',
    passed: ['streamed uploads with their checksums'],
  },
  'javascript-endpoints': {
    client: javascript,
    file: 'conformance/javascript-sdk',
    title: 'deploys, predicts at once and part by part, and deletes',
    passed: ['models, endpoints, InvokeEndpoint, InvokeEndpointWithResponseStream, waiters and paginators'],
  },
  'javascript-async': {
    client: javascript,
    file: 'conformance/javascript-sdk',
    title: 'asks asynchronously, and reads the answer from where it was told',
    passed: ['InvokeEndpointAsync'],
  },
  'javascript-jobs': {
    client: javascript,
    file: 'conformance/javascript-sdk',
    title: 'transforms, and waits for the job',
    passed: ['transform jobs and their waiter'],
  },
  'javascript-told': {
    client: javascript,
    file: 'conformance/javascript-sdk',
    title: 'reads the log of the job and the metrics of an endpoint (needs the clients from npm)',
    passed: ['CloudWatch Logs; CloudWatch: metrics and alarms'],
  },
  'javascript-refusals': {
    client: javascript,
    file: 'conformance/client-refusals',
    title: 'the SDK for JavaScript is told the same (needs its client from npm)',
    refused: {
      StartLiveTailCommand: ['Error', 'getaddrinfo ENOTFOUND stream-127.0.0.1'],
      'StartLiveTailCommand, `disableHostPrefix: true`': unknown(`The operation Logs_20140328.StartLiveTail ${ofLogs}`),
    },
  },
  'sdk2-pipeline': {
    client: sdk2,
    file: 'conformance/python-sdk',
    title: 'version 2 deploys a pipeline, predicts, and transforms with its log',
    passed: [
      'SparkMLModel and others in a PipelineModel: `deploy`, `predict`, `transformer().transform(wait=True, logs=True)`',
    ],
  },
  'sdk2-frameworks': {
    client: sdk2,
    file: 'conformance/python-sdk',
    title:
      'version 2 deploys, updates and transforms a pipeline of its framework classes, with scripts that it uploads',
    passed: [
      'SparkMLModel, XGBoostModel and SKLearnModel in a PipelineModel, with `entry_point` scripts',
      '`Predictor.update_endpoint`, `deploy(update_endpoint=True)`, `delete_endpoint`',
    ],
  },
  'sdk2-bucket': {
    client: sdk2,
    file: 'conformance/default-bucket',
    title:
      'is made here by the defaults that catenary env names, however the endpoint is said; without them the SDK asks AWS for the account',
    passed: [
      '`Session().default_bucket()`, `DataCaptureConfig` and uploads, with `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_STS` or `services` of a profile (and of version 3)',
    ],
  },
  'sdk2-registry': {
    client: sdk2,
    file: 'conformance/python-sdk',
    title: 'version 2 registers models, approves and deploys them',
    passed: ['`register`, approval, `ModelPackage.deploy`'],
  },
  'sdk2-endpoints': {
    client: sdk2,
    file: 'conformance/python-sdk',
    title: 'version 2 deploys serverless endpoints, several models behind one, and with capture switched off',
    passed: ['ServerlessInferenceConfig', 'MultiDataModel', '`DataCaptureConfig(enable_capture=False)`'],
  },
  'sdk2-async': {
    client: sdk2,
    file: 'conformance/async-inference',
    title: 'deploys, asks and waits by its AsyncPredictor',
    passed: ['AsyncPredictor: `predict`, `predict_async`, failures'],
  },
  'sdk2-spark': {
    client: sdk2,
    file: 'conformance/spark-processor',
    title: "the SDK's PySparkProcessor runs a script in Spark, with its files, settings, data and failures",
    passed: ['PySparkProcessor: `run` with files, settings, inputs, outputs and a failure'],
  },
  'core-resources': {
    client: core,
    file: 'conformance/python-sdk',
    title: 'version 3 does so with its resource classes',
    passed: ['Model, EndpointConfig, Endpoint, TransformJob'],
  },
  'serve-builder': {
    client: serve,
    file: 'conformance/python-sdk',
    title: 'version 3 builds, deploys and transforms a list of models by its ModelBuilder',
    passed: ['ModelBuilder over a list of models: `build`, `deploy`; Transformer'],
  },
  s3fs: {
    client: 's3fs 2026.9 (pandas, Dask)',
    file: 'operations/s3/more-clients',
    title: 's3fs writes, reads, lists, copies, tags, signs and removes (needs it from PyPI)',
    passed: ['read, write, parts, append, lists, copies, tags, `sign`'],
  },
  rclone: {
    client: 'rclone 1.75',
    file: 'operations/s3/more-clients',
    title: 'rclone syncs, checks, copies, moves, links and purges (needs it from PyPI)',
    passed: ['sync, check, copyto, moveto, cat, lsf, link, purge'],
  },
  s3a: {
    client: 'pyspark 3.5 by S3A (hadoop-aws 3.3.4)',
    file: 'conformance/spark-s3a',
    title: 'Spark reads and writes tables in buckets of the server, by S3A',
    passed: ['CSV and Parquet: write, append, overwrite, partitions, parts, `saveAsTextFile`; rename, delete'],
  },
  mleap: {
    client: 'scripts that serialize by `mleap.pyspark`',
    file: 'conformance/mleap-shim',
    title: 'a recipe fits in Spark, serializes by the names of MLeap, and its endpoints answer as Spark',
    passed: ['fit, `serializeToBundle`, deploy as the SparkML container, ask'],
  },
} as const satisfies Readonly<Record<string, ClientTest>>;

export type ClientTestId = keyof typeof table;

export const clientTests: Readonly<Record<ClientTestId, ClientTest>> = table;

/** The title of the test of a row. */
export const titleOf = (id: ClientTestId): string => clientTests[id].title;

/** The names that the script of a row reports, one by one. */
export const casesOf = (id: ClientTestId): string[] => Object.keys(clientTests[id].passed ?? {});

/** What the client of a row is told, by call. */
export const refusalsOf = (id: ClientTestId): Readonly<Record<string, readonly [code: string, sentence: string]>> =>
  clientTests[id].refused ?? {};
