import { describe, expect, it } from 'vitest';
import { ShownStart } from '../../src/entry/cli/deploy/shown-start.ts';

const step = (doing: string, seconds: number) => ({ variant: 'v', hostname: 'container-1', doing, seconds });

/** What is written to a screen of this kind. */
function screen(kind: { readonly isTTY?: boolean; readonly columns?: number }) {
  const written: string[] = [];
  return { shown: new ShownStart({ ...kind, write: (text: string) => written.push(text) }), written };
}

describe('ShownStart', () => {
  it('draws one line over the former on a terminal, as wide as that, and leaves it empty', () => {
    const { shown, written } = screen({ isTTY: true, columns: 30 });
    shown.show([]);
    shown.show([step('looking for numpy', 1.4)]);
    shown.show([step('downloading numpy 2.4.6 (16.9 MB)', 2.6)]);
    shown.clear();
    shown.clear();
    expect(written).toEqual([
      '\rcontainer-1, 1 s: looking for\u001b[K',
      '\rcontainer-1, 3 s: downloading\u001b[K',
      '\r\u001b[K',
    ]);
    const wide = screen({ isTTY: true, columns: 0 });
    wide.shown.show([step('x', 0)]);
    expect(wide.written).toEqual(['\rcontainer-1, 0 s: x\u001b[K']);
  });

  it('writes the first step of each container elsewhere', () => {
    const { shown, written } = screen({});
    shown.show([step('making an environment', 0)]);
    shown.show([step('looking for numpy', 1), { ...step('building x', 1), hostname: 'container-2' }]);
    shown.clear();
    expect(written).toEqual(['container-1: making an environment\n', 'container-2: building x\n']);
  });
});
