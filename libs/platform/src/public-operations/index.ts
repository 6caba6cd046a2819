export { cas3Operations, passportOperations } from './operations';
export { isPublicOperation, publicOperations } from './match';
export type { PublicOperation } from './match';
