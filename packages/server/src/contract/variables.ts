import { nearestWord } from '@catenary/scoring/internal/names';
import { batchVariableNames, wrongBatchValue } from './batch-variables.ts';

/** The prefix of this server's own variables. */
const prefix = 'CATENARY_';

/** Variables that a container's environment may have (docs/model-coverage.md, docs/op-coverage.md, docs/containers.md). */
export const containerVariables: readonly string[] = [
  'CATENARY_MLEAP_SEMANTICS',
  'CATENARY_SPARKML_ROWS',
  'CATENARY_SPARK_ANSI',
  'CATENARY_IDEMPOTENT',
  'CATENARY_MAX_WAIT_MS',
  'CATENARY_FUNCTION_MEMORY_MB',
  'CATENARY_CAPTURE_STEPS',
  'CATENARY_WARMUP',
  'CATENARY_CANARY_STEP',
  'CATENARY_DRIFT_BASELINE',
];

/** Variables that a transform job's Environment may have (docs/batch.md). */
export const jobVariables: readonly string[] = batchVariableNames;

type Environment = Readonly<Record<string, string>>;

/** What is wrong with the `CATENARY_` names in a container's environment; undefined if nothing is. */
export function wrongContainerVariable(environment: Environment): string | undefined {
  const wrong = unknownOf(environment, containerVariables);
  if (wrong === undefined) return undefined;
  const job = jobVariables.find((name) => name === wrong.toUpperCase());
  if (job !== undefined)
    return `${job} is a variable of transform jobs: set it in the Environment of CreateTransformJob.`;
  return describe(wrong, 'a container', containerVariables);
}

/** The same for a transform job, whose Environment its containers get as well; and what is no value of a name. */
export function wrongJobVariable(environment: Environment): string | undefined {
  const known = [...jobVariables, ...containerVariables];
  const wrong = unknownOf(environment, known);
  return wrong === undefined ? wrongBatchValue(environment) : describe(wrong, 'a transform job', known);
}

/** Whether a name begins as this server's own do, in any case of letters: names are told apart by it, and another one is a misspelling. */
export const hasOwnPrefix = (name: string): boolean => name.toUpperCase().startsWith(prefix);

function unknownOf(environment: Environment, known: readonly string[]): string | undefined {
  return Object.keys(environment).find((name) => hasOwnPrefix(name) && !known.includes(name));
}

function describe(name: string, owner: string, known: readonly string[]): string {
  const shown = name.slice(0, 100);
  const nearest = nearestVariable(name, known);
  return nearest === undefined
    ? `${shown} is not a variable of ${owner}; there are ${known.join(', ')}.`
    : `${shown} is not a variable of ${owner}; use ${nearest}.`;
}

/** The variable that `name` may be a misspelling of; names are compared without their common prefix, and without their case. */
export function nearestVariable(name: string, known: readonly string[]): string | undefined {
  const rest = (each: string) => each.slice(prefix.length).toUpperCase();
  const nearest = nearestWord(rest(name), known.filter((each) => each.startsWith(prefix)).map(rest));
  return nearest === undefined ? undefined : prefix + nearest;
}
