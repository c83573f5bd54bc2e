import { defined } from '../../util/defined.ts';
import type { DataType } from '../../frame/data-type.ts';
import { scalar, vector } from '../../frame/data-type.ts';
import { ScoringError, type ScoringErrorCode } from '../../scoring-error.ts';
import type { Attributes } from '../model/attributes.ts';
import { badModel } from '../model/bad-model.ts';
import type { ModelFolder } from '../model/model-folder.ts';
import type { OpNode } from './op-node.ts';
import type { LoadBooster } from '../op-booster.ts';
import type { Kernel } from './kernel.ts';
import type { Semantics } from '../semantics.ts';
import { castRegister } from './cast-register.ts';
import { createRegister } from './create-register.ts';
import type { NumberRegister } from './number-register.ts';
import type { Register, StringRegister, ValueRegister } from './register.ts';
import type { RowFailure } from './row-failure.ts';
import type { FailurePlace, RowFailures } from './row-failures.ts';
import type { VectorRegister } from './vector-register.ts';

/** What the columns known so far are, and how a column that is not known becomes an input of the plan. */
export interface Wiring {
  readonly columns: Map<string, Register>;
  readonly semantics: Semantics;
  readonly loadBooster: LoadBooster | undefined;
  readonly failures: RowFailures;
  readonly kernels: Kernel[];
  /** A register for an input column of the plan, or undefined if the caller's schema has no such column. */
  readonly openInput: (name: string, wanted: DataType) => Register | undefined;
}

/** What an op sees of the plan while it is compiled: its parameters and the registers of its ports. */
export class NodeContext {
  readonly op: string;
  readonly path: string;
  readonly attributes: Attributes;
  readonly folder: ModelFolder;
  readonly semantics: Semantics;
  /** The reader of `xgboost.model` files, if the caller brought one. */
  readonly loadBooster: LoadBooster | undefined;
  readonly #node: OpNode;
  readonly #wiring: Wiring;
  readonly #places = new Map<string, FailurePlace>();

  constructor(node: OpNode, wiring: Wiring) {
    this.op = node.op;
    this.path = node.path;
    this.attributes = node.attributes;
    this.folder = node.folder;
    this.semantics = wiring.semantics;
    this.loadBooster = wiring.loadBooster;
    this.#node = node;
    this.#wiring = wiring;
  }

  hasInput(port: string): boolean {
    return this.#node.inputs.some((socket) => socket.port === port);
  }

  hasOutput(port: string): boolean {
    return this.#node.outputs.some((socket) => socket.port === port);
  }

  /** How many ports `prefix0`, `prefix1` ... without a gap are wired. */
  countInputs(prefix = 'input'): number {
    let count = 0;
    while (this.hasInput(`${prefix}${count}`)) count++;
    return count;
  }

  numbers(port: string, type: DataType = scalar('double')): NumberRegister {
    return this.input(port, type) as NumberRegister;
  }

  strings(port: string): StringRegister {
    return this.input(port, scalar('string')) as StringRegister;
  }

  vectors(port: string, size?: number): VectorRegister {
    return this.input(port, vector(size)) as VectorRegister;
  }

  values(port: string, type: DataType): ValueRegister {
    return this.input(port, type) as ValueRegister;
  }

  /** The register of an input, cast to `wanted` where the column is of another type. */
  input(port: string, wanted: DataType): Register {
    const register = this.rawInput(port, wanted);
    const { failures } = this.#wiring;
    const cast = castRegister(register, wanted, { failures, place: this.place(register.name) });
    if (cast === undefined) return register;
    this.#wiring.kernels.push(cast.kernel);
    return cast.register;
  }

  /** The register of an input as it is; `wanted` is what it becomes if it is an input of the plan of no known type. */
  rawInput(port: string, wanted: DataType): Register {
    const socket = this.#node.inputs.find((candidate) => candidate.port === port);
    if (socket === undefined) throw this.bad(`the input port "${port}" is wired to no column`);
    const known = this.#wiring.columns.get(socket.name) ?? this.#wiring.openInput(socket.name, wanted);
    if (known?.kind === 'vector') known.isRead = true;
    if (known !== undefined) return known;
    throw new ScoringError(
      'missing_column',
      `The node ${this.path} (${this.op}, port "${port}") needs the column "${socket.name}", which the schema lacks.`,
      { column: socket.name, node: this.path, op: this.op },
    );
  }

  outputNumbers(port: string, type: DataType = scalar('double')): NumberRegister {
    return this.output(port, type) as NumberRegister;
  }

  outputStrings(port: string): StringRegister {
    return this.output(port, scalar('string')) as StringRegister;
  }

  outputVectors(port: string, size?: number): VectorRegister {
    return this.output(port, vector(size)) as VectorRegister;
  }

  outputValues(port: string, type: DataType): ValueRegister {
    return this.output(port, type) as ValueRegister;
  }

  /** The register that an output goes to. A port that is not wired gets one that nobody reads. */
  output(port: string, type: DataType): Register {
    const socket = this.#node.outputs.find((candidate) => candidate.port === port);
    const register = createRegister(type, socket?.name ?? port);
    if (register.kind === 'vector') register.sparseOverhead = this.attributes.number('sparse_overhead', 2);
    if (socket !== undefined) {
      if (this.#wiring.columns.has(socket.name)) throw this.bad(`struct already has field: ${socket.name}`);
      this.#wiring.columns.set(socket.name, register);
    }
    return register;
  }

  /** Refuses one row. */
  fail(row: number, failure: RowFailure): void;
  fail(row: number, code: ScoringErrorCode, message: string, value: unknown, input: Register): void;
  fail(row: number, what: RowFailure | ScoringErrorCode, message = '', value?: unknown, input?: Register): void {
    const failure = typeof what === 'object' ? what : { code: what, message, value, input: defined(input) };
    const place = this.place(failure.input.name);
    this.#wiring.failures.fail(row, failure, place);
  }

  /** Drops one row for all that follows (handle_invalid skip). */
  skip(row: number): void {
    this.#wiring.failures.skip(row);
  }

  hasFailed(row: number): boolean {
    return this.#wiring.failures.has(row);
  }

  /** The model is wrong; to be thrown. */
  bad(what: string): ScoringError {
    return badModel(`${this.path} (${this.op})`, what);
  }

  place(column: string): FailurePlace {
    let place = this.#places.get(column);
    if (place === undefined) {
      place = { column, node: this.path, op: this.op };
      this.#places.set(column, place);
    }
    return place;
  }
}
