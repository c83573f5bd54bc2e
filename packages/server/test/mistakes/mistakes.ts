import { fullDisk } from './full-disk.ts';
import type { MistakeGroup } from './mistake.ts';
import { starting } from './starting.ts';

/** Every mistake of docs/what-you-may-see.md, in its order. */
export const mistakes: readonly MistakeGroup[] = [starting, fullDisk];
