// Our side: a producing and a consuming service on the bus that is measured.
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventOf } from '@throughcare/events/define-event';
import { type Bus, eventLogClaims, execute, KafkaBus, type OutboxBatch, SnsBus } from '@throughcare/messaging/bench';
import type { EventContext } from '@throughcare/messaging/on-event';
import { Messaging } from '@throughcare/messaging/messaging.module';
import { DataSource } from 'typeorm';
import { CHANGE, EFFECT } from '../tables';
import { drive } from '../writers';
import { EMULATED } from './emulated';
import { persistently } from './persistently';
import { Recorder } from './recorder';
import type { Member, Setting } from './setting';

type Confirmed = EventOf<typeof BookingConfirmed>;

const open = (url: string, poolSize: number) =>
  new DataSource({ type: 'postgres', url, poolSize, extra: { pipeline: true } }).initialize();

const busOf = ({ bus, address }: Setting, owner: string, dataSource: DataSource): 'postgres' | Bus => {
  if (bus === 'kafka') return new KafkaBus({ brokers: address.split(','), owner });
  if (bus === 'sns')
    return new SnsBus({ ...EMULATED, endpoint: address, owner, pollSeconds: 1, claim: eventLogClaims(dataSource) });
  return 'postgres';
};

export const ourProducer = async (setting: Setting): Promise<Member> => {
  const dataSource = await open(setting.url, 24);
  const messaging = new Messaging(dataSource, { source: 'booking', bus: busOf(setting, 'booking', dataSource) });
  const recorder = watchPublishing(messaging.bus);
  messaging.relay.start();
  const confirmed = BookingConfirmed.of(BookingConfirmed.example);
  const write = (key: string) =>
    messaging.unitOfWork.run(async (tx, publish) => {
      const { rows } = await execute<{ version: number }>(tx, CHANGE, [key]);
      publish({ id: key, key, version: rows[0]?.version ?? 0 }, [confirmed]);
    });
  return {
    run: (load) => drive(load, (key) => persistently(() => write(key))),
    taken: () => recorder.taken(),
    hold: () => Promise.resolve(),
    stop: async () => {
      await messaging.close();
      await dataSource.destroy();
    },
  };
};

/** Notes what the bus accepted and the relay settled. */
const watchPublishing = (bus: Bus): Recorder => {
  const recorder = new Recorder();
  const publish = bus.publish.bind(bus);
  const watched = (batch: OutboxBatch): OutboxBatch => ({
    source: batch.source,
    size: batch.size,
    records: () => batch.records(),
    settle: async (accepted) => {
      const count = accepted?.length ?? batch.size;
      await batch.settle(accepted);
      recorder.note(Array.from({ length: count }, () => new Date()));
    },
  });
  bus.publish = (batch) => {
    recorder.begins();
    return publish(watched(batch));
  };
  return recorder;
};

export const ourConsumer = async (setting: Setting): Promise<Member> => {
  const { consumer, waitMs = 0 } = setting;
  const dataSource = await open(setting.url, 12);
  const bus = busOf(setting, 'assessment', dataSource);
  const messaging = new Messaging(dataSource, { source: 'assessment', relay: false, bus });
  const handle = async (events: readonly Confirmed[], { tx }: EventContext) => {
    await execute(tx, EFFECT, [events.map((event) => event.subject), events.map((event) => event.aggregateversion)]);
    if (waitMs > 0) await sleep(waitMs);
  };
  const { type } = BookingConfirmed;
  messaging.server.register({ consumer, type, kind: 'projection', batch: true, handle });
  const recorder = watchConsuming(messaging.bus);
  await messaging.server.start();
  return {
    run: () => Promise.resolve(0),
    taken: () => recorder.taken(),
    hold: (held) => messaging.bus.control(consumer, { action: held ? 'pause' : 'resume' }),
    stop: async () => {
      await messaging.close();
      await dataSource.destroy();
    },
  };
};

/** Notes what is acknowledged: after the commit of its effect. */
const watchConsuming = (bus: Bus): Recorder => {
  const recorder = new Recorder();
  const subscribe = bus.subscribe.bind(bus);
  bus.subscribe = async (subscription) => {
    const feed = await subscribe(subscription);
    const ack = feed.ack.bind(feed);
    feed.ack = (deliveries) => {
      recorder.note(deliveries.map(({ record }) => record.occurredAt));
      return ack(deliveries);
    };
    return feed;
  };
  return recorder;
};
