export { NumberEvents, NUMBERS } from './numbers/number.events';
export { followMerge, noteMerge, numberNow } from './numbers/follow';
export type { Merge, Numbered, NumbersOf } from './numbers/follow';
export { mergedNumberTables, mergesIn, numbersIn, survivorOf } from './numbers/merged-numbers';
export type { NumberType } from './numbers/merged-numbers';
