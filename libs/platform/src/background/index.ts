export { Background } from './background';
export { backgroundTable } from './task-table';
export type { Task } from './task';
