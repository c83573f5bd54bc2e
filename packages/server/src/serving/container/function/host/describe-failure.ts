/** What is said of an error of a function: to its caller what happened and where, to the log the trace. */
export function describeFailure(error: unknown, modelDirectory: string): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const at = placeIn(stack ?? '', modelDirectory);
  return JSON.stringify({ error: name, message: message.slice(0, 1000), ...at });
}

/** The first line of the trace that lies in the archive. */
function placeIn(stack: string, modelDirectory: string): { file?: string; line?: number } {
  const line = stack.split('\n').find((each) => each.includes(modelDirectory));
  if (line === undefined) return {};
  const path = line.slice(line.indexOf(modelDirectory) + modelDirectory.length + 1);
  const [file = '', number] = path.split(':');
  return { file, line: Number(number) };
}
