import { Body, Controller, Post } from '@nestjs/common';
import { LimitedNumbers, PersonKeys } from '@throughcare/api/ops/hmpps';
import { Replies } from '@throughcare/platform/replies';
import { Caller } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { MayRead } from '@throughcare/platform/operations';
import { IdentityService } from '../identity/identity.service';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { OperatorAudit } from './operator-audit';
import { NumbersQuery } from './operations.dto';

const MOST = 500;
const numbersOf = ({ numbers }: NumbersQuery) => numbers.slice(0, MOST).map((number) => number.toUpperCase());

/** What operators have to know of people before they look at their events. In the body: they are numbers of people. */
@Controller('ops/people')
export class PersonKeysController {
  constructor(
    private readonly identities: IdentityService,
    private readonly ndelius: NdeliusClient,
    private readonly trail: OperatorAudit,
  ) {}

  /** Under which keys events of these people are found. */
  @MayRead()
  @Replies(PersonKeys, { status: 200 })
  @Post('keys')
  async keys(@Body() body: NumbersQuery, @Caller() caller: Principal) {
    const keys = await this.identities.keysOf(numbersOf(body));
    await this.trail.note(caller, 'read.person-keys', { keys });
    return { keys };
  }

  /** Which of these people nDelius lets only some see. One whom it does not know is nobody's. */
  @MayRead()
  @Replies(LimitedNumbers, { status: 200 })
  @Post('limited')
  async limited(@Body() body: NumbersQuery) {
    const numbers = numbersOf(body);
    const cases = await this.ndelius.summaries(numbers);
    const limited = cases.filter(({ currentExclusion, currentRestriction }) => currentExclusion || currentRestriction);
    const theirs = new Set(limited.flatMap(({ crn, nomsId }) => [crn, nomsId]));
    // Who was not asked about counts as limited: a long list is no way round.
    const unasked = body.numbers.slice(MOST).map((number) => number.toUpperCase());
    return { limited: [...numbers.filter((number) => theirs.has(number)), ...unasked] };
  }
}
