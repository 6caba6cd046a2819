export { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
export { idempotencyAsked, idempotencyTable } from './idempotency/store';
