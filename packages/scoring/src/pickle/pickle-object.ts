import type { PickleStream } from './pickle-stream.ts';

/*
 * What a pickle becomes here. None is `null`; booleans and texts are themselves; an int is a number, or a bigint beyond
 * 2^53; a float is a number; bytes and bytearray are Uint8Array; a list is an Array, a dict a Map, a set a Set. A tuple is
 * a PickleTuple; the rest are the classes below. Nothing in a pickle can make any other value than these and what the
 * rules of the global table make.
 */

/** A class or function that the pickle names. It is a name and a rule of ours: it stands for no code. */
export class PickleGlobal {
  readonly module: string;
  readonly name: string;
  readonly rule: GlobalRule;

  constructor(module: string, name: string, rule: GlobalRule) {
    this.module = module;
    this.name = name;
    this.rule = rule;
  }

  /** `sklearn.linear_model._base.LinearRegression` */
  get path(): string {
    return `${this.module}.${this.name}`;
  }
}

/** The inert description of an object: its class, what its constructor was called with, and its state. */
export class PickleObject {
  readonly global: PickleGlobal;
  readonly constructorArguments: readonly unknown[];
  /** What BUILD gave: for most classes the instance dictionary, a Map by attribute name. */
  state: unknown = undefined;
  /** Entries of a subclass of dict. */
  entries: Map<unknown, unknown> | undefined;
  /** Items of a subclass of list or set. */
  items: unknown[] | undefined;

  constructor(global: PickleGlobal, constructorArguments: readonly unknown[]) {
    this.global = global;
    this.constructorArguments = constructorArguments;
  }
}

/** How a global that a pickle names is described. Rules are our code; they build data and call nothing by name. */
export interface GlobalRule {
  /**
   * What a call of the global leaves: the inert value for these arguments. Absent: the global may be named (as the type
   * of an attribute, say) but not called.
   */
  readonly construct?: (argumentsOfCall: readonly unknown[], global: PickleGlobal, stream: PickleStream) => unknown;
  /**
   * Takes the state that BUILD hands to an object of this global, and returns what stands in its place from then on.
   * Absent: the state is kept in `PickleObject.state`.
   */
  readonly build?: (object: PickleObject, state: unknown, stream: PickleStream) => unknown;
}
