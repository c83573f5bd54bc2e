import { expect, it } from 'vitest';
import { gammaDraws } from '../../src/math/gamma-draws.ts';
import { MersenneTwister } from '../../src/math/mersenne-twister.ts';

it('MersenneTwister draws what commons-math3 3.6.1 draws', () => {
  // new MersenneTwister(0): nextInt (unsigned here), nextDouble, nextGaussian, in this order.
  const generator = new MersenneTwister(0);
  const draws = Array.from({ length: 6 }, () => generator.nextBits() | 0);
  expect(draws).toEqual([-1937831252, -1748719057, -1223252363, -668873536, -1706118333, -610118917]);
  const doubles = Array.from({ length: 3 }, () => generator.nextDouble());
  expect(doubles).toEqual([0.5448831893094142, 0.42365480398481625, 0.6458941159305229]);
});

it('goes on after its 624 numbers', () => {
  // mt19937ar started from 5489, as in C++'s standard: the 10000th number.
  const generator = new MersenneTwister(5489);
  let last = 0;
  for (let at = 0; at < 10_000; at++) last = generator.nextBits();
  expect(last).toBe(4123659995);
});

it('gammaDraws are those of breeze 2.1', () => {
  // new Gamma(100, 0.01) over RandBasis(new MersenneTwister(0)).
  const wanted = [0.9207522951297558, 0.972190296609509, 0.9161292703613801, 1.0403694214760428, 1.1374633601481037];
  const draws = gammaDraws(new MersenneTwister(0), 100, 0.01, 5);
  expect(Array.from(draws)).toEqual(wanted.map((value) => expect.closeTo(value, 14)));
});
