import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { BackgroundTask } from '@throughcare/api/ops/background';
import { z } from 'zod';
import { Background } from '../background';
import { Replies } from '../replies';
import { MayRead, Refusals } from './service-operations';

/** What this service does without being asked, and how that stands. */
@UseInterceptors(Refusals)
@Controller('ops/background')
export class BackgroundController {
  constructor(@Inject(Background) private readonly background: Background) {}

  /** Tasks by name; none where `BACKGROUND` is off. */
  @MayRead()
  @Get()
  @Replies(z.array(BackgroundTask))
  list() {
    return this.background.report();
  }
}
