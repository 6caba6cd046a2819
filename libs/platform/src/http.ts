export { ClientCredentials } from './http/client-credentials';
export type { ClientCredentialsOptions, TokenSource } from './http/client-credentials';
export { HttpClient } from './http/http-client';
export type { HttpClientOptions, RequestOptions } from './http/http-client';
export { path } from './http/path';
export type { Path } from './http/path';
export { REFUSES_US, UpstreamAnswer } from './http/upstream';
export { upstreams } from './http/upstream-watch';
export type { UpstreamState } from './http/upstream-watch';
