/** What Python 3 does not have under these names, and scripts of its time for Glue 0.9 and 1.0 call. */
const names = `import builtins, functools
builtins.xrange = range
builtins.reduce = functools.reduce
builtins.unicode = str
builtins.long = int
builtins.raw_input = input
`;

/** A script that gives these names and becomes another. */
export function python2Prelude(script: string): string {
  const path = JSON.stringify(script);
  return `${names}import runpy, sys\nsys.argv[0] = ${path}\nrunpy.run_path(${path}, run_name="__main__")\n`;
}
