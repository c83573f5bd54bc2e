import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Ends the run with one plain line of counts, and names each skipped test. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test: TestCase) => test.result().state === state);
    for (const test of inState('skipped')) process.stdout.write(`skipped: ${test.fullName}\n`);
    // A file that cannot be loaded has no tests: it counts as one failure.
    const brokenFiles = modules.filter((module) => module.errors().length > 0).length;
    const failed = inState('failed').length + brokenFiles;
    process.stdout.write(
      `${inState('passed').length} passed, ${failed} failed, ${inState('skipped').length} skipped\n`,
    );
  }
}
