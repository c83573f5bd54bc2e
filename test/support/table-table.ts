/** What holds a table of a page: a test that reads it, the tests of what it says, or why there is none. */
export interface TableRow {
  readonly page: string;
  /** The heading that the table stands under; left out where the row holds for all other tables of the page. */
  readonly section?: string;
  /** A test that compares it with the code; it names the page, or a script that writes it. */
  readonly reads?: string;
  /** Tests of what its rows say. */
  readonly tests?: readonly string[];
  readonly reason?: string;
}

const ways = 'a list of links, which test/page-links.test.ts follows';
const facts = 'test/page-facts.test.ts';
const entry = 'packages/server/test/entry';
const conformance = 'packages/server/test/conformance';
const serving = 'packages/server/test/serving';
const container = `${serving}/container`;
const surfaces = `${container}/surfaces`;
const scoring = 'packages/scoring/test';
const decided = 'the figures that a decision was made by, as they were then';

export const tableRows: readonly TableRow[] = [
  { page: 'ARCHITECTURE.md', tests: ['test/architecture.test.ts', 'test/named-files.test.ts'] },
  { page: 'CONTRIBUTING.md', section: 'How to add ...', tests: ['test/named-files.test.ts', facts] },
  { page: 'CONTRIBUTING.md', section: 'Golden cases', reads: 'test/named-files.test.ts' },
  { page: 'CONTRIBUTING.md', tests: ['test/shape.test.ts'] },
  {
    page: 'README.md',
    section: 'What it runs',
    tests: [`${container}/images.test.ts`, `${container}/launchers.test.ts`],
  },
  { page: 'SECURITY.md', section: 'What it is made of', reads: 'test/dependencies.test.ts' },
  { page: 'SECURITY.md', section: 'Who is trusted with what', tests: [`${conformance}/unproven-callers.test.ts`] },
  { page: 'SECURITY.md', reads: 'test/named-tests.test.ts' },
  { page: 'docs/README.md', section: 'Questions that come first', reads: 'test/page-links.test.ts' },
  { page: 'docs/README.md', reason: ways },
  { page: 'docs/api-coverage.md', reads: 'packages/server/test/contract/member-support.test.ts' },
  {
    page: 'docs/async.md',
    tests: [`${conformance}/async-inference.test.ts`, `${serving}/async-inference/async-queue.test.ts`],
  },
  { page: 'docs/batch.md', section: 'Batch transform', reads: 'packages/server/test/contract/batch-variables.test.ts' },
  {
    page: 'docs/batch.md',
    section: 'Other formats of input',
    tests: [
      `${conformance}/batch-names.test.ts`,
      `${serving}/transform-job/passed-on.test.ts`,
      `${serving}/transform-job/records/record-sources/parquet-source.test.ts`,
    ],
  },
  { page: 'docs/batch.md', section: 'Bad records', reads: `${conformance}/batch-bad-records.test.ts` },
  { page: 'docs/batch.md', section: 'Without a server', reads: `${entry}/transform-flags-page.test.ts` },
  { page: 'docs/choices.md', reads: 'test/named-tests.test.ts' },
  { page: 'docs/clients.md', reads: 'test/clients-page.test.ts' },
  {
    page: 'docs/commands.md',
    section: 'Exit status',
    tests: [`${entry}/cli.test.ts`, `${entry}/client-commands.test.ts`],
  },
  { page: 'docs/commands.md', reads: `${entry}/commands-page.test.ts` },
  { page: 'docs/configuration.md', reads: `${entry}/options/configuration-page.test.ts` },
  { page: 'docs/containers.md', section: 'Variables of containers', reads: `${container}/variables-page.test.ts` },
  { page: 'docs/containers.md', section: 'Ways out, tried', reads: `${conformance}/ways-out.test.ts` },
  {
    page: 'docs/containers.md',
    section: 'Containers: ways of running them',
    tests: [`${conformance}/ways-to-run.test.ts`, `${container}/launchers.test.ts`],
  },
  { page: 'docs/containers.md', section: 'What an archive is taken for', tests: [`${scoring}/open/recognise.test.ts`] },
  {
    page: 'docs/containers.md',
    section: 'scikit-learn models without a script',
    tests: [`${surfaces}/sklearn/sklearn-container.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'LightGBM and CatBoost as JumpStart serves them',
    tests: [`${surfaces}/jumpstart/jumpstart-container.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'SparkML without a schema',
    tests: [`${surfaces}/sparkml/saved-pipeline.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: "First-party algorithms of SageMaker's",
    tests: [`${surfaces}/first-party/first-party-container.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'BlazingText',
    tests: [`${surfaces}/blazingtext/blazingtext-container.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'k-NN',
    tests: [`${scoring}/aws/k-nearest-neighbors.test.ts`, `${scoring}/faiss/golden.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'Scripts',
    tests: [
      `${container}/python/frameworks.test.ts`,
      `${container}/python/framework-version.test.ts`,
      `${container}/python/scikit-learn.test.ts`,
      `${container}/python/xgboost.test.ts`,
    ],
  },
  { page: 'docs/containers.md', section: 'Functions', tests: [`${container}/function/function-stage.test.ts`] },
  { page: 'docs/containers.md', section: 'Ensembles', tests: [`${surfaces}/ensemble/ensemble-container.test.ts`] },
  { page: 'docs/containers.md', section: 'Rules', tests: [`${surfaces}/rules/rules-container.test.ts`] },
  { page: 'docs/containers.md', section: 'Images of others', tests: [`${container}/oci/oci.test.ts`] },
  {
    page: 'docs/containers.md',
    section: 'Services elsewhere',
    tests: [`${container}/remote/remote-service.test.ts`, `${container}/remote/remote-stage.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'Queue, time limits, restarts',
    tests: [
      `${container}/dispatch/worker-pool.test.ts`,
      `${container}/process/health-watch.test.ts`,
      `${conformance}/stubborn-container.test.ts`,
    ],
  },
  { page: 'docs/containers.md', section: 'Instances', tests: [`${conformance}/replicas.test.ts`] },
  {
    page: 'docs/containers.md',
    section: 'Stateful sessions',
    tests: [`${container}/dispatch/sessions.test.ts`, `${container}/dispatch/replica-set.test.ts`],
  },
  {
    page: 'docs/containers.md',
    section: 'What a container sees',
    tests: [`${container}/process/boxes.test.ts`, `${conformance}/escapes.test.ts`],
  },
  { page: 'docs/decisions/', reason: decided },
  { page: 'docs/faults.md', reads: 'test/faults-table.test.ts' },
  { page: 'docs/flags.md', reads: 'test/man-page.test.ts' },
  { page: 'docs/glossary.md', reads: 'test/named-files.test.ts' },
  { page: 'docs/how-to/upgrade.md', section: 'Upgrade', tests: [`${entry}/upgrade/upgrade.test.ts`] },
  {
    page: 'docs/how-to/upgrade.md',
    reason: 'commands of npm, systemd and the reader, over places that the tests of a start find empty before',
  },
  {
    page: 'docs/install.md',
    section: 'Install',
    tests: [
      'test/published-packages.test.ts',
      'test/container-image.test.ts',
      'test/packaging.test.ts',
      'test/readme.test.ts',
    ],
  },
  {
    page: 'docs/install.md',
    section: 'Which systems',
    tests: ['test/bootstrap.test.ts', 'test/published-packages.test.ts'],
  },
  { page: 'docs/keys.md', section: 'Statements', tests: [`${entry}/rights.test.ts`, `${conformance}/keys.test.ts`] },
  { page: 'docs/keys.md', section: 'Accounts', tests: [`${entry}/accounts.test.ts`] },
  { page: 'docs/keys.md', reads: facts },
  { page: 'docs/lifecycles.md', tests: [`${serving}/transform-job/control/reconcile-job.test.ts`] },
  { page: 'docs/logs.md', section: "The server's own log", reads: facts },
  { page: 'docs/logs.md', section: 'Health', tests: [`${conformance}/request-log.test.ts`] },
  { page: 'docs/metrics.md', section: 'What there is', reads: facts },
  { page: 'docs/metrics.md', section: 'Where the time of one request goes', tests: [`${conformance}/ledger.test.ts`] },
  {
    page: 'docs/mleap-differences.md',
    section: 'The SparkML container',
    tests: [`${surfaces}/sparkml/sparkml-container.test.ts`],
  },
  {
    page: 'docs/mleap-differences.md',
    section: 'Saved pipelines as bundles',
    tests: [`${scoring}/spark/to-mleap-bundle/export-bundle.test.ts`],
  },
  {
    page: 'docs/mleap-differences.md',
    tests: [
      `${scoring}/spark/from-mleap-bundle/golden-bundles.test.ts`,
      `${scoring}/spark/from-mleap-bundle/runtime-answers.test.ts`,
    ],
  },
  { page: 'docs/model-coverage.md', reads: facts },
  { page: 'docs/model-coverage/sklearn.md', reads: `${scoring}/sklearn/model-coverage.test.ts` },
  { page: 'docs/monitoring.md', section: 'What is checked', reads: facts },
  { page: 'docs/monitoring.md', section: 'A baseline', tests: [`${serving}/monitoring/baseline.test.ts`] },
  {
    page: 'docs/monitoring.md',
    section: 'A schedule',
    tests: [`${serving}/monitoring/schedule-times.test.ts`, `${serving}/monitoring/monitoring-controller.test.ts`],
  },
  {
    page: 'docs/monitoring.md',
    section: 'The quality of a model',
    tests: [`${conformance}/model-quality.test.ts`, `${serving}/monitoring/measure-quality.test.ts`],
  },
  {
    page: 'docs/monitoring.md',
    section: 'Drift, as it happens',
    tests: [`${serving}/drift/drift-watch.test.ts`, `${conformance}/drift.test.ts`],
  },
  {
    page: 'docs/multi-model.md',
    section: 'What runs a model',
    tests: [
      `${conformance}/multi-model.test.ts`,
      `${conformance}/multi-model-python.test.ts`,
      `${conformance}/multi-model-process.test.ts`,
    ],
  },
  { page: 'docs/multi-model.md', section: 'Errors', tests: [`${conformance}/multi-model.test.ts`] },
  { page: 'docs/not-supported.md', reads: 'test/named-tests.test.ts' },
  { page: 'docs/op-coverage.md', reads: `${scoring}/spark/from-mleap-bundle/op-coverage.test.ts` },
  { page: 'docs/rollouts.md', section: 'Kinds', tests: [`${serving}/endpoint/plan/rollouts.test.ts`] },
  {
    page: 'docs/rollouts.md',
    section: 'Alarms that compare both',
    tests: [`${serving}/endpoint/traffic/split-monitor.test.ts`],
  },
  { page: 'docs/scoring-library.md', section: 'Errors', reads: facts },
  {
    page: 'docs/scoring-library.md',
    section: 'A model',
    tests: [`${scoring}/docs-examples.test.ts`, 'test/public-types.test.ts'],
  },
  { page: 'docs/scoring-library.md', section: 'One format alone', tests: [`${scoring}/tree-shaking.test.ts`] },
  { page: 'docs/shadow.md', tests: [`${serving}/shadow/shadow-comparison.test.ts`, `${conformance}/shadow.test.ts`] },
  { page: 'docs/spark-coverage.md', reads: `${scoring}/spark/from-spark-save/coverage.test.ts` },
  {
    page: 'docs/spark-jobs.md',
    tests: [
      `${conformance}/spark-recipes.test.ts`,
      `${conformance}/spark-faults.test.ts`,
      `${conformance}/emr.test.ts`,
      `${conformance}/emr-serverless.test.ts`,
      `${conformance}/script-processor.test.ts`,
    ],
  },
  { page: 'docs/spark-sql.md', tests: [`${scoring}/spark/sql/statements.test.ts`] },
  { page: 'docs/spark.md', section: 'What it costs', reads: facts },
  { page: 'docs/spark.md', reason: 'advice on which engine to take, by links' },
  { page: 'docs/stores.md', section: 'Faults', tests: ['packages/server/test/platform/storage/s3/s3-faults.test.ts'] },
  { page: 'docs/stores.md', section: 'Speed', reads: facts },
  {
    page: 'docs/stores.md',
    section: 'The S3 API of this server',
    tests: [
      'packages/server/test/operations/s3/operations.test.ts',
      'packages/server/test/operations/s3/clients.test.ts',
    ],
  },
  { page: 'docs/tls.md', reads: `${conformance}/behind-a-proxy.test.ts` },
  { page: 'docs/what-you-may-see.md', reads: 'packages/server/test/mistakes/what-you-may-see.test.ts' },
];

/** The first row for a table. */
export function tableRowOf(page: string, section: string): TableRow | undefined {
  return tableRows.find(
    (row) =>
      (row.page.endsWith('/') ? page.startsWith(row.page) : page === row.page) &&
      (row.section === undefined || row.section === section),
  );
}
