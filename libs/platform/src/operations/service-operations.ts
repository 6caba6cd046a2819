import { Inject, Injectable, applyDecorators } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Messaging } from '@throughcare/messaging/messaging.module';
import type { Operations } from '@throughcare/messaging/operations';
import { OperationRefused } from '@throughcare/base/refused';
import { ReplayRefused } from '@throughcare/messaging/replay';
import { catchError, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import { Reach } from '../access/decorators';
import { Authority, Reads } from '../auth/decorators';
import { AppError, notFound } from '@throughcare/base/errors';

/** Looking at what a service does. */
export const OPS_READ = 'ROLE_THROUGHCARE__OPS';
/** Changing it as well. */
export const OPS_WRITE = 'ROLE_THROUGHCARE__OPS_RW';

/** Of every region and person: who looks at whom is kept instead (`ReadAudit`). */
export const MayRead = (): MethodDecorator => applyDecorators(Authority(OPS_READ, OPS_WRITE), Reads(), Reach('none'));
export const MayWrite = (): MethodDecorator => applyDecorators(Authority(OPS_WRITE), Reads(false), Reach('none'));

/** The operations of the messaging that this service has; a service without any answers 404. */
@Injectable()
export class ServiceOperations {
  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  get messaging(): Messaging {
    try {
      return this.modules.get(Messaging, { strict: false });
    } catch {
      throw notFound('SERVICE_WITHOUT_MESSAGING');
    }
  }

  get operations(): Operations {
    return this.messaging.operations;
  }
}

/** Refusals of the messaging library are refusals of ours. */
@Injectable()
export class Refusals implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => throwError(() => refusalOf(error))));
  }
}

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof OperationRefused) && !(error instanceof ReplayRefused)) return error;
  const { detail } = error as { detail?: string };
  return new AppError(error.kind, error.code, { cause: error, ...(detail !== undefined && { detail }) });
};
