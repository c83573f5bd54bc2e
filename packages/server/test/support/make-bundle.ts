/** A step of a pipeline: its operator, its attributes, and the columns that its ports read and write. */
export interface BundleStep {
  readonly op: string;
  readonly attributes?: object;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The files of a bundle as MLeap writes them in JSON. */
export function makeBundle(steps: readonly BundleStep[]): Map<string, string> {
  const names = steps.map((_, at) => `n${at}`);
  const files: [string, object][] = steps.flatMap(({ op, attributes = {}, inputs, outputs }, at) => [
    [`root/n${at}.node/model.json`, { op, attributes }],
    [
      `root/n${at}.node/node.json`,
      { name: `n${at}`, shape: { inputs: socketsOf(inputs), outputs: socketsOf(outputs) } },
    ],
  ]);
  const all: [string, object][] = [
    ['bundle.json', { uid: 'b', name: 'p', format: 'json', version: '0.23.0' }],
    ['root/model.json', { op: 'pipeline', attributes: { nodes: { type: 'list', string: names } } }],
    ['root/node.json', { name: 'p', shape: { inputs: [], outputs: [] } }],
    ...files,
  ];
  return new Map(all.map(([path, value]) => [path, JSON.stringify(value)]));
}

const socketsOf = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).map(([port, name]) => ({ port, name }));
