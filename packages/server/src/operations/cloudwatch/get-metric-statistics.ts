import { present } from '@catenary/scoring/internal/values';
import { readSeries, type Series } from '../../platform/metrics/read-series.ts';
import type { Statistics } from '../../platform/metrics/statistics.ts';
import {
  assertPeriod,
  assertStatistic,
  readDimensions,
  type WireDimensions,
} from '../../serving/metrics/metric-query.ts';
import { byPeriod } from '../../serving/metrics/periods.ts';
import { findStatistic } from '../../serving/metrics/statistic.ts';
import type { OperationContext } from '../operation-context.ts';
import { invalidCombination, withQueryErrors } from './invalid-parameter.ts';
import { readTimeRange } from './time-range.ts';

interface Input {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: WireDimensions;
  readonly StartTime: number;
  readonly EndTime: number;
  readonly Period: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
  readonly Unit?: string;
}

/** What one request gets at most. */
const maxDatapoints = 1440;

/** GetMetricStatistics: of each period the statistics that are asked for, in no order (CloudWatch API reference). */
export async function getMetricStatistics(input: Input, { store, realm, metrics }: OperationContext): Promise<object> {
  const { Namespace: namespace, MetricName: name, Period: seconds, Unit: unit } = input;
  const range = readTimeRange(input);
  const periods = Math.ceil((range.to - range.from) / 1000 / seconds);
  if (input.Statistics === undefined && input.ExtendedStatistics === undefined)
    throw invalidCombination('At least one of Statistics and ExtendedStatistics must be given.');
  await withQueryErrors(() => {
    assertPeriod(seconds, range);
    for (const statistic of input.ExtendedStatistics ?? []) assertStatistic(statistic);
  });
  if (periods > maxDatapoints)
    throw invalidCombination(
      `You have requested up to ${periods} datapoints, which exceeds the limit of ${maxDatapoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  await metrics.collector.flush();
  const asked = { region: realm.region, namespace, name, dimensions: readDimensions(input.Dimensions), unit };
  const series = await readSeries(store, asked, range);
  const datapoints = series.flatMap((one) =>
    [...byPeriod(one.points, range, seconds * 1000)].map(([time, values]) =>
      datapoint({ time, values, ...one }, input),
    ),
  );
  return { Label: name, Datapoints: datapoints };
}

function datapoint(
  { time, values, unit }: { readonly time: number; readonly values: Statistics } & Series,
  { Statistics: names = [], ExtendedStatistics: extended = [] }: Input,
): object {
  const of = (statistics: readonly string[]) =>
    Object.fromEntries(
      statistics.flatMap((name) => {
        const value = findStatistic(name)?.(values);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    Timestamp: time / 1000,
    ...of(names),
    Unit: unit,
    ...present({ ExtendedStatistics: extended.length === 0 ? undefined : of(extended) }),
  };
}
