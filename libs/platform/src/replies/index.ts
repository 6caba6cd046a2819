export { NotInApi, Replies } from './replies';
export type { ReplyBody, ReplyOptions, Sendable } from './replies';
