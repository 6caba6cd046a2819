import { brokenRule, producersOf } from './producer.rules';
import { receive } from './intake.rules';

const prisons = 'arn:aws:sns:eu-west-2:000000000000:offender-events';
const domain = 'arn:aws:sns:eu-west-2:000000000000:domain-events';
const producers = producersOf({ 'prison-offender-events.*': [prisons], '*.prisoner.*': [prisons, domain] });

describe('which topic may tell which type', () => {
  it.each([
    ['prison-offender-events.prisoner.released', prisons, undefined],
    ['prison-offender-events.prisoner.released', domain, 'prison-offender-events.*'],
    ['prisoner-offender-search.prisoner.released', domain, undefined],
    ['prisoner-offender-search.prisoner.released', undefined, '*.prisoner.*'],
    ['probation-case.address.created', domain, undefined],
    ['probation-case.address.created', undefined, undefined],
  ])('%s through %s breaks %s', (type, topic, rule) => {
    expect(brokenRule(type, topic, producers)).toBe(rule);
  });

  it('takes a dot for a dot and nothing else', () => {
    expect(brokenRule('prison-offender-eventsXprisoner', domain, producers)).toBeUndefined();
    expect(
      brokenRule('my.prison-offender-events.x', domain, producersOf({ 'prison-offender-events.*': [] })),
    ).toBeUndefined();
  });

  it('puts a message of another topic into quarantine, with the rule', () => {
    const event = { eventType: 'prison-offender-events.prisoner.released', occurredAt: '2026-03-02T09:12:45Z' };
    const body = (TopicArn: string) => JSON.stringify({ TopicArn, MessageId: 'm', Message: JSON.stringify(event) });
    expect(receive(body(domain), [], producers)).toMatchObject({
      messageId: 'm',
      intake: {
        decision: 'quarantine',
        problem: 'PRODUCER_NOT_ALLOWED',
        rule: 'prison-offender-events.*',
        type: 'prison-offender-events.prisoner.released',
      },
    });
    expect(receive(body(prisons), [], producers).intake).toMatchObject({ problem: 'PERSON_MISSING' });
    expect(receive(JSON.stringify(event), [], producers).intake).toMatchObject({ problem: 'PRODUCER_NOT_ALLOWED' });
  });
});
