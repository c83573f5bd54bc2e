import { KernelScope } from '../kernels/wasm/kernel-scope.ts';
import { ScoringError } from '../scoring-error.ts';
import { nearestName } from '../util/nearest-name.ts';
import { present } from '../util/present.ts';
import { collectRows } from './collect-rows.ts';
import type { Call, Engine, Scored } from './engine.ts';
import { aCount, aFlag, expectOptions, type OptionKind, oneOf, someNames } from './expect-options.ts';
import type { Facts, Method, Model, Options } from './model.ts';
import { registerEngine } from './model-engines.ts';
import { asScoringError, onlyScoringErrors } from './only-scoring-errors.ts';
import type { Answer, Result } from './result.ts';
import type { Dense, Row, Rows } from './rows.ts';
import { ScoredRows } from './scored-rows.ts';
import { shown } from './shown.ts';
import { writeNumbers } from './write-numbers.ts';

/**
 * The one implementation of `Model`, over what a format brings. `load` runs in the model's scope; errors of it that are no
 * `ScoringError` mean that the file is bad.
 */
export function openModel<M extends Method>(load: () => Engine<M>, choice?: KernelScope['choice']): Model<M> {
  // A model that is loaded by another one is part of it.
  const scope = KernelScope.current ?? new KernelScope(choice);
  try {
    return modelOf(scope.run(load), scope);
  } catch (error) {
    if (KernelScope.current === undefined) scope.release();
    throw asScoringError('bad_model', error);
  }
}

/** The same of an engine that is loaded already. */
export function modelOf<M extends Method>(engine: Engine<M>, scope: KernelScope): Model<M> {
  const { format, inputs, methods, classes } = engine;
  const opened = new OpenedModel(engine, scope);
  const model: Model<M> = {
    format,
    inputs,
    methods,
    ...present({ classes }),
    predictOne: (row, options) => opened.predictOne(row, options),
    predict: (rows, options) => opened.predict(rows, options),
    predictInto: (rows, target, options) => opened.predictInto(rows, target, options),
    describe: () => opened.describe(),
    dispose: () => opened.dispose(),
    [disposeSymbol]: () => opened.dispose(),
  };
  registerEngine(model, engine, scope);
  return model;
}

/** Node has it since 18.18; without it there is nothing to call. */
const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? Symbol('Symbol.dispose');

class OpenedModel<M extends Method> {
  readonly #engine: Engine<M>;
  readonly #scope: KernelScope;
  readonly #kinds: Readonly<Record<string, OptionKind>>;
  readonly #labels: readonly string[] | undefined;
  readonly #plain: Call<M>;

  constructor(engine: Engine<M>, scope: KernelScope) {
    this.#engine = engine;
    this.#scope = scope;
    const own = { outputs: someNames, rounds: aCount };
    this.#kinds = {
      method: { what: 'the name of a method', fits: () => true },
      strict: aFlag,
      bad: oneOf('throw', 'collect'),
      ...Object.fromEntries(engine.options.map((name) => [name, own[name]])),
    };
    this.#labels = engine.classes?.map(String);
    this.#plain = this.#callOf({});
  }

  predictOne(row: Row, options?: Options<M>): Answer {
    const { call } = this.#expect(options);
    const answer = this.#run(() => this.#engine.score([row], call));
    throwFailures(answer);
    return new ScoredRows(answer, this.#labels).row(0);
  }

  predict(rows: Rows, options?: Options<M>): Result {
    const { call, bad } = this.#expect(options);
    if (bad !== 'collect') {
      const answer = this.#run(() => this.#engine.score(rows, call));
      throwFailures(answer);
      return new ScoredRows(answer, this.#labels);
    }
    const { answer, errors } = this.#run(() => collectRows(this.#engine, rows, call));
    return new ScoredRows(answer, this.#labels, errors);
  }

  predictInto(rows: Dense, target: Float64Array, options?: Options<M>): number {
    const { call } = this.#expect(options);
    const answer = this.#run(() => this.#engine.score(rows, { ...call, isShared: true }));
    throwFailures(answer);
    return writeNumbers(new ScoredRows(answer, undefined), target);
  }

  describe(): Facts {
    this.#expectOpen();
    return { format: this.#engine.format, ...this.#engine.describe() };
  }

  dispose(): void {
    this.#scope.release();
  }

  #run<Answered>(work: () => Answered): Answered {
    return onlyScoringErrors('bad_input', () => this.#scope.run(work));
  }

  #expect(options: Options<M> | undefined): { call: Call<M>; bad: Options['bad'] } {
    this.#expectOpen();
    if (options === undefined) return { call: this.#plain, bad: 'throw' };
    const checked = expectOptions(options, this.#kinds);
    return { call: this.#callOf(checked), bad: checked.bad };
  }

  #callOf({ method, strict, outputs, rounds }: Options<M>): Call<M> {
    const { methods } = this.#engine;
    const [first] = methods;
    const asked = method ?? first;
    if (asked === undefined || !methods.includes(asked)) {
      const end = typeof asked === 'string' ? nearestName(asked, methods) : '.';
      throw new ScoringError(
        'unsupported_model',
        `The ${this.#engine.format} model has no method ${shown(asked)}${end}`,
      );
    }
    return { method: asked, strict: strict ?? true, outputs, rounds, isShared: false };
  }

  #expectOpen(): void {
    if (this.#scope.isReleased) throw new ScoringError('bad_input', 'The model was disposed; load it again.');
  }
}

/** Throws the error of the first row that has no answer. */
export function throwFailures({ failures }: Scored): void {
  if (failures === undefined) return;
  for (const error of failures.values()) throw error;
}
