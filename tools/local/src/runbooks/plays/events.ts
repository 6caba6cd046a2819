// Consumers that stand still, events that fail, an order that has to be set right.
import { person, steps } from '../../journey/steps';
import { eventually } from '../../bad-days/kit';
import type { Play, World } from '../play';

export const CONSUMER = 'booking.referral-view';
const SERVICE = 'booking';

/** One more event for the consumer: the person is referred again. */
export const referAgain = ({ test }: World) => steps[0]?.act(test.context, { notes: [] });

const pause = ({ type }: World) => type('consumers', 'pause', CONSUMER, '--reason', 'a test', '--yes');
const resume = ({ type }: World) => type('consumers', 'resume', CONSUMER, '--reason', 'a test', '--yes');

const isBehind = async (world: World) => {
  await pause(world);
  await referAgain(world);
};

/** As if its code had a bug: every event of it fails for good. */
const breakHandler = (world: World) =>
  world.sql(`create function booking.broken() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
    create trigger broken before insert or update on booking.referral_view for each row execute function booking.broken()`);
const mendHandler = async (world: World) => {
  await world.sql('drop function if exists booking.broken cascade');
  await world.type('dlq', 'redrive', '--consumer', CONSUMER, '--all', '--reason', 'a test', '--yes');
};

const failedLetter = async ({ type }: World) => {
  const { stdout } = await type('dlq', 'list', '--consumer', CONSUMER, '--state', 'failed', '--json');
  return (JSON.parse(stdout) as { id: string; code: string }[])[0];
};
const letterId = async (world: World) => (await failedLetter(world))?.id ?? '';

const fails = async (world: World) => {
  await breakHandler(world);
  await referAgain(world);
  await eventually(
    () => letterId(world),
    (id) => id !== '',
  );
};

const anEvent = async ({ type }: World) => {
  const { stdout } = await type('events', 'search', '--key', person.crn, '--source', 'booking', '--json');
  return (JSON.parse(stdout) as { id: string }[])[0]?.id ?? '';
};

const isParked = { line: 'doctor', section: 'Look', ends: 7, says: /parked-keys/ };

export const deadLetters: Play = {
  pages: ['ThroughcareDeadLetters', 'ThroughcareDeadLetterOld'],
  begin: fails,
  mend: mendHandler,
  values: { CONSUMER, SERVICE, ID: letterId, EVENT_ID: anEvent },
  expects: [
    isParked,
    { line: 'dlq list', section: 'Look', says: /booking\/\d+ +booking\.referral-view .* failed +P0001/ },
    { line: 'dlq show', says: /"code": "P0001"/ },
    { line: 'events show', says: /handled/ },
    { line: 'dlq redrive --consumer $CONSUMER --all --rate', ends: 7, says: /0 events handled; 1 keys still parked/ },
    { line: 'dlq redrive --id', ends: 7, says: /still parked/ },
    { line: 'dlq discard', says: /Discarded/ },
  ],
};

export const standingStill: Play = {
  pages: [
    'ThroughcareConsumerPaused',
    'ThroughcareConsumerLagging',
    'ThroughcareConsumerStalled',
    'ThroughcareConsumerWaiting',
    'ThroughcareRetries',
  ],
  begin: isBehind,
  mend: resume,
  values: { CONSUMER, SERVICE },
  expects: [
    { line: 'doctor', section: 'Look', ends: 7, says: /booking\.referral-view is paused/ },
    { line: 'consumers list', section: 'Look', says: /booking\.referral-view .* paused: a test/ },
    { line: 'consumers lag', section: 'Look', says: /booking\.referral-view +[1-9]\d* .* paused/ },
    {
      line: 'consumers lag',
      section: 'Afterwards',
      says: /booking\.referral-view +0 +\S+ s +running|booking\.referral-view +0 .*running/,
    },
  ],
};

const minutesAgo = (minutes: number) => () => Promise.resolve(new Date(Date.now() - minutes * 60_000).toISOString());

/** As if nothing had come to the consumer yet. */
const missed = ({ sql }: World) => sql(`delete from booking.inbox where consumer = '${CONSUMER}'`);

export const order: Play = {
  pages: ['ThroughcareOrderBroken', 'ThroughcareQueueDeadLetters'],
  begin: missed,
  mend: resume,
  values: { CONSUMER, SERVICE, KEY: person.crn, CRN: person.crn, FROM: minutesAgo(60), TO: minutesAgo(0) },
  expects: [
    { line: 'events search', says: /"type": "accommodation\.cas3\.referral\.submitted"/ },
    { line: 'replay plan', says: /to booking\.referral-view of booking: [1-9]\d* events/ },
    { line: 'replay run', says: /completed/ },
  ],
};

const WANT = `update booking.consumer_want set gained_at = now(), unhandled`;
const OF_CONSUMER = `where consumer = '${CONSUMER}' and contract like '%referral.submitted:1'`;

/** As after a release without the handler had run alone, and the one that has it is back. */
export const unhandled: Play = {
  pages: ['ThroughcareEventsUnhandled'],
  begin: async (world) => {
    await missed(world);
    await world.sql(`${WANT} = 1 ${OF_CONSUMER}`);
  },
  mend: ({ sql }) => sql(`${WANT} = 0 ${OF_CONSUMER}`),
  values: { CONSUMER, TYPE: () => Promise.resolve('accommodation.cas3.referral.submitted') },
  expects: [
    { line: 'doctor', section: 'Look', ends: 7, says: /came and nobody handled them: booking\.referral-view/ },
    { line: 'replay plan', says: /redeliver to booking\.referral-view of booking: [1-9]\d* events/ },
    { line: 'replay run', says: /completed/ },
    { line: 'replay list', says: /booking\.referral-view/ },
  ],
};
