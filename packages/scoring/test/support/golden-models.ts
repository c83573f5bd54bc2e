import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A folder of model files (`<name>.<extension>`) with their rows and answers as CSV (`<name>.<what>.csv`). */
export function goldenModels(library: string, extension: string) {
  const folder = resolve(import.meta.dirname, '../../../../test/golden', library);
  const read = (file: string) => readFileSync(join(folder, file));
  const linesOf = (file: string) => read(file).toString().trimEnd().split('\n');
  const numbersOf = (file: string) =>
    linesOf(file).flatMap((line) => line.split(',').map((cell) => (cell === 'nan' ? Number.NaN : Number(cell))));
  const rowsOf = (name: string) => {
    const rowCount = linesOf(`${name}.input.csv`).length;
    const values = Float64Array.from(numbersOf(`${name}.input.csv`));
    return { kind: 'dense', values, rowCount, columnCount: values.length / rowCount } as const;
  };
  const names = readdirSync(folder).flatMap((file) =>
    file.endsWith(extension) ? [file.slice(0, -extension.length)] : [],
  );
  return { names, read, numbersOf, rowsOf };
}
