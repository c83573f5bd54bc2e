/**
 * CPU of the checksums of S3 that are computed here: `sh scripts/with-node.sh --conditions=source bench/platform/checksums.ts`. Content at
 * random, in the pieces in which a body comes.
 */
import { randomBytes } from 'node:crypto';
import { checksumAlgorithms, startChecksum } from '../../packages/server/src/platform/storage/checksum.ts';
import { median, printTable } from '../harness.ts';

const piece = randomBytes(64 * 1024);
const pieces = 2000;

function megabytesPerSecond(algorithm: (typeof checksumAlgorithms)[number]): number {
  const running = startChecksum(algorithm);
  const since = process.cpuUsage();
  for (let at = 0; at < pieces; at++) running.update(piece);
  running.digest();
  const { user, system } = process.cpuUsage(since);
  return (pieces * piece.length) / (user + system);
}

const rows = checksumAlgorithms.map((algorithm) => {
  megabytesPerSecond(algorithm);
  const rates = Array.from({ length: 5 }, () => megabytesPerSecond(algorithm));
  return { name: algorithm, median: median(rates).toFixed(0), least: Math.min(...rates).toFixed(0) };
});
printTable('MB for each second of CPU', rows);
