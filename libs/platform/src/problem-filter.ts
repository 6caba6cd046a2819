import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { pending } from './pending';

/** The one place that turns errors into HTTP: `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(_error: unknown, _host: ArgumentsHost): unknown {
    return pending();
  }
}
