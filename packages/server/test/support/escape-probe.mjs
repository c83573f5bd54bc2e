/** What a function can try to get out by: the attempts of escape-probe.py, as far as code of Node's can make them. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const done = () => 'done';
const open = (path, flags) => done(closeSync(openSync(path, flags)));

/** Calls of the system need a program, or an addon. */
function run(...words) {
  const { error, status } = spawnSync('python3', ['-c', '', ...words.map(String)]);
  if (error) throw error;
  return status === 0 ? 'done' : 'failed';
}

const reach = (where) =>
  new Promise((resolve, reject) => {
    const socket = connect({ ...where, timeout: 2000 }, () => {
      socket.destroy();
      resolve('done');
    });
    socket.on('timeout', () => socket.destroy(new Error('timed out')));
    socket.on('error', reject);
  });

const attempts = {
  open,
  list: (path) => done(readdirSync(path)),
  model: (flags) => open(join(process.env.SM_MODEL_DIR, 'x'), flags),
  kill: (pid) => done(process.kill(pid, 0)),
  reach: (host, port) => reach({ host, port }),
  'reach socket': (path) => reach({ path }),
  sees(words) {
    const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    if (found.some((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(words))) return 'done';
    throw new Error('no such process');
  },
};

export const input = 'json';

export async function invoke(wanted) {
  const results = [];
  for (const [name, ...words] of wanted) {
    const attempt = attempts[name] ?? run;
    results.push(
      await Promise.resolve()
        .then(() => attempt(...words))
        .catch((error) => error.code ?? error.message),
    );
  }
  return results;
}
