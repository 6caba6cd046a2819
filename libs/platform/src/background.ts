export { Background } from './background/background';
export { backgroundTable } from './background/task-table';
export type { Task } from './background/task';
