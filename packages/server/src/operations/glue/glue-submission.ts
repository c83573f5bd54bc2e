import { present } from '@catenary/scoring/internal/values';
import type { Realm } from '../../contract/arn.ts';
import { qualify } from '../../contract/qualified-name.ts';
import type { SparkSubmission } from '../../serving/spark-jobs/spark-submission.ts';
import type { Arguments, JobDefinition } from './job-definition.ts';
import { sparkOfGlue } from './spark-of-glue.ts';

/** A run of a job: what StartJobRun says counts before the job's defaults, and after what cannot be overridden. */
export interface AskedRun {
  readonly job: string;
  readonly definition: JobDefinition;
  readonly arguments: Arguments;
  readonly runId: string;
  readonly timeoutMinutes: number;
  readonly realm: Realm;
  readonly accessKeyId: string | undefined;
}

/** Arguments that are the service's own: scripts do not get them. They get all others. */
const special =
  /^--(?:job-language|scriptLocation|extra-jars|extra-py-files|extra-files|user-jars-first|conf|job-bookmark-.*|enable-.*|spark-event-logs-path|continuous-log-.*|datalake-formats|customer-(?:driver|executor)-env-vars|debug|mode|JOB_(?:NAME|ID|RUN_ID)|endpoint)$/;

/** What a run of a job is to spark-submit (AWS Glue developer guide, "Using job parameters in AWS Glue jobs"). */
export function glueSubmission(run: AskedRun): SparkSubmission {
  const { definition, realm, runId, job } = run;
  const given = { ...definition.DefaultArguments, ...run.arguments, ...definition.NonOverridableArguments };
  const { Command: command, GlueVersion } = definition;
  const own = Object.entries(given).filter(([name]) => !special.test(name));
  return {
    main: given['--scriptLocation'] ?? command.ScriptLocation ?? '',
    // `j_` and 64 digits: the job itself; `jr_` the run.
    arguments: [...own, ['--JOB_ID', runId.replace('jr_', 'j_')], ['--JOB_RUN_ID', runId], ['--JOB_NAME', job]].flat(),
    pyFiles: listOf(given['--extra-py-files']),
    jars: listOf(given['--extra-jars']),
    files: listOf(given['--extra-files']),
    conf: { ...settingsOf(given['--conf']), ...firstOf(given['--user-jars-first']) },
    environment: variablesOf(given['--customer-driver-env-vars']),
    isPython2: Number.parseFloat(GlueVersion ?? '0.9') <= 1 && command.PythonVersion !== '3',
    timeoutMs: run.timeoutMinutes * 60_000,
    region: realm.region,
    ...present({ wanted: sparkOfGlue(GlueVersion), accessKeyId: run.accessKeyId }),
    output: { group: qualify(realm, '/aws-glue/jobs/output'), stream: runId },
    errors: { group: qualify(realm, '/aws-glue/jobs/error'), stream: runId },
  };
}

const listOf = (text = '') =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** The run's jars before Spark's own. */
const firstOf = (asked: string | undefined) =>
  present({ 'spark.driver.userClassPathFirst': asked, 'spark.executor.userClassPathFirst': asked });

/** `a=b --conf c=d` */
function settingsOf(text = ''): Record<string, string> {
  const pairs = text.split('--conf').map((pair) => pair.trim());
  return Object.fromEntries(pairs.flatMap(pairOf));
}

/** `CUSTOMER_a=b,CUSTOMER_c="d"`; other names are not taken. */
function variablesOf(text = ''): Record<string, string> {
  const pairs = listOf(text).flatMap(pairOf);
  return Object.fromEntries(
    pairs.filter(([name]) => name.startsWith('CUSTOMER_')).map(([name, value]) => [name, value.replace(/^"|"$/g, '')]),
  );
}

function pairOf(text: string): [string, string][] {
  const end = text.indexOf('=');
  return end < 1 ? [] : [[text.slice(0, end), text.slice(end + 1)]];
}
