export { IdempotencyInterceptor } from './idempotency.interceptor';
export { idempotencyAsked, idempotencyTable } from './store';
