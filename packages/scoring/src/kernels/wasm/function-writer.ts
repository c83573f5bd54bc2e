import type { Code, Local, LocalType } from './code.ts';

/** A function of i32 parameters without result. */
export interface FunctionCode {
  readonly name: string;
  readonly parameters: readonly Local[];
  readonly locals: readonly Local[];
  readonly body: Code;
}

/** Variables by number, which are made as far as they are asked for. */
export interface LocalList {
  readonly at: (index: number) => Local;
  /** The same variables, counted from a later one. */
  readonly from: (index: number) => LocalList;
}

/**
 * Writes one function: declares its parameters and variables. Nothing is numbered here: `moduleBytes` derives the indices of locals and the
 * depths of branches, and throws for what was not declared.
 */
export class FunctionWriter {
  readonly name: string;
  readonly #parameters: Local[] = [];
  readonly #locals: Local[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** The next parameter, an i32. */
  param(): Local {
    const local: Local = { kind: 'local', type: 'i32' };
    this.#parameters.push(local);
    return local;
  }

  /** As many parameters as are taken: `const [row, rowsEnd] = f.params()`. */
  *params(): Iterable<Local> {
    for (;;) yield this.param();
  }

  /** A variable, 0 at first. */
  local(type: LocalType): Local {
    const local: Local = { kind: 'local', type };
    this.#locals.push(local);
    return local;
  }

  /** As many variables as are taken. */
  *locals(type: LocalType): Iterable<Local> {
    for (;;) yield this.local(type);
  }

  /** `count` variables. */
  numbered(type: LocalType, count: number): readonly Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /** As many variables as turn out to be needed. */
  list(type: LocalType): LocalList {
    const made: Local[] = [];
    const at = (index: number): Local => {
      while (made.length <= index) made.push(this.local(type));
      return made[index];
    };
    const listFrom = (start: number): LocalList => ({
      at: (index) => at(start + index),
      from: (index) => listFrom(start + index),
    });
    return listFrom(0);
  }

  /** The function with all that was declared. */
  withBody(body: Code): FunctionCode {
    return { name: this.name, parameters: this.#parameters, locals: this.#locals, body };
  }
}
