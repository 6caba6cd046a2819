import type { TopologyDocument } from './document';

type Arns = readonly string[];
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | { readonly Service: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, string | Arns>>>>;
}
export interface QueuePolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

const encryptedOnly = (Resource: string): PolicyStatement => ({
  Sid: 'EncryptedOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/**
 * Only these topics may send to the queue, whatever other policies of the account allow. `operatorRoleArn` may as well: moving
 * messages back from the dead letters is a send.
 */
export const queuePolicy = (queueArn: string, topicArns: Arns, operatorRoleArn?: string): QueuePolicy => {
  const send = { Action: 'sqs:SendMessage', Resource: queueArn } as const;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TopicsOnly',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        ...send,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArns } },
      },
      {
        Sid: 'NobodyElse',
        Effect: 'Deny',
        Principal: '*',
        ...send,
        Condition: {
          ArnNotEquals: {
            'aws:SourceArn': topicArns,
            ...(operatorRoleArn !== undefined && { 'aws:PrincipalArn': [operatorRoleArn] }),
          },
        },
      },
      encryptedOnly(queueArn),
    ],
  };
};

/** SQS itself moves messages there, which no policy concerns. */
export const deadLetterPolicy = (queueArn: string): QueuePolicy => ({
  Version: '2012-10-17',
  Statement: [encryptedOnly(queueArn)],
});

const refusesPlain = ({ Effect, Principal, Action, Condition }: PolicyStatement): boolean =>
  Effect === 'Deny' &&
  Principal === '*' &&
  Action === 'sqs:*' &&
  Condition?.['Bool']?.['aws:SecureTransport'] === 'false';

const namesSender = ({ Condition }: PolicyStatement): boolean => {
  const sources = Condition?.['ArnEquals']?.['aws:SourceArn'] ?? [];
  return sources.length > 0 && [sources].flat().every((arn) => !/[*?]/.test(arn));
};

/** Why a queue may not have this policy: one sentence each; empty when it is closed to all but whom it names. */
export const policyProblems = ({ Statement: statements }: { readonly Statement: readonly object[] }): string[] => {
  const all = statements as readonly PolicyStatement[];
  const problems = all.flatMap((statement) => {
    const { Sid, Effect, Principal, Condition } = statement;
    if (Principal === '*' && Object.keys(Condition ?? {}).length === 0)
      return [`${Sid}: a principal * without a condition`];
    return Effect === 'Allow' && !namesSender(statement) ? [`${Sid}: allows a sender it does not name`] : [];
  });
  return all.some(refusesPlain) ? problems : [...problems, 'nothing refuses what is not encrypted'];
};

/** Where queues and topics are; `${NAME}` until an environment says it. */
export interface QueuePlace {
  readonly region: string;
  readonly accountId: string;
  readonly operatorRoleArn?: string | undefined;
}
const ANYWHERE: QueuePlace = {
  region: '${SNS_BUS_REGION}',
  accountId: '${SNS_BUS_ACCOUNT_ID}',
  operatorRoleArn: '${SNS_BUS_OPERATOR_ROLE_ARN}',
};

/** Policies of the bus's queues at a place, by queue name. */
export const busPolicies = (
  { sns: { queues } }: TopologyDocument,
  { region, accountId, operatorRoleArn }: QueuePlace,
): Record<string, QueuePolicy> => {
  const queueArn = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
  const topicArn = (name: string) => `arn:aws:sns:${region}:${accountId}:${name}`;
  return Object.fromEntries(
    queues.flatMap(({ queue, deadLetters, subscriptions }) => {
      const topics = subscriptions.map(({ topic }) => topicArn(topic));
      return [
        [queue, queuePolicy(queueArn(queue), topics, operatorRoleArn)],
        [deadLetters, deadLetterPolicy(queueArn(deadLetters))],
      ];
    }),
  );
};

const HMPPS = 'arn:aws:sqs:${AWS_REGION}:${HMPPS_ACCOUNT_ID}';

/** Policies of every queue that is ours, with the environment's own names left open: what `infra/bus/queue-policies.json` holds. */
export const policiesOf = (document: TopologyDocument): Record<string, QueuePolicy> => ({
  ...busPolicies(document, ANYWHERE),
  '${HMPPS_QUEUE_NAME}': queuePolicy(
    `${HMPPS}:\${HMPPS_QUEUE_NAME}`,
    ['${HMPPS_TRUSTED_TOPIC_ARNS}'],
    '${HMPPS_OPERATOR_ROLE_ARN}',
  ),
  '${HMPPS_DLQ_NAME}': deadLetterPolicy(`${HMPPS}:\${HMPPS_DLQ_NAME}`),
});
