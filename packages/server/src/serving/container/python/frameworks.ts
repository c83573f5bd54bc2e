import type { Framework } from './framework.ts';
import { sklearn } from './frameworks/sklearn.ts';
import { xgboost } from './frameworks/xgboost.ts';

export const frameworks = { 'scikit-learn': sklearn, xgboost } satisfies Readonly<Record<string, Framework>>;

export type FrameworkName = keyof typeof frameworks;
