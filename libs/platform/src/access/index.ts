export { Caller, Me, Reach, Staff } from './decorators';
export { Reaches, personRestricted } from './reaches';
export type { Shown } from './reaches';
