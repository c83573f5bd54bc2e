import type { Branch, Code, Local, LocalType, Structure } from './code.ts';

/** A function of i32 parameters without result. */
export interface FunctionCode {
  readonly name: string;
  readonly parameters: readonly Local[];
  readonly locals: readonly Local[];
  readonly body: Code;
}

/** One local for each name. */
type LocalsOf<Names extends readonly string[]> = { readonly [At in keyof Names]: Local };

/** Variables by number, which are made as far as they are asked for. */
export interface LocalList {
  readonly at: (index: number) => Local;
  /** The same variables, counted from a later one. */
  readonly from: (index: number) => LocalList;
}

/**
 * Writes one function: declares its parameters and variables, and names what its branches aim at. Nothing is numbered here:
 * `moduleBytes` derives the indices of locals and the depths of branches, and throws for what was not declared.
 */
export class FunctionWriter {
  readonly name: string;
  readonly #parameters: Local[] = [];
  readonly #locals: Local[] = [];
  readonly #labels = new Set<string>();

  constructor(name: string) {
    this.name = name;
  }

  /** The next parameter, an i32. */
  param(name: string): Local {
    const local: Local = { kind: 'local', type: 'i32', name };
    this.#parameters.push(local);
    return local;
  }

  params<const Names extends readonly string[]>(...names: Names): LocalsOf<Names> {
    return names.map((name) => this.param(name)) as LocalsOf<Names>;
  }

  /** A variable, 0 at first. */
  local(type: LocalType, name: string): Local {
    const local: Local = { kind: 'local', type, name };
    this.#locals.push(local);
    return local;
  }

  locals<const Names extends readonly string[]>(type: LocalType, ...names: Names): LocalsOf<Names> {
    return names.map((name) => this.local(type, name)) as LocalsOf<Names>;
  }

  /** `count` variables. */
  numbered(type: LocalType, name: string, count: number): readonly Local[] {
    return Array.from({ length: count }, (_none, at) => this.local(type, `${name} ${at}`));
  }

  /** As many variables as turn out to be needed. */
  list(type: LocalType, name: string): LocalList {
    const made: Local[] = [];
    const at = (index: number): Local => {
      while (made.length <= index) made.push(this.local(type, `${name} ${made.length}`));
      return made[index];
    };
    const listFrom = (start: number): LocalList => ({
      at: (index) => at(start + index),
      from: (index) => listFrom(start + index),
    });
    return listFrom(0);
  }

  /** Instructions that `breakIf` leaves. Throws for a label that the function has already. */
  block(label: string, body: Code): Structure {
    return { kind: 'block', label: this.#newLabel(label), body };
  }

  /** Instructions that `repeat` begins again; without it, they are done once. Throws for a label that the function has already. */
  loop(label: string, body: Code): Structure {
    return { kind: 'loop', label: this.#newLabel(label), body };
  }

  /** Leaves the block of that label. */
  breakIf(label: string, condition: Code): Code {
    const branch: Branch = { kind: 'breakIf', label };
    return [condition, branch];
  }

  /** Begins the loop of that label again. */
  repeat(label: string): Branch {
    return { kind: 'repeat', label };
  }

  /** The function with all that was declared. */
  withBody(body: Code): FunctionCode {
    return { name: this.name, parameters: this.#parameters, locals: this.#locals, body };
  }

  #newLabel(label: string): string {
    if (this.#labels.has(label)) throw new Error(`function ${this.name}: two structures have the label ${label}`);
    this.#labels.add(label);
    return label;
  }
}
