import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeModel } from '../../../../../src/serving/container/describe-model.ts';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import type { ContainerRequest } from '../../../../../src/serving/container/payload.ts';
import { loadBlazingtextContainer } from '../../../../../src/serving/container/surfaces/blazingtext/blazingtext-container.ts';

const golden = join(import.meta.dirname, '../../../../../../../test/golden/fasttext');
const read = (path: string) => readFileSync(join(golden, path));

async function container(files: Readonly<Record<string, Uint8Array>>): Promise<InProcessStage> {
  const definition = { files: new Map(Object.entries(files)), environment: {}, imageTag: '1' };
  return new InProcessStage({ hostname: 'c', image: 'blazingtext:1' }, await loadBlazingtextContainer(definition));
}

function ask(stage: InProcessStage, body: unknown, more: Partial<ContainerRequest> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = stage.invoke({ body: Buffer.from(text), contentType: 'application/json', ...more });
  return { ...answer, text: answer.body.toString() };
}

interface Labels {
  readonly label: readonly string[];
  readonly prob: readonly number[];
}
interface Expected {
  readonly answers: readonly { readonly text: string; readonly all: Labels; readonly two: Labels }[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}
const expectedOf = (name: string) => JSON.parse(read(`${name}/expected.json`).toString()) as Expected;

const labels = await container({ 'model.bin': read('softmax-ngrams/model.bin'), 'eval.json': Buffer.from('{}') });
const { answers } = expectedOf('softmax-ngrams');
const texts = answers.map(({ text }) => text);
const lines = { contentType: 'application/jsonlines' };

describe('labels of texts', () => {
  it("JSON: a bare list, with the library's labels and probabilities", () => {
    const answer = ask(labels, { instances: texts, configuration: { k: 2 } });
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    expect(JSON.parse(answer.text)).toEqual(answers.map(({ two }) => two));
  });

  it('one label if none is asked for, all of them if more are', () => {
    expect(JSON.parse(ask(labels, { instances: texts }).text)).toEqual(
      answers.map(({ all }) => ({ label: all.label.slice(0, 1), prob: all.prob.slice(0, 1) })),
    );
    expect(JSON.parse(ask(labels, { instances: texts, configuration: { k: 1000 } }).text)).toEqual(
      answers.map(({ all }) => all),
    );
  });

  it('JSON Lines: an object a line, each with a k of its own', () => {
    const body = texts.map((source, row) => JSON.stringify(row % 2 === 0 ? { source, k: 2 } : { source, k: 9 }));
    const answer = ask(labels, `${body.join('\n')}\n`, lines);
    expect(answer.contentType).toBe('application/jsonlines');
    const objects = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Labels);
    expect(objects).toEqual(answers.map(({ two, all }, row) => (row % 2 === 0 ? two : all)));
  });

  it("has the request's type, whatever Accept says", () => {
    const answer = ask(labels, { instances: ['a'] }, { accept: 'application/jsonlines' });
    expect(answer.contentType).toBe('application/json');
  });

  it('quantised models answer too', async () => {
    const stage = await container({ 'model.ftz': read('quantized-pruned/model.ftz') });
    const expected = expectedOf('quantized-pruned').answers;
    const answer = ask(stage, { instances: texts, configuration: { k: 2 } });
    expect(JSON.parse(answer.text)).toEqual(expected.map(({ two }) => two));
  });
});

describe('vectors of words', () => {
  const words = ['river', 'riverrun', 'x'];

  it.each(['skipgram', 'cbow'])(
    '%s: those of fastText; the text beside the binary file is not looked at',
    async (name) => {
      const stage = await container({ 'vectors.bin': read(`${name}/vectors.bin`), 'vectors.txt': Buffer.from('1 1') });
      const { vectors } = expectedOf(name);
      const wanted = words.map((word) => ({ word, vector: vectors[word] }));
      expect(JSON.parse(ask(stage, { instances: words }).text)).toEqual(wanted);
      const objects = ask(stage, words.map((source) => JSON.stringify({ source })).join('\n'), lines).text;
      expect(
        objects
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      ).toEqual(wanted);
    },
  );

  it('vectors.txt beside a vectors.bin of another format: its numbers, and zeros for other words', async () => {
    const stage = await container({ 'vectors.bin': Buffer.from('27 6\nx'), 'vectors.txt': read('cbow/vectors.txt') });
    const line =
      read('cbow/vectors.txt')
        .toString()
        .split('\n')
        .find((text) => text.startsWith('river ')) ?? '';
    const vector = line
      .trim()
      .split(' ')
      .slice(1)
      .map((number) => Math.fround(Number(number)));
    expect(JSON.parse(ask(stage, { instances: ['river', 'unheard'] }).text)).toEqual([
      { word: 'river', vector },
      { word: 'unheard', vector: [0, 0, 0, 0, 0, 0] },
    ]);
  });
});

describe('bad requests', () => {
  it.each<[string, string, Partial<ContainerRequest>, number, string]>([
    ['no JSON', '{', {}, 400, 'The body is no JSON.'],
    ['no list', '{"instances": "a"}', {}, 400, 'The body has no list "instances".'],
    ['no text', '{"instances": []}', {}, 400, 'The body has no text.'],
    ['a number', '{"instances": ["a", 1]}', {}, 400, 'Instance 2 is no text.'],
    ['a k of 0', '{"instances": ["a"], "configuration": {"k": 0}}', {}, 400, 'no whole number from 1 on'],
    ['a line without source', '{"source": "a"}\n{"text": "b"}', lines, 400, 'Line 2, member "source" is no text.'],
    ['a line break', '{"instances": ["a", "b\\nc"]}', {}, 400, 'Text 2: A text has a line break'],
    ['CSV', 'a', { contentType: 'text/csv' }, 415, 'Content type text/csv is not supported'],
  ])('%s', (_what, body, more, status, message) => {
    const answer = ask(labels, body, more);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
  });

  it('is refused if the answer would be too large, before it is made', () => {
    // 5,600,000 texts of 4 labels are 22,400,000 numbers; a list of so many empty texts has 16.8 MB.
    const body = `{"instances": [${'"",'.repeat(5_599_999)}""], "configuration": {"k": 4}}`;
    expect(ask(labels, body).text).toContain('The request asks for 22400000 numbers; 16777216 are answered at once.');
  });
});

describe('an artifact', () => {
  it('without a model is refused', async () => {
    await expect(container({ 'eval.json': Buffer.from('{}') })).rejects.toThrow('no model.bin or vectors.bin');
  });

  it('is described', async () => {
    const files = new Map([['model.bin', new Uint8Array(read('softmax-subwords/model.bin'))]]);
    const { lines: shown } = await describeModel('blazingtext:1', files);
    expect(shown[0]).toBe('fastText supervised model, served natively as blazingtext');
    expect(shown).toContain('  n-grams of 2 to 4 characters');
  });
});
