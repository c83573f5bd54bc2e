/** What transform jobs make of the tables of a folder (tables.py) where all that they do is pass them on. Run: node pass-on.ts FOLDER */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { passings } from './passings.ts';

const folder = process.argv[2] ?? '.';
for (const name of readdirSync(folder).filter((file) => /^\d+\.(parquet|csv|jsonl)$/.test(file))) {
  for (const [end, output] of Object.entries(await passings(name, readFileSync(join(folder, name)))))
    writeFileSync(join(folder, `${name}.${end}`), output);
}
