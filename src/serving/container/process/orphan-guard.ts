import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * What outlives this process: it keeps a list of process groups, read from its standard input, and when that ends, however
 * this process went, asks those that are left to end, and five seconds later ends them.
 */
const script = `
trap '' HUP INT TERM
groups=' '
while read -r word group; do
  case $word in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
set -- $groups
[ $# -gt 0 ] || exit 0
for group; do kill -s TERM -- "-$group"; done
sleep 5
for group; do kill -s KILL -- "-$group"; done
`;

/** Groups that run now: a guard that was killed itself is told of them anew. */
const groups = new Set<number>();
let guard: ChildProcess | undefined;

/** From now on this process group ends with this process, even if that is killed. Never throws. */
export function guardGroup(leader: number): void {
  groups.add(leader);
  if (guard === undefined) startGuard();
  else tell(`+ ${leader}`);
}

/** The group is gone: its number may become another's. Never throws. */
export function releaseGroup(leader: number): void {
  if (groups.delete(leader)) tell(`- ${leader}`);
}

function startGuard(): void {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const forget = () => {
    if (guard === child) guard = undefined;
  };
  child.once('error', forget).once('exit', forget);
  child.stdin.on('error', forget);
  // Neither it nor the pipe to it keeps this process alive.
  child.unref();
  (child.stdin as Socket).unref();
  guard = child;
  for (const leader of groups) tell(`+ ${leader}`);
}

function tell(line: string): void {
  guard?.stdin?.write(`${line}\n`);
}
