import { describe, expect, it } from 'vitest';
import { GroundTruth } from '../../../src/serving/monitoring/quality/ground-truth.ts';
import { mergeCapture } from '../../../src/serving/monitoring/quality/merge-capture.ts';
import { mergedRows } from '../../../src/serving/monitoring/quality/merged-rows.ts';

const label = (eventId: string, data: string, encoding = 'CSV') =>
  JSON.stringify({ groundTruthData: { data, encoding }, eventMetadata: { eventId }, eventVersion: '0' });

const captured = (data: string, metadata: object = {}, encoding = 'CSV') =>
  JSON.stringify({
    captureData: { endpointOutput: { data, encoding, observedContentType: 'text/csv', mode: 'OUTPUT' } },
    eventMetadata: { eventId: 'event', inferenceTime: '2026-01-31T05:30:00Z', ...metadata },
  });

const window = { from: Date.UTC(2026, 0, 31, 5), to: Date.UTC(2026, 0, 31, 6) };

function merge(capture: string, ...labels: string[]) {
  const truth = new GroundTruth();
  for (const line of labels) truth.add(line);
  return { found: mergeCapture(capture, truth), unmerged: truth.unmergedCount };
}

const rowsOf = ({ found }: ReturnType<typeof merge>) =>
  found.kind === 'merged'
    ? mergedRows(found.line, window)?.map((each) => [each.label, ...each.row.values()])
    : found.kind;

describe('mergeCapture()', () => {
  it('does not read ids and labels that are no texts', () => {
    const odd = { toString: 1 };
    expect(rowsOf(merge(captured('0.7', { inferenceId: odd }), label('event', '1')))).toBe('unlabelled');
    expect(rowsOf(merge(captured('0.7'), label('event', odd as never)))).toBe('unlabelled');
  });

  it('joins by the id of the event, and by that of the caller if there is one', () => {
    expect(rowsOf(merge(captured('0.7'), label('event', '1')))).toEqual([['1', '0.7']]);
    const asked = captured('0.7', { inferenceId: 'mine' });
    expect(rowsOf(merge(asked, label('mine', '0'), label('event', '1')))).toEqual([['0', '0.7']]);
    expect(merge(asked, label('mine', '0'), label('event', '1')).unmerged).toBe(1);
  });

  it('takes the last of several labels', () => {
    expect(rowsOf(merge(captured('0.7'), label('event', '1'), label('event', '0')))).toEqual([['0', '0.7']]);
  });

  it.each([
    ['a line for each', '0.1\n0.2\n', label('event', '0\n1')],
    ['labels in one line', '0.1\n0.2\n', label('event', '0,1')],
    ['answers in one line', '0.1,0.2', label('event', '0\n1')],
    ['labels as JSON', '0.1\n0.2', label('event', '[0,1]', 'JSON')],
  ])('joins a request of several rows: %s', (_, answer, truth) => {
    expect(rowsOf(merge(captured(answer), truth))).toEqual([
      ['0', '0.1'],
      ['1', '0.2'],
    ]);
  });

  it('reads answers in JSON', () => {
    const answer = captured('{"predictions":[{"score":0.9,"label":"a"}]}', {}, 'JSON');
    expect(rowsOf(merge(answer, label('event', 'a')))).toEqual([['a', '0.9', 'a']]);
  });

  it.each([
    ['unlabelled', captured('1'), label('other', '1')],
    ['mismatched', captured('1\n2\n3'), label('event', '1\n2')],
    ['unread', 'no JSON', label('event', '1')],
    ['unread', '{"captureData":{}}', label('event', '1')],
    ['unread', captured('{"a":', {}, 'JSON'), label('event', '1')],
  ])('tells what cannot be joined: %s', (kind, capture, truth) => {
    expect(rowsOf(merge(capture, truth))).toBe(kind);
  });

  it('writes the capture whole, with its ground truth', () => {
    const { found } = merge(captured('0.7'), label('event', '1'));
    expect(found.kind === 'merged' && JSON.parse(found.line)).toEqual({
      captureData: {
        endpointOutput: { data: '0.7', encoding: 'CSV', observedContentType: 'text/csv', mode: 'OUTPUT' },
      },
      eventMetadata: { eventId: 'event', inferenceTime: '2026-01-31T05:30:00Z' },
      groundTruthData: { data: '1', encoding: 'CSV' },
    });
  });
});

describe('mergedRows()', () => {
  it('leaves out what was captured at another time, and reports what cannot be read', () => {
    const outside = captured('1', { inferenceTime: '2026-01-31T06:00:00Z' });
    expect(rowsOf(merge(outside, label('event', '1')))).toEqual([]);
    expect(mergedRows('no JSON', window)).toBeUndefined();
    expect(mergedRows('7', window)).toBeUndefined();
    // Merged by something else: two answers, and one label.
    const merged = { ...(JSON.parse(captured('1\n2')) as object), groundTruthData: { data: '1', encoding: 'CSV' } };
    expect(mergedRows(JSON.stringify(merged), window)).toBeUndefined();
  });
});

describe('GroundTruth', () => {
  it.each([
    'no JSON',
    '{}',
    '{"groundTruthData":{"data":"1"},"eventMetadata":{}}',
    label('a', '{', 'JSON'),
    label('a', ''),
  ])('refuses a line that has no label and id: %s', (line) => {
    const truth = new GroundTruth();
    expect(truth.add(line)).toBe(false);
    expect(truth.count).toBe(0);
  });
});
