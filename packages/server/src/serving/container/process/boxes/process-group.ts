import type { Box } from '../box.ts';

/** What every system has: the gate alone. */
export const processGroupBox: Box = {
  name: 'process-group',
  isClosed: false,
  endsWithGroup: true,
  gate: 'group',
  wrap: (command) => command,
};
