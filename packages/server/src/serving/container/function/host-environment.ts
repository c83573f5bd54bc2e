/** The variable that holds the container's own, as JSON. */
const name = 'FUNCTION_ENVIRONMENT';

/**
 * The container's variables on their way to a function: as data, which its process takes over once it runs. As variables of the
 * process they would be options of Node (NODE_OPTIONS gives permissions) and of the system (LD_PRELOAD loads code).
 */
export const hostEnvironment = {
  give: (environment: Readonly<Record<string, string>>) => ({ [name]: JSON.stringify(environment) }),

  take(): void {
    const given: Record<string, string> = JSON.parse(process.env[name] ?? '{}');
    Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, given);
  },
};
