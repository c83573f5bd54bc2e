import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Ends the run with one plain line of counts, and names each test that was skipped, failed, or passed only when it was tried again:
 * the end of a log is what is kept of it.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test: TestCase) => test.result().state === state);
    for (const test of inState('skipped')) process.stdout.write(`skipped: ${test.fullName}\n`);
    for (const test of inState('passed').filter((test) => test.diagnostic()?.flaky === true))
      process.stdout.write(
        `passed when tried again: ${test.module.relativeModuleId} > ${test.fullName}: ${firstMessage(test)}\n`,
      );
    const failures = [
      ...inState('failed').map((test) => `${test.module.relativeModuleId} > ${test.fullName}: ${firstMessage(test)}`),
      ...modules.flatMap(failuresOutsideTests),
      ...unhandled.map(({ message }) => `unhandled error: ${oneLine(message)}`),
    ];
    for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
    if (modules.length >= manyFiles) process.stdout.write(secondsByFolder(modules));
    process.stdout.write(
      `${inState('passed').length} passed, ${failures.length} failed, ${inState('skipped').length} skipped\n`,
    );
  }
}

/** A file that cannot be loaded has no tests, and one whose set-up fails has only skipped ones: each counts as one failure. */
function failuresOutsideTests(module: TestModule): string[] {
  return [module, ...module.children.allSuites()].flatMap((suite) => {
    const [error] = suite.errors();
    const name = suite.type === 'module' ? '' : ` > ${suite.fullName}`;
    return error === undefined ? [] : [`${module.relativeModuleId}${name}: ${oneLine(error.message)}`];
  });
}

/** A run of as many files or more is shown by folder. */
const manyFiles = 100;

/** What the tests of each folder took on the clock, and of how many files, the longest first: several run at once. */
function secondsByFolder(modules: readonly TestModule[]): string {
  const folders = new Map<string, { seconds: number; files: number }>();
  for (const module of modules) {
    const folder = folderOf(module.relativeModuleId);
    const { seconds, files } = folders.get(folder) ?? { seconds: 0, files: 0 };
    folders.set(folder, { seconds: seconds + module.diagnostic().duration / 1000, files: files + 1 });
  }
  return [...folders]
    .toSorted(([, a], [, b]) => b.seconds - a.seconds)
    .map(([folder, { seconds, files }]) => `${seconds.toFixed(1).padStart(8)} s  ${folder} (${files} files)\n`)
    .join('');
}

/** `packages/server/test/entry`; of the server's largest folder one deeper. */
function folderOf(path: string): string {
  const parts = path.split('/').slice(0, -1);
  return parts.slice(0, parts[3] === 'serving' ? 5 : 4).join('/');
}

const firstMessage = (test: TestCase) => oneLine(test.result().errors?.[0]?.message ?? '');

const oneLine = (text: string) => text.slice(0, 500).replaceAll(/\s+/g, ' ');
