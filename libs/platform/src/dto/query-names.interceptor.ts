import { Injectable, RequestMethod } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import type { Observable } from 'rxjs';
import { accessRuleOf } from '../access/access-rule';
import { invalid } from '@throughcare/base/errors';
import { addressParametersOf, fieldNamesOf } from './parameters';

const knownNames = (controller: Type, method: string): ReadonlySet<string> =>
  new Set(
    addressParametersOf(controller, method)
      .filter(({ kind }) => kind === 'query')
      .flatMap(({ name, type }) => (name !== undefined ? [name] : type ? fieldNamesOf(type) : [])),
  );

/** The names that clients sent are not repeated: somebody may have put a person's name there. */
const refusal = (known: ReadonlySet<string>) =>
  invalid('UNKNOWN_PARAMETER', {
    detail:
      known.size === 0
        ? 'This address takes no query parameters'
        : `This address takes only these query parameters: ${[...known].join(', ')}`,
  });

/**
 * A list that ignores a mistyped filter shows everything, and people believe that it is filtered. So a GET takes the query parameters
 * that its handler names, and refuses others. Their values are another matter: the class of the query decides.
 */
@Injectable()
export class QueryNames implements NestInterceptor {
  private readonly known = new Map<unknown, ReadonlySet<string>>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() === 'http') this.check(context);
    return next.handle();
  }

  private check(context: ExecutionContext): void {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    if (Reflect.getMetadata(METHOD_METADATA, handler) !== RequestMethod.GET) return;
    const { query } = context.switchToHttp().getRequest<{ query?: Readonly<Record<string, unknown>> }>();
    const sent = Object.keys(query ?? {});
    if (sent.length === 0 || accessRuleOf(controller, handler).kind === 'public') return;
    const known = this.known.get(handler) ?? knownNames(controller, handler.name);
    this.known.set(handler, known);
    if (sent.some((name) => !known.has(name))) throw refusal(known);
  }
}
