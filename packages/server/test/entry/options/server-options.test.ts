import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../src/entry/options/environment.ts';
import { OptionError } from '../../../src/entry/options/option-error.ts';
import { compileOptions } from '../../../src/entry/options/server-options.ts';

describe('room for the models of multi-model containers', () => {
  it('is a hundred models and 2 GiB of files, unless the environment says otherwise', () => {
    expect(compileOptions({})).toMatchObject({ maxLoadedModels: 100, maxLoadedModelMB: 2048 });
    const raw = readEnvironment({ CATENARY_MAX_LOADED_MODELS: '3', CATENARY_MAX_LOADED_MODEL_MB: '0.5' });
    expect(compileOptions(raw)).toMatchObject({ maxLoadedModels: 3, maxLoadedModelMB: 0.5 });
  });

  it.each([
    ['CATENARY_MAX_LOADED_MODELS', '0', 'CATENARY_MAX_LOADED_MODELS must be a whole number from 1 on; it is 0'],
    ['CATENARY_MAX_LOADED_MODELS', '1.5', 'CATENARY_MAX_LOADED_MODELS must be a whole number from 1 on; it is 1.5'],
    ['CATENARY_MAX_LOADED_MODELS', 'many', 'CATENARY_MAX_LOADED_MODELS must be a whole number from 1 on; it is "many"'],
    ['CATENARY_MAX_LOADED_MODEL_MB', '0', 'CATENARY_MAX_LOADED_MODEL_MB must be a number above 0; it is 0'],
    ['CATENARY_MAX_LOADED_MODEL_MB', '2GB', 'CATENARY_MAX_LOADED_MODEL_MB must be a number above 0; it is "2GB"'],
    [
      'CATENARY_MAX_LOADED_MODEL_MB',
      'Infinity',
      'CATENARY_MAX_LOADED_MODEL_MB must be a number above 0; it is "Infinity"',
    ],
  ])('cannot be %s=%s', (name, value, message) => {
    expect(() => compileOptions(readEnvironment({ [name]: value }))).toThrow(new OptionError(message, [name]));
  });
});
