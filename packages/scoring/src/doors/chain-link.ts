import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import type { Engine, Output } from './engine.ts';
import type { Feature } from './model.ts';

/** What a model of a chain takes, and from where. */
export interface ChainLink {
  /** `vector`: the positions of one column of vectors; `order`: columns of numbers side by side. */
  readonly by: 'name' | 'vector' | 'order';
  /** Columns of the model before it. */
  readonly taken: readonly string[];
  /** Columns of the rows. */
  readonly given: readonly string[];
  /** What the chain takes up to this model. */
  readonly inputs: readonly Feature[];
}

/** How each model is connected with the one before it. Throws `missing_column` where two do not fit. */
export function linkModels(engines: readonly Engine[]): ChainLink[] {
  const links: ChainLink[] = [];
  engines.forEach((engine, at) => {
    const before = engines[at - 1];
    const { inputs } = engine;
    if (before === undefined) links.push({ by: 'name', taken: [], given: inputs.map(({ name }) => name), inputs });
    else links.push(linkOf(engine, outputsOf(before), defined(links[at - 1]).inputs));
  });
  return links;
}

const outputsOf = (engine: Engine) => engine.outputsOf(defined(engine.methods[0]));

function linkOf(engine: Engine, made: readonly Output[], known: readonly Feature[]): ChainLink {
  const { inputs } = engine;
  const isPipeline = engine.isPipeline === true;
  const names = inputs.map(({ name }) => name);
  const taken = names.filter((name) => made.some((field) => field.name === name));
  const given = names.filter((name) => !taken.includes(name));
  const isKnown = (name: string) => known.some((feature) => feature.name === name);
  const vector = isPipeline ? undefined : vectorOf(made);
  // A model of numbers whose names are not all there takes the vector, if there is one.
  if (taken.length > 0 && (vector === undefined || given.every(isKnown))) {
    const more = inputs.filter(({ name }) => given.includes(name) && !isKnown(name));
    return { by: 'name', taken, given, inputs: [...known, ...more] };
  }
  if (vector !== undefined) return { by: 'vector', taken: [vector.name], given: [], inputs: known };
  if (!isPipeline && made.length === names.length && made.every(isNumber))
    return { by: 'order', taken: made.map(({ name }) => name), given: [], inputs: known };
  throw noLink(made, names);
}

function vectorOf(outputs: readonly Output[]): Output | undefined {
  const vectors = outputs.filter(({ kind }) => kind === 'vector');
  return vectors.length === 1 ? vectors[0] : vectors.find(({ name }) => name === 'features');
}

const isNumber = ({ kind }: Output) => kind === 'number';

function noLink(outputs: readonly Output[], names: readonly string[]): ScoringError {
  const made = outputs.slice(0, 20).map(({ name }) => name);
  const wanted = names.slice(0, 20).join(', ');
  return new ScoringError(
    'missing_column',
    `The model behind takes ${names.length} columns (${wanted}); the one before it makes ${made.join(', ')}: neither these nor one column of vectors. Load it with the option "outputs", which names the columns to hand on.`,
    { expected: wanted },
  );
}
