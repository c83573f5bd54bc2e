import type { Splitter } from './splitter.ts';
import { splitLines } from './splitters/line.ts';
import { splitNone } from './splitters/none.ts';

/** SplitType → splitter. */
export const splitters: Readonly<Record<string, Splitter>> = { None: splitNone, Line: splitLines };
