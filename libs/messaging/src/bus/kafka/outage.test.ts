import { classify } from '@throughcare/base/retry.rules';
import { reasonOf } from './outage';

describe('why a consumer could not start on Kafka', () => {
  it.each([
    ['KafkaJSNumberOfRetriesExceeded', 'KafkaJSConnectionError', 'transient'],
    ['KafkaJSNumberOfRetriesExceeded', 'KafkaJSProtocolError', 'permanent'],
    ['KafkaJSNonRetriableError', 'KafkaJSGroupCoordinatorNotFound', 'transient'],
    ['KafkaJSNonRetriableError', 'KafkaJSSASLAuthenticationError', 'permanent'],
  ])('takes a %s of a %s for %s', (name, origin, errorClass) => {
    const cause = Object.assign(new Error('no'), { name: origin });
    expect(classify(reasonOf(Object.assign(new Error('no', { cause }), { name })))).toMatchObject({ errorClass });
  });
});
