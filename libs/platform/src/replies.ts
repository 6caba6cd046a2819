export { NotInApi, Replies } from './replies/replies';
export type { ReplyBody, ReplyOptions } from './replies/replies';
