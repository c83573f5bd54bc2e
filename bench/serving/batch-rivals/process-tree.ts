import { readdirSync, readFileSync } from 'node:fs';

/** What a process and those that it started used. */
export interface ProcessUse {
  /** Most resident memory of all together, bytes; pages that two of them share count twice. */
  readonly peakBytes: number;
  /** User and system, without what a process did after its last sample. */
  readonly cpuSeconds: number;
}

/** Looks every 50 ms at a process and all below it in /proc: Spark's are a Python, a JVM and its Python workers. */
export function sampleProcesses(root: number): { stop(): ProcessUse } {
  const cpu = new Map<number, number>();
  let peakBytes = 0;
  const sample = () => {
    let bytes = 0;
    for (const { pid, cpuSeconds, residentBytes } of treeOf(root)) {
      cpu.set(pid, cpuSeconds);
      bytes += residentBytes;
    }
    peakBytes = Math.max(peakBytes, bytes);
  };
  const timer = setInterval(sample, 50);
  return {
    stop: () => {
      clearInterval(timer);
      return { peakBytes, cpuSeconds: [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0) };
    },
  };
}

interface Sample {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

function treeOf(root: number): Sample[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readSample(Number(name)))
    .filter((sample) => sample !== undefined);
  const inTree = new Set([root]);
  // A child may have a smaller number than its parent, where numbers began again: look until nothing is added.
  for (let size = 0; size < inTree.size; ) {
    size = inTree.size;
    for (const { pid, parent } of all) if (inTree.has(parent)) inTree.add(pid);
  }
  return all.filter(({ pid }) => inTree.has(pid));
}

/** Fields of proc_pid_stat(5) behind the name: parent is the second, user and system time in ticks 12th and 13th, pages 22nd. */
function readSample(pid: number): Sample | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number) as [number, ...number[]];
    const at = (index: number) => fields[index] as number;
    return { pid, parent: at(1), cpuSeconds: (at(11) + at(12)) / 100, residentBytes: at(21) * 4096 };
  } catch {
    return undefined; // it ended meanwhile
  }
}
