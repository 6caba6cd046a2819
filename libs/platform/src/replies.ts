export { NotInApi, Replies } from './replies/replies';
export type { ReplyBody, ReplyOptions, Sendable } from './replies/replies';
