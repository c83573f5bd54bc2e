/** What becomes of the blocks of code of a page: a test file that runs them, or why none does. */
export interface BlockRow {
  readonly page: string;
  /** Begin of the block's first line; left out where the row holds for all blocks of the page. */
  readonly begins?: string;
  readonly run?: string;
  readonly reason?: string;
}

const drawing = 'a drawing';
const shape = 'what an answer looks like; its members are held by the tests of the API';
const calls = 'calls of boto3 in the middle of a program; tests of the same operations make them';

export const blockRows: readonly BlockRow[] = [
  { page: 'ARCHITECTURE.md', reason: 'lists of files, which test/architecture.test.ts holds' },
  { page: 'CONTRIBUTING.md', reason: 'the commands that run the tests themselves' },
  { page: 'README.md', begins: '  boto3', reason: drawing },
  { page: 'README.md', begins: './catenary demo', run: 'test/published-packages.test.ts' },
  { page: 'README.md', begins: './catenary serve', run: 'test/readme.test.ts' },
  { page: 'README.md', begins: 'eval', run: 'packages/server/test/conformance/boto3.test.ts' },
  { page: 'README.md', begins: './catenary inspect', run: 'test/readme.test.ts' },
  { page: 'README.md', begins: './catenary transform', run: 'test/readme.test.ts' },
  { page: 'README.md', begins: './catenary score --model model.joblib', run: 'test/reader-commands.test.ts' },
  { page: 'README.md', begins: 'POST /_catenary', run: 'packages/server/test/conformance/trace.test.ts' },
  { page: 'README.md', begins: '# catenary.yaml', run: 'test/documented-settings.test.ts' },
  {
    page: 'docs/async.md',
    begins: 'aws sagemaker',
    reason: 'calls of the AWS CLI over files of the reader; the operation has tests of its own',
  },
  { page: 'docs/async.md', begins: 'topics:', run: 'test/documented-settings.test.ts' },
  { page: 'docs/batch.md', begins: './catenary transform', run: 'test/reader-commands.test.ts' },
  { page: 'docs/capture.md', reason: calls },
  { page: 'docs/clients.md', begins: 'eval', run: 'packages/server/test/conformance/boto3.test.ts' },
  { page: 'docs/commands.md', begins: 'catenary deploy', run: 'test/reader-commands.test.ts' },
  {
    page: 'docs/commands.md',
    begins: 'catenary load',
    reason: 'minutes of load; packages/server/test/entry/client-commands.test.ts puts an endpoint under a short one',
  },
  {
    page: 'docs/commands.md',
    begins: 'source',
    reason: 'settings of shells; the tests of the command load what it prints',
  },
  { page: 'docs/configuration.md', begins: 'catenary: ', run: 'packages/server/test/entry/options/ways-in.test.ts' },
  { page: 'docs/configuration.md', begins: 'containers:', run: 'test/documented-settings.test.ts' },
  { page: 'docs/configuration.md', begins: 'images:', run: 'test/documented-settings.test.ts' },
  {
    page: 'docs/containers.md',
    begins: 'import type',
    reason: 'part of a handler; examples of its kind are run by its tests',
  },
  {
    page: 'docs/containers.md',
    begins: 'columns:',
    reason: 'part of a rules file; examples of its kind are run by its tests',
  },
  {
    page: 'docs/containers.md',
    begins: 'members:',
    reason: 'part of an ensemble file; examples of its kind are run by its tests',
  },
  { page: 'docs/install.md', begins: 'npm install -g', run: 'test/published-packages.test.ts' },
  { page: 'docs/install.md', begins: 'npm pack', run: 'test/published-packages.test.ts' },
  { page: 'docs/install.md', begins: './catenary serve', run: 'test/pages.test.ts' },
  { page: 'docs/install.md', begins: 'podman build', run: 'test/container-image.test.ts' },
  { page: 'docs/keys.md', begins: '# /etc/catenary', run: 'test/documented-settings.test.ts' },
  { page: 'docs/keys.md', begins: '- accessKeyId: PRICING', run: 'test/documented-settings.test.ts' },
  { page: 'docs/keys.md', begins: '- accessKeyId: SHOP', run: 'test/documented-settings.test.ts' },
  { page: 'docs/lifecycles.md', reason: drawing },
  {
    page: 'docs/logs.md',
    begins: 'catenary logs',
    reason:
      'needs the AWS CLI; packages/server/test/entry/client-commands.test.ts and operations/logs.test.ts read the same lines',
  },
  { page: 'docs/logs.md', begins: '{', reason: shape },
  {
    page: 'docs/metrics.md',
    begins: 'eval',
    reason: 'needs an hour of traffic to show anything; the operation has tests of its own',
  },
  {
    page: 'docs/metrics.md',
    begins: 'catenary serve',
    reason: 'needs a collector; the tests of traces have one of their own',
  },
  { page: 'docs/mleap-differences.md', begins: 'catenary export', run: 'test/reader-commands.test.ts' },
  { page: 'docs/metrics.md', begins: 'scrape_configs', reason: 'the settings of another program' },
  {
    page: 'docs/metrics.md',
    begins: 'aws cloudwatch',
    reason: 'needs errors of an hour to show anything; the operation has tests of its own',
  },
  { page: 'docs/shadow.md', begins: 'sagemaker.create_endpoint_config', reason: calls },
  { page: 'docs/shadow.md', begins: '{', reason: shape },
  { page: 'docs/multi-model.md', begins: 'sagemaker.create_model', run: 'test/examples.test.ts' },
  { page: 'docs/rollouts.md', reason: calls },
  { page: 'docs/scoring-library.md', run: 'packages/scoring/test/docs-examples.test.ts' },
  {
    page: 'docs/monitoring.md',
    begins: 'from sagemaker',
    reason:
      'names of the reader; packages/server/test/conformance/model-monitor.py and model-quality.py make the same calls',
  },
  { page: 'docs/monitoring.md', begins: '{', reason: shape },
  { page: 'docs/monitoring.md', begins: 'GET /_catenary', reason: shape },
  {
    page: 'docs/spark.md',
    begins: 'catenary transform',
    reason: 'needs a Spark; packages/server/test/conformance/transform-in-spark.test.ts makes the call',
  },
  {
    page: 'docs/spark.md',
    begins: 'from catenary_spark',
    reason: 'tables of the reader; packages/server/test/conformance/spark-score.py makes the call',
  },
  {
    page: 'docs/spark-jobs.md',
    begins: 'spark:',
    reason: 'folders of the reader; packages/server/test/conformance/spark-recipes.test.ts has such a file',
  },
  {
    page: 'docs/spark-jobs.md',
    begins: 'images:',
    reason: 'a Python of the reader; packages/server/test/conformance/script-processor.test.ts has such a rule',
  },
  { page: 'docs/spark-sql.md', begins: 'SELECT', reason: 'a grammar' },
  { page: 'docs/stores.md', begins: 'CATENARY_STORE_URL', run: 'test/published-packages.test.ts' },
  { page: 'docs/stores.md', begins: 'pg_dump', run: 'packages/server/test/entry/move.test.ts' },
  {
    page: 'docs/stores.md',
    begins: 'catenary backup',
    run: 'test/reader-commands.test.ts',
  },
  { page: 'docs/stores.md', begins: 's3:', run: 'test/documented-settings.test.ts' },
  { page: 'docs/stores.md', begins: './catenary inspect', run: 'packages/server/test/entry/models-at-s3.test.ts' },
  { page: 'docs/tls.md', begins: 'catenary serve', run: 'packages/server/test/entry/tls.test.ts' },
  { page: 'docs/tls.md', begins: 'openssl', run: 'packages/server/test/entry/tls.test.ts' },
  { page: 'docs/tls.md', begins: 'server {', reason: 'the settings of another program' },
  { page: 'docs/tutorial.md', run: 'test/pages.test.ts' },
  {
    page: 'docs/tutorials/from-aws.md',
    reason: 'needs an account of AWS; test/from-aws.test.ts runs the script between two servers',
  },
  { page: 'docs/tutorials/', run: 'test/pages.test.ts' },
  { page: 'docs/how-to/', run: 'test/pages.test.ts' },
  { page: 'packages/scoring/README.md', run: 'packages/scoring/test/docs-examples.test.ts' },
];

/** The first row for a block. */
export function rowOf(page: string, firstLine: string): BlockRow | undefined {
  return blockRows.find(
    (row) =>
      (row.page.endsWith('/') ? page.startsWith(row.page) : page === row.page) &&
      firstLine.startsWith(row.begins ?? ''),
  );
}
