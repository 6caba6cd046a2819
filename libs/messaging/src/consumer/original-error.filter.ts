import { Catch, Injectable } from '@nestjs/common';
import type { RpcExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/**
 * Hands the handler's own exception to the consumer runtime. Nest's base filter would replace it with
 * `{ status, message: 'Internal server error' }`, and with it class, code and cause, on which retry or park is decided.
 */
@Injectable()
@Catch()
export class OriginalErrorFilter implements RpcExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}
