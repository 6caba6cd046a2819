// Our side of the pipeline: a producing and a consuming service, each in a process of its own.
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import type { EventContext } from '@throughcare/messaging/on-event';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { execute } from '@throughcare/messaging/bench';
import { DataSource } from 'typeorm';
import { CHANGE, EFFECT } from './tables';
import type { Role } from './twin';
import { drive } from './writers';

type Confirmed = EventOf<typeof BookingConfirmed>;

const open = (url: string, poolSize: number) =>
  new DataSource({ type: 'postgres', url, poolSize, extra: { pipeline: true } }).initialize();

export const producer = async (url: string): Promise<Role> => {
  const dataSource = await open(url, 24);
  const messaging = new Messaging(dataSource, { source: 'booking' });
  messaging.relay.start();
  const confirmed = BookingConfirmed.of(BookingConfirmed.example);
  return {
    run: (load) =>
      drive(load, (key) =>
        messaging.unitOfWork.run(async (tx, publish) => {
          const { rows } = await execute<{ version: number }>(tx, CHANGE, [key]);
          publish({ id: key, key, version: rows[0]?.version ?? 0 }, [confirmed]);
        }),
      ),
    latencies: () => [],
    stop: async () => {
      await messaging.close();
      await dataSource.destroy();
    },
  };
};

export const consumer = async (url: string): Promise<Role> => {
  const dataSource = await open(url, 12);
  const messaging = new Messaging(dataSource, { source: 'assessment', relay: false });
  const handle = async (events: readonly Confirmed[], { tx }: EventContext) => {
    await execute(tx, EFFECT, [events.map((event) => event.subject), events.map((event) => event.aggregateversion)]);
  };
  const { type } = BookingConfirmed;
  const shape = { consumer: 'bench', type, kind: 'projection', batch: true } as const;
  messaging.server.register({ ...shape, handle: handle });
  const latencies: number[] = [];
  const { bus } = messaging;
  const subscribe = bus.subscribe.bind(bus);
  bus.subscribe = async (subscription) => {
    const feed = await subscribe(subscription);
    const ack = feed.ack.bind(feed);
    feed.ack = (deliveries) => {
      const now = Date.now();
      for (const { record } of deliveries) latencies.push(now - Date.parse(record.occurredAt));
      return ack(deliveries);
    };
    return feed;
  };
  await messaging.server.start();
  return {
    run: () => Promise.resolve(0),
    latencies: () => latencies.splice(0),
    stop: async () => {
      await messaging.close();
      await dataSource.destroy();
    },
  };
};
