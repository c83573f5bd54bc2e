/** The file descriptor that ends when the server ends. */
export const guardFile = 3;

/**
 * Waits beside the command, outside of its box, for the end of a file that this process alone holds open: then, however this
 * process went, it ends the process group, and with it the first process of the box. What starts a box is guarded from its
 * first moment on; by itself it would lose a process that it has made and not yet set up.
 */
const script = `
( trap '' TERM; while read -r line <&${guardFile}; do :; done; kill -s KILL 0 ) </dev/null >/dev/null 2>&1 &
exec ${guardFile}<&-
exec "$@"
`;

export function guardedCommand(command: readonly string[]): readonly string[] {
  return ['sh', '-c', script, 'guard', ...command];
}
