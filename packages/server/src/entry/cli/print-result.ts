/** Prints what a command found: as JSON if that is asked for, otherwise as text for people. */
export function printResult({ json }: { readonly json?: boolean }, facts: unknown, show: () => string): void {
  process.stdout.write(json === true ? `${JSON.stringify(facts, null, 2)}\n` : `${show()}\n`);
}
