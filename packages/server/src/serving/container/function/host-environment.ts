/** The variable that holds what a process is given, as JSON. */
const name = 'FUNCTION_START';

/** What a process of a function is given besides its options. */
interface Given {
  readonly environment: Readonly<Record<string, string>>;
  readonly chain?: unknown;
}

/**
 * The container's variables on their way to a function: as data, which its process takes over once it runs. As variables of the
 * process they would be options of Node (NODE_OPTIONS gives permissions) and of the system (LD_PRELOAD loads code).
 */
export const hostEnvironment = {
  /** `chain`: what the process loads beside the function, in a transform job. */
  give: (environment: Readonly<Record<string, string>>, chain?: unknown) => ({
    [name]: JSON.stringify({ environment, chain } satisfies Given),
  }),

  /** The chain, if one was given. */
  take(): unknown {
    const { environment, chain }: Given = JSON.parse(process.env[name] ?? '{"environment":{}}');
    Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    return chain;
  },
};
