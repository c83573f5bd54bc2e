import { readFileSync } from 'node:fs';

/** The name of a user of this machine, or its number where the system's list does not have it: `root`, `user 1000`. */
export function userName(uid: number): string {
  return namesOf(readUsers()).get(String(uid)) ?? `user ${uid}`;
}

function readUsers(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return ''; // Windows
  }
}

/** A line is `name:password:number:...`. */
const namesOf = (text: string) =>
  new Map(
    text.split('\n').map((line): [string, string] => {
      const [name = '', , uid = ''] = line.split(':');
      return [uid, name];
    }),
  );
