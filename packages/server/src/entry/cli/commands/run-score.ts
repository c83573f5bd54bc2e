import { chooseScoreMode, type ScoreMode } from '../choose-score-mode.ts';
import type { ScoreOptions } from '../flags/local-flags.ts';
import { withLocalModels } from '../local-models.ts';

/** Mode of `catenary score` → the module that runs it, loaded only then. */
const modes: Readonly<Record<ScoreMode, () => Promise<(flags: never) => Promise<void>>>> = {
  rows: async () => (await import('./score-rows.ts')).scoreRows,
  'model-file': async () => (await import('./score-model-file.ts')).scoreModelFile,
  container: async () => (await import('./score.ts')).score,
};

/** `catenary score`, in the mode that its flags and its model ask for. */
export async function runScore(flags: ScoreOptions): Promise<void> {
  await withLocalModels(flags.models, flags.config, async (models) => {
    const own = { ...flags, models };
    const run = await modes[await chooseScoreMode(own)]();
    await run(own as never);
  });
}
