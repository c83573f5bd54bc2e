import { asking } from './asking.ts';
import { deploying } from './deploying.ts';
import { fullDisk } from './full-disk.ts';
import type { MistakeGroup } from './mistake.ts';
import { starting } from './starting.ts';
import { upkeep } from './upkeep.ts';
import { withoutServer } from './without-server.ts';

/** Every mistake of docs/what-you-may-see.md, in its order. */
export const mistakes: readonly MistakeGroup[] = [starting, deploying, asking, upkeep, withoutServer, fullDisk];
