export { NumberEvents, NUMBERS } from './number.events';
export { followMerge, noteMerge, numberNow } from './follow';
export type { Merge, Numbered, NumbersOf } from './follow';
export { mergedNumberTables, mergesIn, numbersIn, survivorOf } from './merged-numbers';
export type { NumberType } from './merged-numbers';
