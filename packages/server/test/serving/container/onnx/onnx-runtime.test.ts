import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importOnnxRuntime, installCommand } from '../../../../src/serving/container/onnx/onnx-runtime.ts';

const root = resolve(import.meta.dirname, '../../../../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** A folder that ends with the test. */
async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'catenary-onnx-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A package of that name which exports nothing but where it is. */
function putRuntime(modules: string): void {
  const folder = join(modules, 'node_modules/onnxruntime-node');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), `module.exports = ${JSON.stringify({ from: modules })};`);
}

describe('importOnnxRuntime', () => {
  it('names the command that the documents give, for a checkout and for a package', async () => {
    const folder = await scratch();
    const [checkout, installed] = [join(folder, 'checkout'), join(folder, 'app/node_modules/catenary')];
    const command = 'npm install --ignore-scripts --prefix .tools/onnx onnxruntime-node@1.30.0';
    const plain = 'npm install --ignore-scripts onnxruntime-node@1.30.0';
    expect(installCommand(checkout)).toBe(command);
    expect(installCommand(installed)).toBe(plain);
    expect(() => importOnnxRuntime(checkout)).toThrow(`Run in the folder of the checkout: ${command}`);
    expect(() => importOnnxRuntime(installed)).toThrow(`Run in the folder of your package.json: ${plain}`);
    expect(read('docs/model-coverage.md')).toContain(`\`${command}\`, in the folder of the checkout`);
    expect(read('docs/model-coverage.md')).toContain(`\`${plain}\`, in the folder of your \`package.json\``);
    expect(read('CONTRIBUTING.md')).toContain(`\`${command}\``);
  });

  it('is nowhere said to be installed otherwise', () => {
    const commands = ['README.md', 'CONTRIBUTING.md', 'docs/containers.md', 'docs/model-coverage.md']
      .flatMap((path) => read(path).match(/npm install[^`]*onnxruntime-node[^`]*/g) ?? [])
      .filter((command) => ![installCommand('/x'), installCommand('/node_modules/x')].includes(command));
    expect(commands).toEqual([]);
  });

  it('looks where the commands put it: a folder of its own first, then among the packages', async () => {
    const folder = await scratch();
    const [checkout, app] = [join(folder, 'checkout'), join(folder, 'app')];
    const own = join(checkout, '.tools/onnx');
    for (const place of [checkout, own, app]) putRuntime(place);
    expect(importOnnxRuntime(checkout)).toEqual({ from: own });
    expect(importOnnxRuntime(join(app, 'node_modules/catenary'))).toEqual({ from: app });
  });
});
