import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../src/model-file/open-model-file.ts';

describe('openModelFile() refuses by name', () => {
  it.each([
    ['model.pmml', '', 'PMML is not read natively'],
    ['model.xml', '<?xml version="1.0"?>\n<PMML version="4.4">', 'PMML is not read natively'],
    ['notes.txt', 'nothing of a model', 'notes.txt: no model file of'],
    ['page.xml', '<html><body>', 'page.xml: no model file of'],
  ])('%s', (path, content, message) => {
    expect(() => openModelFile(path, Buffer.from(content))).toThrow(message);
  });
});
