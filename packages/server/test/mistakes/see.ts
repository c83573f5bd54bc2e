import type { Mistake } from './mistake.ts';
import { Place } from './place.ts';

export interface Seen {
  /** With the user called `me`. */
  readonly said: string;
  /** Files and folders that are there and were not the user's. */
  readonly left: readonly string[];
}

/** Makes a mistake. */
export async function see({ provoke, own = [] }: Mistake): Promise<Seen> {
  const place = new Place();
  try {
    const said = await provoke(place);
    const left = place.list().filter((path) => !own.includes(path.split('/')[0] ?? ''));
    const told = said.replaceAll(place.folder, '/home/me').replace(/(?<=this process runs as )(user \d+|[\w-]+)/, 'me');
    return { said: told.trimEnd(), left };
  } finally {
    await place.remove();
  }
}
