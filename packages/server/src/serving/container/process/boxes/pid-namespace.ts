import type { Box } from '../box.ts';
import { guardedCommand } from '../guarded-command.ts';

/** Processes of their own by util-linux's `unshare`: what is in the namespace ends with its first process. */
export function pidNamespaceBox(unshare: string, extra: readonly string[] = []): Box {
  return {
    name: 'pid-namespace',
    isClosed: false,
    endsWithGroup: true,
    gate: 'namespace',
    wrap: (command) =>
      guardedCommand([unshare, ...extra, '--pid', '--fork', '--kill-child=KILL', '--mount-proc', '--', ...command]),
  };
}
