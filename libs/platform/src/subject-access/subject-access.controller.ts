import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { addDays, londonInstant } from '@throughcare/base/calendar';
import { invalidField } from '@throughcare/base/errors';
import { DataSource } from 'typeorm';
import { Reach } from '../access/decorators';
import { Authority } from '../auth/decorators';
import { survivorOf } from '../numbers/merged-numbers';
import { NotInApi } from '../replies/replies';
import { SUBJECT_RECORDS, type Subject, type SubjectRecords } from './subject-records';
import { SubjectQuery } from './subject-access.dto';

interface Reply {
  status(code: number): unknown;
}

/** Nothing is held about the person. */
const NOTHING_HELD = 204;
/** The service knows nobody by this kind of number: HMPPS's own status. */
const NOT_BY_THIS_NUMBER = 209;

/**
 * What a service holds about a person, for the subject access service of HMPPS, whose contract this is. Add it to `controllers`, and provide
 * `SUBJECT_RECORDS`. The trail of answers keeps who asked about whom.
 */
@NotInApi()
@Controller('subject-access-request')
export class SubjectAccessController {
  constructor(
    @Inject(SUBJECT_RECORDS) private readonly records: SubjectRecords,
    @Inject(DataSource) private readonly db: DataSource,
  ) {}

  @Get()
  @Authority('ROLE_SAR_DATA_ACCESS')
  @Reach('none')
  async read(@Query() query: SubjectQuery, @Res({ passthrough: true }) reply: Reply) {
    const { prn, crn, fromDate, toDate } = query;
    if (!prn && !crn) throw invalidField('$.prn', 'empty');
    if (fromDate && toDate && toDate < fromDate) throw invalidField('$.toDate', 'beforeFromDate');
    if (!this.records.identifiers.some((kind) => query[kind])) return void reply.status(NOT_BY_THIS_NUMBER);
    const content = await this.db.transaction('REPEATABLE READ', async (tx) => {
      const subject: Subject = {
        crn: crn && (await survivorOf(tx, 'crn', crn.toUpperCase())),
        nomsNumber: prn && (await survivorOf(tx, 'noms', prn.toUpperCase())),
        from: fromDate ? londonInstant(fromDate, '00:00') : undefined,
        before: toDate ? londonInstant(addDays(toDate, 1), '00:00') : undefined,
      };
      return this.records.find(tx, subject);
    });
    if (!content) return void reply.status(NOTHING_HELD);
    return { content };
  }
}
