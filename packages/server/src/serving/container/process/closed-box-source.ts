import type { BoxSource } from './box-source.ts';
import { howToGetBubblewrap } from './enclosure.ts';

/** Only boxes that show their containers nothing but their own files; rejects where the machine has none. `who`: whose containers. */
export function closedBoxSource(source: BoxSource, who: string): BoxSource {
  return async () => {
    const box = await source();
    if (box.isClosed) return box;
    throw new Error(
      `Processes of ${who} must not see files of other accounts, and need a sandbox: ${howToGetBubblewrap}.`,
    );
  };
}
