import { fasttextFacts } from '@catenary/scoring/internal/fasttext';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import type { ModelDescription } from './model-description.ts';
import { openBlazingtext } from './surfaces/blazingtext/open-blazingtext.ts';

/** A model of BlazingText, or any of fastText. Throws `ScoringError` if the files hold none. */
export function describeBlazingtext(files: ModelFiles): ModelDescription {
  const { lines, details } = fasttextFacts(openBlazingtext(files));
  const [heading, ...facts] = lines;
  return { engine: 'fastText', lines: [`${heading}, served natively as blazingtext`, ...facts], details };
}
