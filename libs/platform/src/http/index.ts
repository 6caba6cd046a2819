export { ClientCredentials } from './client-credentials';
export type { ClientCredentialsOptions, TokenSource } from './client-credentials';
export { HttpClient } from './http-client';
export type { HttpClientOptions, RequestOptions } from './http-client';
export { path } from './path';
export type { Path } from './path';
export { REFUSES_US, UpstreamAnswer } from './upstream';
export { upstreams } from './upstream-watch';
export type { UpstreamState } from './upstream-watch';
