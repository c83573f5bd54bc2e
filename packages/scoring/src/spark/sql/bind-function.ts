import type { SqlMode, Typed } from './typed.ts';

/** Binds a call of one function to its arguments; throws `SqlError` for arguments that it does not take. */
export type BindFunction = (text: string, args: readonly Typed[], mode: SqlMode) => Typed;
