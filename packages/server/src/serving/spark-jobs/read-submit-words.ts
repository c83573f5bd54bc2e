import { own } from '@catenary/scoring/internal/names';
import { SubmissionError } from './fetch-files.ts';
import type { SparkSubmission } from './spark-submission.ts';

type Asked = Pick<SparkSubmission, 'main' | 'arguments'> &
  Required<Pick<SparkSubmission, 'pyFiles' | 'jars' | 'files' | 'archives' | 'conf'>>;

/** Options that are lists of files, and what each is of a submission. */
const lists: Readonly<Record<string, 'pyFiles' | 'jars' | 'files' | 'archives'>> = {
  '--py-files': 'pyFiles',
  '--jars': 'jars',
  '--files': 'files',
  '--archives': 'archives',
};

/** Options that are settings by another name (Apache Spark, "Submitting Applications"). */
const settings: Readonly<Record<string, string>> = {
  '--name': 'spark.app.name',
  '--driver-memory': 'spark.driver.memory',
  '--driver-java-options': 'spark.driver.extraJavaOptions',
  '--driver-class-path': 'spark.driver.extraClassPath',
  '--executor-memory': 'spark.executor.memory',
  '--executor-cores': 'spark.executor.cores',
  '--num-executors': 'spark.executor.instances',
  '--local-spark-event-logs-dir': 'spark.eventLog.dir',
};

/** The operator says where and how runs are made: they are read, and replaced. */
const replaced = new Set([
  '--master',
  '--deploy-mode',
  '--queue',
  '--driver-cores',
  '--total-executor-cores',
  '--spark-event-logs-s3-uri',
]);
const flags = new Set(['--verbose', '-v', '--supervise']);

/** What the words behind `spark-submit` ask for. Throws `SubmissionError` for what is not carried out here. */
export function readSubmitWords(words: readonly string[]): Asked {
  const asked = { pyFiles: [] as string[], jars: [] as string[], files: [] as string[], archives: [] as string[] };
  const conf: Record<string, string> = {};
  let at = 0;
  for (let word = words[0]; word?.startsWith('-') === true; word = words[at]) {
    const isWhole = flags.has(word) || (word.startsWith('--') && word.includes('='));
    const [option, value] = isWhole ? splitAt(word) : [word, words[at + 1]];
    at += isWhole ? 1 : 2;
    if (flags.has(option) || replaced.has(option)) continue;
    if (value === undefined) throw new SubmissionError(`The option ${option} of spark-submit has no value.`);
    const list = own(lists, option);
    const setting = own(settings, option);
    if (list !== undefined) asked[list].push(...value.split(',').filter((item) => item !== ''));
    else if (option === '--conf') Object.assign(conf, Object.fromEntries([splitAt(value)]));
    else if (setting !== undefined) Object.assign(conf, { [setting]: value });
    else throw new SubmissionError(`The option ${option} of spark-submit is not offered.`);
  }
  const [main, ...given] = words.slice(at);
  if (main === undefined) throw new SubmissionError('spark-submit names no script.');
  if (!main.endsWith('.py')) throw new SubmissionError(`The script must be Python, name.py: it is ${main}.`);
  if (conf['spark.eventLog.dir'] !== undefined) conf['spark.eventLog.enabled'] = 'true';
  return { ...asked, conf, main, arguments: given };
}

function splitAt(text: string): [string, string] {
  const end = text.indexOf('=');
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}
