import { type DataType, scalar, vector } from '../../frame/data-type.ts';
import { ScoringError } from '../../scoring-error.ts';
import { castRegister } from './cast-register.ts';
import { createRegister } from './create-register.ts';
import type { NodeContext } from './node-context.ts';
import type { NumberRegister } from './number-register.ts';
import type { Register, StringRegister, ValueRegister } from './register.ts';
import type { Socket } from './socket.ts';
import type { VectorRegister } from './vector-register.ts';
import type { Wiring } from './wiring.ts';

/** What the ports of a node are wired to. */
export interface NodePorts {
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
  /** What a sparse vector that it makes costs besides its entries, in doubles. Default 2. */
  readonly sparseOverhead?: number;
}

/** The registers of a node's ports, as they are asked for while it is compiled. */
export class Ports {
  readonly #node: NodePorts;
  readonly #wiring: Wiring;
  readonly #context: NodeContext;

  constructor(node: NodePorts, wiring: Wiring, context: NodeContext) {
    this.#node = node;
    this.#wiring = wiring;
    this.#context = context;
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
    const { failures, kernels } = this.#wiring;
    const cast = castRegister(register, wanted, { failures, place: this.#context.place(register.name) });
    if (cast === undefined) return register;
    kernels.push(cast.kernel);
    return cast.register;
  }

  /** The register of an input as it is; `wanted` is what it becomes if it is an input of the plan of no known type. */
  rawInput(port: string, wanted: DataType): Register {
    const { path, op } = this.#context;
    const socket = this.#node.inputs.find((candidate) => candidate.port === port);
    if (socket === undefined) throw this.#context.bad(`the input port "${port}" is wired to no column`);
    const known = this.#wiring.columns.get(socket.name) ?? this.#wiring.openInput(socket.name, wanted);
    if (known?.kind === 'vector') known.isRead = true;
    if (known !== undefined) return known;
    throw new ScoringError(
      'missing_column',
      `The node ${path} (${op}, port "${port}") needs the column "${socket.name}", which the schema lacks.`,
      { column: socket.name, node: path, op },
    );
  }

  outputNumbers(port: string, type: DataType = scalar('double')): NumberRegister {
    return this.output(port, type) as NumberRegister;
  }

  outputVectors(port: string, size?: number): VectorRegister {
    return this.output(port, vector(size)) as VectorRegister;
  }

  outputValues(port: string, type: DataType): ValueRegister {
    return this.output(port, type) as ValueRegister;
  }

  /** The register that an output goes to. A port that is not wired gets one that is never read. */
  output(port: string, type: DataType): Register {
    const { outputs, sparseOverhead } = this.#node;
    const { columns } = this.#wiring;
    const socket = outputs.find((candidate) => candidate.port === port);
    const register = createRegister(type, socket?.name ?? port);
    if (register.kind === 'vector' && sparseOverhead !== undefined) register.sparseOverhead = sparseOverhead;
    if (socket !== undefined) {
      if (columns.has(socket.name)) throw this.#context.bad(`struct already has field: ${socket.name}`);
      columns.set(socket.name, register);
    }
    return register;
  }
}
