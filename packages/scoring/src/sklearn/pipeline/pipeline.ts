import { rowTypes } from '../../frame/row-types.ts';
import type { Table } from '../../frame/table.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import { defined } from '../../util/defined.ts';
import { present } from '../../util/present.ts';
import type { Estimator, EstimatorMethod, OutputTypes, Scaler } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';

/** What a step before the last one does. */
type Step = Required<Pick<Estimator, 'transform' | 'transformIntoScratch'>>;

/** Pipeline: each step's output is the next one's input; the last step gives the pipeline its methods. */
export function readPipeline(fitted: Fitted): Estimator {
  const steps = namedItems(fitted, 'steps').filter(({ value }) => value !== null && value !== 'passthrough');
  const read = steps.map(({ name, value }) => fitted.estimatorOf(value, name));
  const [last, used] = lastOf(read);
  if (last === undefined) return { transform: (table) => table, rowTypes, keepsTypes: true };
  const before = read.slice(0, read.length - used).map((step, at): Step => {
    const { transform } = step;
    if (transform === undefined) throw fitted.refuse(`its step ${defined(steps[at]).name} does not transform`);
    return { transform, transformIntoScratch: step.transformIntoScratch ?? transform };
  });
  const findsColumns = (read[0] ?? last).findsColumns === true;
  const types = last.transform === undefined ? {} : chainedTypes(read);
  return { ...chain(before, last), ...types, findsColumns };
}

/** The type of what a pipeline transforms: of its input, through steps that leave it, or of the last step that does not. */
function chainedTypes(steps: readonly Estimator[]): Pick<Estimator, OutputTypes> {
  const setter = steps.filter((step) => step.rowTypes === undefined).at(-1);
  if (setter !== undefined) return present({ transformType: setter.transformType });
  const keepsTypes = steps.every((step) => step.keepsTypes === true) ? true : undefined;
  return present({ rowTypes: steps[0]?.rowTypes, keepsTypes });
}

/** The estimator that gives the pipeline its methods, and how many steps it is made of. */
function lastOf(steps: readonly Estimator[]): [Estimator | undefined, number] {
  const [scaler, last] = [steps.at(-2), steps.at(-1)];
  // One that transforms as well would lose that.
  if (last?.behindScaler === undefined || last.transform !== undefined || !isScaler(scaler)) return [last, 1];
  return [last.behindScaler(scaler), 2];
}

const isScaler = (step: Estimator | undefined): step is Scaler =>
  step?.scaling !== undefined && step.transformIntoScratch !== undefined;

function chain(before: readonly Step[], last: Estimator): Estimator {
  /** A transformer may hand its input on, so that what comes before it has to last; an answer is never handed on. */
  const lasting = (table: Table) => before.reduce((current, { transform }) => transform(current), table);
  const brief = (table: Table) =>
    before.reduce((current, { transformIntoScratch }) => transformIntoScratch(current), table);
  const after = <Answer>(method: ((table: Table) => Answer) | undefined) =>
    method === undefined ? undefined : (table: Table) => method(brief(table));
  const { transform } = last;
  const methods = {
    transform: transform === undefined ? undefined : (table: Table) => transform(lasting(table)),
    predict: after(last.predict),
    predictProba: after(last.predictProba),
    decisionFunction: after(last.decisionFunction),
    scoreSamples: after(last.scoreSamples),
  } satisfies Record<EstimatorMethod, unknown>;
  const { classes, describeTrees, isWhole, labelType, labelCode, isNested, isFloat32 } = last;
  return present({
    classes,
    describeTrees,
    isWhole,
    labelType,
    labelCode,
    isNested,
    isFloat32,
    ...methods,
  });
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
