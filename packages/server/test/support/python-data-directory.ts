import { join } from 'node:path';

/** Data directory whose Python environments tests share: made by the first run, found by the next. */
export const pythonDataDirectory = join(import.meta.dirname, '../../../../.tools/python-test');
