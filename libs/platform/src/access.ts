export { Caller, Me, Reach, Staff } from './access/decorators';
export { Reaches, personRestricted } from './access/reaches';
export type { Shown } from './access/reaches';
