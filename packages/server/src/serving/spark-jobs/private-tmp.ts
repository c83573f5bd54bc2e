import { spawnSync } from 'node:child_process';
import { findProgram } from '../container/process/find-program.ts';

/** Most that a run may keep in `/tmp`, which is in memory, bytes: what a closed box gives as well. */
const temporaryBytes = 1024 ** 3;

/** Mounts a new file system over /tmp, with those of the named folders in it that lie there, and becomes the command. */
const script = `
new=$1; count=$2; shift 2
mount -t tmpfs -o size=${temporaryBytes},mode=1777 tmpfs "$new" || exit 126
while [ "$count" -gt 0 ]; do
  case "$1" in /tmp/*)
    if [ -d "$1" ]; then mkdir -p "$new/\${1#/tmp/}"; else mkdir -p "$(dirname "$new/\${1#/tmp/}")"; : > "$new/\${1#/tmp/}"; fi
    mount --rbind "$1" "$new/\${1#/tmp/}" || exit 126;;
  esac
  shift; count=$((count - 1))
done
mount --rbind "$new" /tmp || exit 126
cd "$PWD" || exit 126
exec "$@"
`;

let ways: readonly string[] | undefined | null = null;

/** How this user may mount something for a process alone; undefined where the system does not let it. */
function mountWay(): readonly string[] | undefined {
  if (ways !== null) return ways;
  const unshare = findProgram('unshare');
  const tries = [['-m'], ['-U', '-r', '-m']].map((extra) => [unshare ?? '', ...extra]);
  ways = tries.find(
    ([program = '', ...extra]) =>
      program !== '' &&
      spawnSync(program, [...extra, 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'], { timeout: 10_000 }).status === 0,
  );
  return ways;
}

/**
 * The command with a `/tmp` of its own, in which `shown` stay where they are. `mountPoint`: an empty folder. Undefined where that
 * cannot be made.
 */
export function withPrivateTmp(
  command: readonly string[],
  { shown, mountPoint }: { readonly shown: readonly string[]; readonly mountPoint: string },
): readonly string[] | undefined {
  const way = mountWay();
  if (way === undefined) return undefined;
  return [...way, 'sh', '-c', script, 'private-tmp', mountPoint, String(shown.length), ...shown, ...command];
}
