import type { SqlMode, Typed } from './typed.ts';
import { conditionals } from './functions/conditionals.ts';
import { mathematics } from './functions/mathematics.ts';
import { strings } from './functions/strings.ts';

/** Binds a call of one function to its arguments; throws `SqlError` for arguments that it does not take. */
export type BindFunction = (text: string, args: readonly Typed[], mode: SqlMode) => Typed;

/** Every function that is read, by its name in lower case. */
export const functions: Readonly<Record<string, BindFunction>> = { ...conditionals, ...mathematics, ...strings };
