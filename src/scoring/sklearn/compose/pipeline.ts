import { PickleTuple } from '../../pickle/pickle-value.ts';
import type { Estimator, EstimatorMethod } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import type { Table } from '../table.ts';

type Transform = (table: Table) => Table;

/** Pipeline: each step's output is the next one's input; the last step gives the pipeline its methods. */
export function readPipeline(fitted: Fitted): Estimator {
  const steps = namedItems(fitted, 'steps').filter(({ value }) => value !== null && value !== 'passthrough');
  const read = steps.map(({ name, value }) => fitted.estimatorOf(value, name));
  const last = read.pop();
  if (last === undefined) return { transform: (table) => table };
  const before = read.map((step, at) => {
    if (step.transform === undefined) throw fitted.refuse(`its step ${steps[at].name} does not transform`);
    return step.transform;
  });
  const findsColumns = (read[0] ?? last).findsColumns === true;
  return { ...chain(before, last), findsColumns };
}

function chain(before: readonly Transform[], last: Estimator): Estimator {
  const prepare: Transform = (table) => {
    let current = table;
    for (const transform of before) current = transform(current);
    return current;
  };
  const after = <Answer>(method: ((table: Table) => Answer) | undefined) =>
    method === undefined ? undefined : (table: Table) => method(prepare(table));
  const methods = {
    transform: after(last.transform),
    predict: after(last.predict),
    predictProba: after(last.predictProba),
    decisionFunction: after(last.decisionFunction),
    scoreSamples: after(last.scoreSamples),
  } satisfies Record<EstimatorMethod, unknown>;
  const present = Object.fromEntries(Object.entries(methods).filter(([, method]) => method !== undefined));
  const { classes, describeTrees, isWhole } = last;
  return {
    ...(classes === undefined ? {} : { classes }),
    ...(describeTrees === undefined ? {} : { describeTrees }),
    ...(isWhole === undefined ? {} : { isWhole }),
    ...present,
  };
}

/** A list of (name, value) pairs, or of (name, value, further) triples. */
export function namedItems(fitted: Fitted, attribute: string): { name: string; value: unknown; further: unknown }[] {
  return fitted.list(attribute).map((item) => {
    const [name, value, further] =
      item instanceof PickleTuple ? item.items : Array.isArray(item) ? (item as unknown[]) : [];
    if (typeof name !== 'string') throw fitted.unknown(attribute, 'a list of named steps');
    return { name, value, further };
  });
}
