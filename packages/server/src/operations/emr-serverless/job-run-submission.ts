import { present } from '@catenary/scoring/internal/values';
import { nameOf, qualify, regionOf } from '../../contract/qualified-name.ts';
import { SubmissionError } from '../../serving/spark-jobs/fetch-files.ts';
import { readSubmitWords } from '../../serving/spark-jobs/read-submit-words.ts';
import type { SparkSubmission } from '../../serving/spark-jobs/spark-submission.ts';
import { sparkOfRelease } from '../emr/spark-of-release.ts';
import type { Classified } from './application-definition.ts';
import type { FoundApplication } from './find-application.ts';
import type { JobRunRequest } from './job-run-request.ts';
import { splitWords } from './split-words.ts';

/** 12 hours, as the service's. */
const defaultMinutes = 720;

/** What the service itself reads of a run's settings. */
const servicePrefix = 'spark.emr-serverless.';
const driverPrefix = `${servicePrefix}driverEnv.`;

/** A run as a submission; one that is not carried out here fails with that reason when its turn comes. */
export function jobRunSubmission(
  id: string,
  request: JobRunRequest,
  { found, accessKeyId }: { readonly found: FoundApplication; readonly accessKeyId: string | undefined },
): SparkSubmission {
  const { record, application } = found;
  const { configurationOverrides: overrides, executionTimeoutMinutes: minutes = defaultMinutes } = request;
  const asked = askedOf(request);
  const own = 'refusal' in asked ? { ...asked, main: '', arguments: [], conf: {} } : asked;
  const defaults = [...(application.runtimeConfiguration ?? []), ...(overrides?.applicationConfiguration ?? [])];
  const conf = { ...propertiesOf(defaults), ...own.conf };
  const region = regionOf(record.name);
  const path = `applications/${nameOf(record.name)}/jobs/${id}/SPARK_DRIVER`;
  const group = qualify({ region }, '/aws/emr-serverless');
  const { logUri } =
    { ...application.monitoringConfiguration, ...overrides?.monitoringConfiguration }.s3MonitoringConfiguration ?? {};
  return {
    ...own,
    conf: Object.fromEntries(Object.entries(conf).filter(([name]) => !name.startsWith(servicePrefix))),
    environment: Object.fromEntries(
      Object.entries(conf).flatMap(([name, value]) =>
        name.startsWith(driverPrefix) ? [[name.slice(driverPrefix.length), value]] : [],
      ),
    ),
    region,
    ...present({
      accessKeyId,
      timeoutMs: minutes === 0 ? undefined : minutes * 60_000,
      wanted: sparkOfRelease(application.releaseLabel),
      logUri: logUri === undefined ? undefined : `${logUri.replace(/\/$/, '').replace(/^s3[an]:/, 's3:')}/${path}`,
    }),
    output: { group, stream: `/${path}/stdout` },
    errors: { group, stream: `/${path}/stderr` },
  };
}

function askedOf({ jobDriver }: JobRunRequest): ReturnType<typeof readSubmitWords> | { readonly refusal: string } {
  const {
    entryPoint = '',
    entryPointArguments: given = [],
    sparkSubmitParameters: options = '',
  } = jobDriver?.sparkSubmit ?? {};
  try {
    return readSubmitWords([...splitWords(options), entryPoint, ...given]);
  } catch (error) {
    if (error instanceof SubmissionError) return { refusal: error.message };
    throw error;
  }
}

const propertiesOf = (configurations: readonly Classified[]): Record<string, string> =>
  Object.assign(
    {},
    ...configurations.filter((one) => one.classification === 'spark-defaults').map((one) => one.properties ?? {}),
  ) as Record<string, string>;
