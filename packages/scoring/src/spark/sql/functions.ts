import type { BindFunction } from './bind-function.ts';
import { attempts } from './functions/attempts.ts';
import { bits } from './functions/bits.ts';
import { conditionals } from './functions/conditionals.ts';
import { conversions } from './functions/conversions.ts';
import { mathematics } from './functions/mathematics.ts';
import { patterns } from './functions/patterns.ts';
import { rounding } from './functions/rounding.ts';
import { strings } from './functions/strings.ts';

/** Every function that is read, by its name in lower case, and the operators that are bound as functions are. */
export const functions: Readonly<Record<string, BindFunction>> = {
  ...attempts,
  ...bits,
  ...conditionals,
  ...conversions,
  ...mathematics,
  ...patterns,
  ...rounding,
  ...strings,
};
