import { KernelScope } from '../kernels/wasm/kernel-scope.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { own } from '../util/own.ts';
import { type ChainLink, linkModels } from './chain-link.ts';
import type { Call, Engine, Scored } from './engine.ts';
import { expectNames } from './expect-names.ts';
import { linkedRows } from './linked-rows.ts';
import { notRow } from './matrix-reader.ts';
import type { Method, Model } from './model.ts';
import { engineOf, type ModelEngine } from './model-engines.ts';
import { modelOf, throwFailures } from './open-model.ts';
import type { Columns, Row, Rows, Value } from './rows.ts';
import { isDense, isSparse } from './slice-rows.ts';

/**
 * Models one behind the other, as one model: each takes what the one before it makes. A model takes columns by its own names, from the
 * model before it or, where that does not make them, from the rows; else the column of vectors that the model before it makes (of several the one
 * called `features`). What a sparse vector lacks is 0, and NaN is missing, as between the libraries.
 * The chain owns its models: to dispose of it is to dispose of them. Throws `ScoringError`: `missing_column` where two models do not fit.
 *
 * @example
 * const model = chain(await load(features), await load(booster));
 * model.predictOne({ carat: 1.52, cut: 'Fair' }).prediction;
 */
export function chain<M extends Method>(...models: [...Model[], Model<M>]): Model<M> {
  const members = models.map((model) => engineOf(model));
  if (members.length === 0) throw new ScoringError('bad_input', 'A chain has one model at least.');
  const links = linkModels(members.map(({ engine }) => engine));
  return modelOf(chainEngine(members, links) as Engine<M>, new ChainScope(members));
}

/** The scopes of all members. */
class ChainScope extends KernelScope {
  readonly #members: readonly ModelEngine[];

  constructor(members: readonly ModelEngine[]) {
    super();
    this.#members = members;
  }

  override get isReleased(): boolean {
    return super.isReleased || this.#members.some(({ scope }) => scope.isReleased);
  }

  override release(): void {
    super.release();
    for (const { scope } of this.#members) scope.release();
  }
}

function chainEngine(members: readonly ModelEngine[], links: readonly ChainLink[]): Engine {
  const { engine: last } = defined(members.at(-1));
  const { inputs } = defined(links.at(-1));
  const chained = new ChainedModels(members, links);
  return {
    format: last.format,
    inputs,
    methods: last.methods,
    classes: last.classes,
    dependsOnRows: members.some(({ engine }) => engine.dependsOnRows === true),
    options: last.options,
    score: (rows, call) => chained.score(rows, call),
    outputsOf: (method, outputs) => last.outputsOf(method, outputs),
    describe: () => {
      const models = members.map(({ engine }) => ({ format: engine.format, ...engine.describe() }));
      return { lines: models.flatMap(({ lines }) => lines), details: { models } };
    },
  };
}

class ChainedModels {
  readonly #members: readonly ModelEngine[];
  readonly #links: readonly ChainLink[];
  /** What each model but the last is asked: only what the next one takes. */
  readonly #calls: readonly Call[];
  /** Names of the chain's columns, if others than the first model take some of them. */
  readonly #names: readonly string[] | undefined;

  constructor(members: readonly ModelEngine[], links: readonly ChainLink[]) {
    this.#members = members;
    this.#links = links;
    this.#calls = members.slice(0, -1).map((member, at) => callOf(member, defined(links[at + 1]), members));
    const isMixed = links.slice(1).some(({ given }) => given.length > 0);
    this.#names = isMixed ? defined(links.at(-1)).inputs.map(({ name }) => name) : undefined;
  }

  score(rows: Rows, call: Call): Scored {
    const source = this.#names === undefined ? undefined : columnsOf(rows, this.#names, call.strict);
    const given = source === undefined ? rows : pick(source, defined(this.#links[0]).given);
    let answer = this.#ask(0, given, call);
    for (let at = 1; at < this.#members.length; at++) {
      throwFailures(answer);
      answer =
        this.#askAssembled(at, answer, call) ??
        this.#ask(at, linkedRows(answer, defined(this.#links[at]), source), call);
    }
    return answer;
  }

  #ask(at: number, rows: Rows, call: Call): Scored {
    const { engine, scope } = defined(this.#members[at]);
    return scope.run(() => engine.score(rows, this.#callOf(at, call)));
  }

  /** Undefined where the model does not take vectors as the columns that they are made of, or the answer has none. */
  #askAssembled(at: number, answer: Scored, call: Call): Scored | undefined {
    const { engine, scope } = defined(this.#members[at]);
    const { by, taken } = defined(this.#links[at]);
    const asked = this.#callOf(at, call);
    if (asked.method !== 'predict') return undefined;
    if (by !== 'vector' || engine.predictAssembled === undefined) return undefined;
    const vectors = answer.columns.find(({ name }) => name === taken[0])?.assembled?.();
    if (vectors === undefined) return undefined;
    const rows = vectors.rowsOfParts(answer.rowCount);
    // Written out, they are refused with the place of what is wrong.
    if (rows.columnCount !== engine.inputs.length || !rows.areFinite()) return undefined;
    return scope.run(() => engine.predictAssembled?.(rows, asked));
  }

  /** The last model is asked what the chain is asked, the first one with its strictness. */
  #callOf(at: number, call: Call): Call {
    return { ...(this.#calls[at] ?? call), strict: at > 0 || call.strict };
  }
}

/** Answers are read before the next call, so they may stand in buffers, except for a model that is there twice. */
function callOf({ engine }: ModelEngine, { taken }: ChainLink, members: readonly ModelEngine[]): Call {
  const outputs = engine.options.includes('outputs') ? taken : undefined;
  const isShared = members.filter((member) => member.engine === engine).length === 1;
  return { method: defined(engine.methods[0]), strict: true, outputs, rounds: undefined, isShared };
}

/** Rows as columns by name, of which each model gets its own. */
function columnsOf(rows: Rows, names: readonly string[], isStrict: boolean): Columns {
  if (typeof rows !== 'object' || rows === null || isDense(rows) || isSparse(rows))
    throw new ScoringError(
      'wrong_type',
      'The models of this chain take columns by name: give rows as objects, or columns.',
    );
  if (!Array.isArray(rows)) {
    if (isStrict) expectNames(Object.keys(rows), { wanted: names });
    return pick(rows as Columns, names);
  }
  const list = rows as readonly Row[];
  list.forEach((row, at) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw notRow(row, at);
    if (isStrict) expectNames(Object.keys(row), { wanted: names }, at);
  });
  const cellsOf = (name: string) => list.map((row) => own(row as Readonly<Record<string, Value>>, name) ?? null);
  return Object.fromEntries(names.map((name) => [name, cellsOf(name)]));
}

const pick = (columns: Columns, names: readonly string[]): Columns =>
  Object.fromEntries(
    names.flatMap((name) => {
      const cells = own(columns, name);
      return cells === undefined ? [] : [[name, cells]];
    }),
  );
