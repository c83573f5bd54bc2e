/** Loaded into the server before anything else: when it ends, code 99 says that something was added to all objects. */

const before = Reflect.ownKeys(Object.prototype).length;
process.on('exit', () => {
  if (Reflect.ownKeys(Object.prototype).length !== before) process.exitCode = 99;
});
