export { cas3Operations, passportOperations } from './public-operations/operations';
export { isPublicOperation, publicOperations } from './public-operations/match';
export type { PublicOperation } from './public-operations/match';
