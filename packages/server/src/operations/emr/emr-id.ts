import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `j-3GY8JC4179IOK` of a cluster, `s-...` of a step. */
export const emrId = (kind: 'j' | 's'): string =>
  `${kind}-${Array.from({ length: 13 }, () => letters[randomInt(letters.length)]).join('')}`;
