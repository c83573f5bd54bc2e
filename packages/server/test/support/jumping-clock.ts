import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A wall clock for another process that is set from here, while its monotonic clock is left as it is. */
export interface JumpingClock {
  /** To be given to the process. Its threads have the clock too. */
  readonly environment: NodeJS.ProcessEnv;
  /** Sets it so many milliseconds off, within some milliseconds. */
  set(offsetMs: number): void;
  close(): void;
}

export function startJumpingClock(): JumpingClock {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-clock-'));
  const offset = join(folder, 'offset');
  const preload = join(folder, 'clock.mjs');
  writeFileSync(offset, '0');
  writeFileSync(
    preload,
    `import { readFileSync } from 'node:fs';
const RealDate = Date;
const read = () => Number(readFileSync(${JSON.stringify(offset)}, 'utf8')) || 0;
let off = read();
setInterval(() => { off = read(); }, 5).unref();
globalThis.Date = class Date extends RealDate {
  constructor(...given) { super(...(given.length === 0 ? [RealDate.now() + off] : given)); }
  static now() { return RealDate.now() + off; }
};
`,
  );
  return {
    environment: { NODE_OPTIONS: `--import ${preload}` },
    set: (offsetMs) => writeFileSync(offset, String(offsetMs)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
