/** Runs once before all tests: what every worker needs and none should do twice. */
export default function setup(): void {
  process.env.CATENARY_TEST = '1';
}
