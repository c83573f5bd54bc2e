/** For the server, not public: how names from outside are looked up and compared. */

export { firstRepeated } from '../util/first-repeated.ts';
export { nearestWord } from '../util/nearest-word.ts';
export { own } from '../util/own.ts';
