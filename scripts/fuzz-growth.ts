import { randomOf, randomTexts } from '../test/growth/hostile-texts.ts';
import { measureGrowth, usualLength } from '../test/growth/measure-growth.ts';
import { parsers } from '../test/growth/parsers.ts';

/**
 * The long form of `test/growth`: `sh scripts/with-node.sh scripts/fuzz-growth.ts [seconds] [seed] [characters] [part of a parser's name]` tries random hostile
 * texts on every reader of texts from outside, and prints those whose time grows with more than their length.
 */
const [seconds = '120', seed = '1', length = String(usualLength), part = ''] = process.argv.slice(2);
const chosen = parsers.filter(({ name }) => name.includes(part));
const random = randomOf(Number(seed));
const sources = chosen.map((parser) => ({ parser, texts: randomTexts(parser, random) }));
const end = performance.now() + Number(seconds) * 1000;
let tried = 0;
const bad = new Set<string>();
while (performance.now() < end && bad.size < 100) {
  for (const { parser, texts } of sources) {
    const text = texts.next().value;
    const started = process.cpuUsage();
    const times = await measureGrowth(parser, text, Number(length));
    tried++;
    const { user } = process.cpuUsage(started);
    if (times !== undefined) {
      bad.add(parser.name);
      console.log(parser.name, JSON.stringify({ ...text, times }));
    } else if (user > 1e6) console.log(`slow: ${parser.name}`, JSON.stringify(text), `${user / 1e6} s`);
  }
}
console.log(`${tried} texts on ${chosen.length} parsers; ${bad.size} of these are not linear`);
process.exitCode = bad.size === 0 ? 0 : 1;
