import { howToGetBubblewrap } from '../../../../serving/container/process/enclosure.ts';
import { openBox } from '../../../../serving/container/process/open-box.ts';
import type { Check } from '../check.ts';

/** What processes of containers run in. */
export const bubblewrapCheck: Check = {
  name: 'bubblewrap',
  async run({ options: { sandbox, data } }) {
    const box = await openBox(sandbox, [data]).catch(() => undefined);
    if (box?.isClosed === true) return { state: 'ok', says: 'works: containers see their own files alone' };
    const kind = box === undefined ? 'none' : box.name;
    const says = `containers run in a box of kind ${kind}: they see this user's files, and EnableNetworkIsolation is refused`;
    return { state: sandbox === 'bubblewrap' ? 'missing' : 'note', says, remedy: howToGetBubblewrap };
  },
};
