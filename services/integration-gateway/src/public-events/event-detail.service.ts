import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { DataSource, IsNull, Not, type EntityManager } from 'typeorm';
import { EventDetail } from './event-detail.entity';
import type { Detail } from './detail';

const etagOf = (body: string) => `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

/** Immutable snapshots of our public events. */
@Injectable()
export class EventDetailService {
  constructor(private readonly db: DataSource) {}

  /**
   * Keeps the detail in the caller's transaction. A correction is sealed when it is sent: nDelius drops one whose timestamp
   * lies before the moment it wrote what is corrected, which may be long after the correction was made here.
   */
  async keep(tx: EntityManager, slug: string, detail: Detail): Promise<void> {
    const body = JSON.stringify(detail);
    const now = clock.now();
    const row = { eventId: detail.id, slug, body, etag: etagOf(body), createdAt: now };
    const sealedAt = detail.eventType.endsWith('.updated') ? null : now;
    await tx
      .createQueryBuilder()
      .insert()
      .into(EventDetail)
      .values({ ...row, sealedAt })
      .orIgnore()
      .execute();
  }

  /** Makes a correction's detail readable, with the time at which it is sent. Does nothing to a sealed one. */
  async seal(tx: EntityManager, eventId: string, now: Date): Promise<void> {
    const row = await tx.findOneBy(EventDetail, { eventId, sealedAt: IsNull() });
    if (!row) return;
    const body = JSON.stringify({ ...(JSON.parse(row.body) as Detail), timestamp: now.toISOString() });
    await tx.update(EventDetail, { eventId }, { body, etag: etagOf(body), sealedAt: now });
  }

  /** The person has another CRN now. For details that the consumer has not read. */
  async rename(tx: EntityManager, eventId: string, crn: string): Promise<void> {
    const row = await tx.findOneBy(EventDetail, { eventId });
    if (!row) return;
    const detail = JSON.parse(row.body) as Detail;
    const personReference = { ...(detail.eventDetails['personReference'] as object), crn };
    const body = JSON.stringify({ ...detail, eventDetails: { ...detail.eventDetails, personReference } });
    await tx.update(EventDetail, { eventId }, { body, etag: etagOf(body) });
  }

  /** A correction that is sent again is sealed again: with its first time, nDelius could find it older than what it corrects. */
  async reopen(tx: EntityManager, eventId: string): Promise<void> {
    const row = await tx.findOneBy(EventDetail, { eventId });
    if (row?.slug.endsWith('-updated')) await tx.update(EventDetail, { eventId }, { sealedAt: null });
  }

  /** The readable detail under this address. */
  async read(slug: string, eventId: string): Promise<EventDetail> {
    const row = await this.db.manager.findOneBy(EventDetail, { eventId, slug, sealedAt: Not(IsNull()) });
    if (!row) throw notFound('EVENT_NOT_FOUND');
    return row;
  }
}
