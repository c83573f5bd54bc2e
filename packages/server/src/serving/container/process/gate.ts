import { randomUUID } from 'node:crypto';

/**
 * What runs first in a box. It reads from its standard input how to set up the process (as shell words, so that neither the
 * programs around it nor the list of processes see a container's environment), and leaves a watcher that keeps reading:
 * each further line is SIGTERM to all of the box, and the end, which comes also when the server is killed, is SIGKILL.
 * As the first process of a namespace it stays, since the system spares that one most signals.
 */
const script = `
target=$1; shift
exec 3<&0 </dev/null
IFS= read -r end <&3 || exit 1
setup=
while IFS= read -r line <&3 && [ "$line" != "$end" ]; do setup="$setup$line
"; done
[ "$line" = "$end" ] || exit 1
if [ "$target" != none ]; then
  ( trap : TERM; while read -r line <&3; do kill -s TERM -- "$target"; done; kill -s KILL -- "$target" ) >/dev/null 2>&1 &
fi
exec 3<&-
eval "$setup"
command -v -- "$1" >/dev/null || { echo "$1: not found on PATH (or not in what the container sees)" >&2; exit 127; }
[ $$ = 1 ] || exec "$@"
"$@"
exit $?
`;

/** What the watcher ends: all processes of its namespace, its process group, or none, if another watcher does. */
export type GateTarget = 'namespace' | 'group' | 'none';

const targets: Readonly<Record<GateTarget, string>> = { namespace: '-1', group: '0', none: 'none' };

export function gateCommand(command: readonly string[], target: GateTarget): string[] {
  return ['sh', '-c', script, 'gate', targets[target], ...command];
}

/** The first lines to a gate: the end marker of its set-up, shell commands, and the variables of the process. */
export function gateSetup(commands: readonly string[], environment: Readonly<Record<string, string>>): string {
  // New for each process: it must not be among the lines of a variable.
  const end = `end-${randomUUID()}`;
  const variables = Object.entries(environment)
    .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
    .map(([name, value]) => `export ${name}=${quote(value)}`);
  return [end, ...commands, ...variables, end, ''].join('\n');
}

/** This text as a quoted word of the shell. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
