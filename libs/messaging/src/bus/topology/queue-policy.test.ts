import { deadLetterPolicy, policiesOf, policyProblems, queuePolicy, type PolicyStatement } from './queue-policy';

const queue = 'arn:aws:sqs:eu-west-2:111111111111:throughcare-passport-accommodation.fifo';
const topic = 'arn:aws:sns:eu-west-2:111111111111:throughcare-booking.fifo';
const role = 'arn:aws:iam::111111111111:role/operators';

describe('the policy of a queue', () => {
  it('lets its topics send, and nobody else, and nobody without encryption', () => {
    expect(queuePolicy(queue, [topic])).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TopicsOnly',
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queue,
          Condition: { ArnEquals: { 'aws:SourceArn': [topic] } },
        },
        {
          Sid: 'NobodyElse',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:SendMessage',
          Resource: queue,
          Condition: { ArnNotEquals: { 'aws:SourceArn': [topic] } },
        },
        {
          Sid: 'EncryptedOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: queue,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
  });

  it('leaves operators the way back from the dead letters, when their role is named', () => {
    const { Statement } = queuePolicy(queue, [topic], role);
    expect(Statement[1]?.Condition).toEqual({
      ArnNotEquals: { 'aws:SourceArn': [topic], 'aws:PrincipalArn': [role] },
    });
    expect(Statement[0]).toEqual(queuePolicy(queue, [topic]).Statement[0]);
  });

  it('of dead letters grants nothing', () => {
    expect(deadLetterPolicy(queue).Statement.map(({ Effect }) => Effect)).toEqual(['Deny']);
  });

  it('is refused when it opens a queue to everybody, in the clear, or to a topic by guess', () => {
    const { Statement } = queuePolicy(queue, [topic]);
    const [allow, deny, encrypted] = [...Statement] as [PolicyStatement, PolicyStatement, PolicyStatement];
    const open = { ...allow, Principal: '*', Condition: undefined };
    expect(policyProblems({ Statement: [open, deny, encrypted] })).toEqual([
      'TopicsOnly: a principal * without a condition',
    ]);
    expect(policyProblems({ Statement: [allow, deny] })).toEqual(['nothing refuses what is not encrypted']);
    const guess = { ...allow, Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:sns:*'] } } };
    expect(policyProblems({ Statement: [guess, encrypted] })).toEqual(['TopicsOnly: allows a sender it does not name']);
    expect(policyProblems(queuePolicy(queue, [topic], role))).toEqual([]);
    expect(policyProblems(deadLetterPolicy(queue))).toEqual([]);
  });

  it('exists for every queue and its dead letters, the gateway’s own included', () => {
    const subscriptions = [{ topic: 'throughcare-booking.fifo', source: 'booking', filterPolicy: '{}' }];
    const queues = [{ owner: 'passport', consumer: 'c', queue: 'q.fifo', deadLetters: 'q-dlq.fifo', subscriptions }];
    const policies = policiesOf({ kafka: { partitions: 1, topics: [] }, sns: { topics: [], queues } });
    expect(Object.keys(policies)).toEqual(['q.fifo', 'q-dlq.fifo', '${HMPPS_QUEUE_NAME}', '${HMPPS_DLQ_NAME}']);
    expect(policies['q.fifo']).toEqual(
      queuePolicy(
        'arn:aws:sqs:${SNS_BUS_REGION}:${SNS_BUS_ACCOUNT_ID}:q.fifo',
        ['arn:aws:sns:${SNS_BUS_REGION}:${SNS_BUS_ACCOUNT_ID}:throughcare-booking.fifo'],
        '${SNS_BUS_OPERATOR_ROLE_ARN}',
      ),
    );
  });
});
