import type { Logger } from '../../../platform/observe/logger.ts';
import type { Box } from './box.ts';
import type { SandboxKind } from './sandbox-kind.ts';

/** The box of a server's containers; loaded and tried out when it is first asked for, which native containers never do. */
export type BoxSource = () => Promise<Box>;

/** `hidden`: folders that no container is shown. */
export function boxSource(kind: SandboxKind, hidden: readonly string[], log?: Pick<Logger, 'info'>): BoxSource {
  let box: Promise<Box> | undefined;
  const open = async () => {
    const { openBox } = await import('./open-box.ts');
    const found = await openBox(kind, hidden);
    log?.info({ sandbox: found.name }, 'processes of containers run in a box of this kind');
    return found;
  };
  return () => (box ??= open());
}
