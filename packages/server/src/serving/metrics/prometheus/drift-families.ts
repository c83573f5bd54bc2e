import { nameOf, regionOf } from '../../../contract/qualified-name.ts';
import type { BoundaryReport } from '../../drift/boundary-drift.ts';
import type { Endpoint } from '../../endpoint/traffic/endpoint.ts';
import type { Family, Sample } from './family.ts';

/** Columns of a boundary that have series. */
const maxColumns = 50;

/** How far what passes endpoints is from its baseline, of those that are watched; none if no endpoint is. It is as old as a minute. */
export async function driftFamilies(endpoints: Iterable<Endpoint>): Promise<Family[]> {
  const measures: Sample[] = [];
  const drifted: Sample[] = [];
  // While an endpoint is being replaced it is there twice.
  const byName = new Map([...endpoints].map((endpoint) => [endpoint.name, endpoint]));
  for (const { name, drift } of byName.values()) {
    if (drift === undefined) continue;
    const labels = { region: regionOf(name), endpoint: nameOf(name) };
    const { boundaries } = await drift.recent();
    const count = boundaries.flatMap(({ columns }) => columns).filter(({ verdict }) => verdict === 'drifted').length;
    drifted.push({ labels, value: count });
    measures.push(...boundaries.flatMap((boundary) => samplesOf(boundary, labels)));
  }
  if (drifted.length === 0) return [];
  return [
    { name: 'catenary_drifted_columns', help: 'Columns that have drifted.', type: 'gauge', samples: drifted },
    { name: 'catenary_drift', help: 'How far a column is from its baseline.', type: 'gauge', samples: measures },
  ];
}

const samplesOf = ({ boundary, columns }: BoundaryReport, labels: Sample['labels']): Sample[] =>
  columns
    .slice(0, maxColumns)
    .flatMap(({ column, ks, psi, jensenShannon }) =>
      Object.entries({ ks, psi, jensen_shannon: jensenShannon }).flatMap(([measure, value]) =>
        value === undefined ? [] : [{ labels: { ...labels, boundary, column, measure }, value }],
      ),
    );
