export { problemOf } from './problem/problem';
export type { Problem } from './problem/problem';
export { ProblemFilter, problemBody } from './problem/problem.filter';
