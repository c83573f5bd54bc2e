import type { Splitter } from './splitter.ts';
import { lineSplitter } from './splitters/line.ts';
import { wholeSplitter } from './splitters/none.ts';

/** SplitType → splitter. */
export const splitters: Readonly<Record<string, Splitter>> = { None: wholeSplitter, Line: lineSplitter };
