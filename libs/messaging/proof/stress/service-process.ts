// One instance of a service as its own process, so that it can be killed. Started by `children.ts`.
import { RELIED_ON } from '@throughcare/base/database-session';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import { DataSource } from 'typeorm';
import type { EventContext } from '#src/consumer/on-event';
import { ServiceClient } from '#src/database/service-client';
import { Messaging } from '#src/messaging';

const [source = '', url = '', shareEveryMs = '200'] = process.argv.slice(2);

const effect =
  (schema: string) =>
  async (event: EventEnvelope, { tx, publish }: EventContext) => {
    const { subject: key, aggregateversion } = event;
    await tx.query(`insert into ${schema}.effect (key, version) values ($1, $2)`, [key, aggregateversion]);
    if (schema !== 'assessment') return;
    const [row] = await tx.query<{ version: number }[]>(
      `insert into assessment.mirror as m (key, version) values ($1, 1)
     on conflict (key) do update set version = m.version + 1 returning version`,
      [key],
    );
    const caused = AssessmentClosed.of({ ...AssessmentClosed.example, crn: key });
    publish({ id: key, key, version: row?.version ?? 0 }, [caused]);
  };

const main = async () => {
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    poolSize: 8,
    extra: { Client: ServiceClient, options: RELIED_ON, pipeline: true },
  }).initialize();
  const messaging = new Messaging(dataSource, { source, shareEveryMs: Number(shareEveryMs) });
  const type = source === 'assessment' ? BookingConfirmed.type : AssessmentClosed.type;
  const handle = effect(source);
  messaging.server.register({ consumer: `${source}-effects`, type, kind: 'projection', batch: false, handle });
  await messaging.server.start();
  messaging.relay.start();
  const leave = async () => {
    await messaging.close();
    await dataSource.destroy();
    process.exit(0);
  };
  process.once('SIGTERM', () => void leave());
  process.stdout.write('ready\n');
};

void main();
