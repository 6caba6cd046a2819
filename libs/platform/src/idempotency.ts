export { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
export { idempotencyTable } from './idempotency/store';
