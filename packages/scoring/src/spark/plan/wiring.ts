import type { DataType } from '../../frame/data-type.ts';
import type { LoadBooster } from '../op-booster.ts';
import type { Semantics } from '../semantics.ts';
import type { Kernel } from './kernel.ts';
import type { Register } from './register.ts';
import type { RowFailures } from './row-failures.ts';

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
