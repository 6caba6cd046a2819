import type { EventJourney, FoundEvent } from '@throughcare/api/ops/events';
import { timelineOf } from './timeline.rules';

const event: FoundEvent = {
  id: '0197a000-0000-7000-8000-000000000001',
  source: 'booking',
  type: 'accommodation.cas3.booking.confirmed',
  key: 'X1',
  aggregateId: 'b1',
  version: 1,
  partition: 5,
  offset: 9,
  occurredAt: '2026-03-02T10:00:00.000Z',
  publishedAt: '2026-03-02T10:00:01.000Z',
  headers: {},
};
const nothing: EventJourney = { consumed: [], letters: [], retrying: [], caused: [], open: [] };
const at = (second: number) => `2026-03-02T10:00:0${second}.000Z`;
const words = (journey: Partial<EventJourney>, of: FoundEvent = event) =>
  timelineOf(of, [{ service: 'passport', journey: { ...nothing, ...journey } }]).map(
    ({ what, kind }) => `${kind} ${what}`,
  );

describe('the timeline of an event', () => {
  it('begins with who decided it and when it reached the log', () => {
    expect(words({})).toEqual(['done booking decided it', 'done It reached the log of booking']);
  });

  it('says when it has not left yet', () => {
    expect(words({}, { ...event, publishedAt: null, offset: null })).toEqual([
      'done booking decided it',
      'open It waits in the outbox of booking',
    ]);
  });

  it('is in the order of time, and what has not happened comes last', () => {
    const journey = {
      open: [{ consumer: 'slow', state: 'pending' as const }],
      caused: [{ id: 'e2', type: 'resettlement.pathway.updated', at: at(3) }],
      consumed: [
        { consumer: 'again', runId: 'r1', at: at(9) },
        { consumer: 'quick', runId: null, at: at(2) },
      ],
      letters: [{ consumer: 'ill', state: 'failed' as const, code: 'NOT_NOW', attempts: 3, at: at(4) }],
    };
    expect(words(journey).slice(2)).toEqual([
      'done quick of passport handled it',
      'done passport published resettlement.pathway.updated because of it',
      'bad ill of passport could not handle it',
      'done again of passport got it again in a replay',
      'open slow of passport has it still before it',
    ]);
  });

  it('F-069: says since when it lay parked, who released it and why', () => {
    const released = [
      {
        consumer: 'accommodation',
        code: '23514',
        attempts: 5,
        parkedAt: at(2),
        at: at(4),
        releasedBy: 'OPS_1',
        reason: 'INC-1',
      },
    ];
    const consumed = [{ consumer: 'accommodation', runId: null, at: at(4) }];
    const steps = timelineOf(event, [{ service: 'passport', journey: { ...nothing, released, consumed } }]);
    expect(steps.slice(2).map(({ at: when, what, note }) => [when, what, note])).toEqual([
      [at(2), 'accommodation of passport parked it', '23514, after 5 attempts'],
      [at(4), 'accommodation of passport handled it', undefined],
      [at(4), 'OPS_1 released it for accommodation of passport', 'INC-1'],
    ]);
  });

  it('does not call handled what somebody discarded', () => {
    const journey = {
      consumed: [{ consumer: 'ill', runId: null, at: at(5) }],
      letters: [{ consumer: 'ill', state: 'discarded' as const, code: 'NOT_NOW', attempts: 3, at: at(4) }],
    };
    expect(words(journey).slice(2)).toEqual(['done ill of passport will never handle it: it was discarded']);
  });

  it('says why one waits that was tried', () => {
    const journey = {
      open: [{ consumer: 'slow', state: 'pending' as const }],
      retrying: [{ consumer: 'slow', attempts: 2, error: 'UPSTREAM_FAILED', at: at(2) }],
    };
    const [last] = timelineOf(event, [{ service: 'passport', journey: { ...nothing, ...journey } }]).slice(-1);
    expect(last).toMatchObject({ kind: 'open', note: '2 attempts so far, the last failed with UPSTREAM_FAILED' });
  });

  it.each([
    ['passed', 'done late of passport has passed it without handling it'],
    ['unknown', 'open late of passport has not handled it; its position is kept by the bus'],
  ] as const)('tells %s from waiting', (state, sentence) => {
    expect(words({ open: [{ consumer: 'late', state }] }).at(-1)).toBe(sentence);
  });
});
