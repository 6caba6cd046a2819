import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { clock } from '@throughcare/base/clock';
import { survivorOf } from '@throughcare/platform/numbers';
import { DataSource } from 'typeorm';
import { Person } from '../person/person.entity';
import { nomsNumberOf } from '../person/person.rules';
import { PrisonerDetails } from '../person/prisoner-details.client';
import { moveOf } from './move-of';
import { openPerson } from './open-person';
import { pathways } from './pathway.aggregate';
import type { HistoryQuery, PathwayUpdate } from './pathway.dto';
import { CaseNote, PathwayChange } from './pathway.entity';
import { isSecondPress, requireStaffSource, requireStorable, STAFF } from './pathway.rules';

@Injectable()
export class PathwayService {
  constructor(
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly prisoners: PrisonerDetails,
  ) {}

  /** Sets a status for a person the caller may see, and keeps the note that says why. */
  async setWithNote(caller: Principal, typed: string, request: PathwayUpdate): Promise<void> {
    requireStaffSource(caller.authSource);
    const nomsNumber = await this.visible(caller, typed);
    requireStorable('caseNoteText', request.caseNoteText);
    await this.work.run(async () => {
      const person = await openPerson(this.work, nomsNumber);
      const { pathway } = request;
      await changeAggregate(this.work, pathways, { personId: person.id, pathway }, async (held, tx) => {
        const latest = await tx.findOne(CaseNote, {
          where: { personId: person.id, pathway },
          order: { createdAt: 'DESC', id: 'DESC' },
        });
        const now = { text: request.caseNoteText, authorUsername: caller.username, at: clock.now() };
        if (isSecondPress(held, request.status, latest, now)) return undefined;
        const note = await tx.save(CaseNote, {
          id: newId(),
          personId: person.id,
          pathway,
          text: now.text,
          authorUsername: now.authorUsername,
          authorName: caller.name ?? caller.username,
          authSource: caller.authSource,
          createdAt: now.at,
        });
        return moveOf(person, held, { to: request.status, cause: STAFF, note });
      });
    });
  }

  /** What happened to a person's pathways, newest first. Nobody opened the passport: nothing happened. */
  async history(caller: Principal, typed: string, query: HistoryQuery) {
    const nomsNumber = await this.visible(caller, typed);
    const { page = 0, size = 50 } = query;
    const person = await this.db.manager.findOneBy(Person, { nomsNumber });
    if (!person) return { changes: [], page, total: 0, last: true };
    const [changes, total] = await this.db.manager.findAndCount(PathwayChange, {
      where: { personId: person.id, ...(query.pathway && { pathway: query.pathway }) },
      relations: { note: true },
      order: { changedAt: 'DESC', id: 'DESC' },
      skip: page * size,
      take: size,
    });
    return { changes, page, total, last: (page + 1) * size >= total };
  }

  /** The number that the person has now, once the gateway has shown that the caller may see them. */
  private async visible(caller: Principal, typed: string): Promise<string> {
    const nomsNumber = await survivorOf(this.db.manager, 'noms', nomsNumberOf(typed));
    await this.prisoners.of(nomsNumber, caller);
    return nomsNumber;
  }
}
