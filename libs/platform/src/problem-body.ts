export { problemBody, problemOfStatus } from './problem/body';
export type { Problem } from './problem/body';
