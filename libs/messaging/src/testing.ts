export { scratchDatabase } from './testing/scratch-database';
export type { ScratchDatabase } from './testing/scratch-database';
export { settled } from './testing/settled';
export type { Settling } from './testing/settled';
