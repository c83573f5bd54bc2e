import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { offerToKeep } from '../../src/entry/cli/demo/offer-to-keep.ts';

/** Both ends of a terminal, or of a pipe. */
function streams(isTTY: boolean): [NodeJS.ReadStream & PassThrough, NodeJS.WriteStream & PassThrough] {
  const end = () => Object.assign(new PassThrough(), { isTTY });
  return [end(), end()] as unknown as [NodeJS.ReadStream & PassThrough, NodeJS.WriteStream & PassThrough];
}

describe('the end of the demo', () => {
  it.each([
    ['', true],
    ['y', true],
    ['Y', true],
    ['n', false],
    ['no', false],
  ])('asks on a terminal whether the server is to stay: "%s" means %s', async (answer, stays) => {
    const [input, output] = streams(true);
    input.write(`${answer}\n`);
    expect(await offerToKeep(input, output)).toBe(stays);
    output.end();
    expect(await text(output)).toContain('Keep the server running, to try this? [Y/n]');
  });

  it('asks nothing elsewhere, and the server does not stay', async () => {
    const [input, output] = streams(false);
    expect(await offerToKeep(input, output)).toBe(false);
    output.end();
    expect(await text(output)).toBe('');
  });
});
