/** In the order in which a function lists its locals. */
export const localTypes = ['i32', 'i64', 'f32', 'f64', 'v128'] as const;

export type LocalType = (typeof localTypes)[number];

/** A parameter or a variable of a function. As code it is its value; its index is derived where the function is encoded. */
export interface Local {
  readonly kind: 'local';
  readonly type: LocalType;
}

/** Takes the value that stands before it into a local; `tee` leaves it there as well. */
interface Assignment {
  readonly kind: 'set' | 'tee';
  readonly local: Local;
}

/** What a branch means: it belongs to the structure alone that was made with it. */
export type Label = symbol;

/** Instructions that `breakIf` leaves (a block), that `repeat` begins again (a loop), or that depend on a condition. */
export interface Structure {
  readonly kind: 'block' | 'loop' | 'if';
  readonly label?: Label;
  readonly body: Code;
  /** Of an `if`. */
  readonly otherwise?: Code;
}

/** To the structure of that label: how many levels up it is, is derived where the function is encoded. */
export interface Branch {
  readonly kind: 'breakIf' | 'repeat';
  readonly label: Label;
}

/** Instructions, nested as they were put together: bytes, values of locals, and what is numbered only when all is known. */
export type Code = number | Local | Assignment | Structure | Branch | readonly Code[];

export const set = (local: Local, value: Code): Code => [value, { kind: 'set', local }];

/** The value, kept in a local. */
export const tee = (local: Local, value: Code): Code => [value, { kind: 'tee', local }];

/** Does the one or the other. */
export const ifElse = (condition: Code, body: Code, otherwise?: Code): Code => [
  condition,
  otherwise === undefined ? { kind: 'if', body } : { kind: 'if', body, otherwise },
];

/** Instructions that `breakIf` leaves. */
export const block = (label: Label, body: Code): Structure => ({ kind: 'block', label, body });

/** Instructions that `repeat` begins again; without it, they are done once. */
export const loop = (label: Label, body: Code): Structure => ({ kind: 'loop', label, body });

/** Leaves the block of that label. */
export const breakIf = (label: Label, condition: Code): Code => [condition, { kind: 'breakIf', label }];

/** Begins the loop of that label again. */
export const repeat = (label: Label): Branch => ({ kind: 'repeat', label });

/** Repeats the body until `isDone`, which is asked first. */
export function loopUntil(isDone: Code, body: Code): Code {
  const [done, again] = [Symbol('done'), Symbol('again')];
  return block(done, loop(again, [breakIf(done, isDone), body, repeat(again)]));
}
