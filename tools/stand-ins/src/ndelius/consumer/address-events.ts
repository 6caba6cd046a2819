import { randomUUID } from 'node:crypto';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { londonLocal, londonOffsetMinutes } from '../../kit/london';
import type { AddressChange } from './address.rules';

const DESCRIPTIONS = {
  created: 'A new address has been created on the probation case',
  updated: 'An address has been updated on the probation case',
};
const STATUSES: Record<string, string> = { M: 'Main', P: 'Previous' };

export const withOffset = (now: Date): string =>
  `${londonLocal(now)}.${String(now.getMilliseconds()).padStart(3, '0')}${londonOffsetMinutes(now) === 0 ? 'Z' : '+01:00'}`;

/** A message as it goes to the topic. */
export interface DeliusEvent {
  /** The attribute that subscriptions filter by; OASys names its family there, and the event itself in the message. */
  eventType: string;
  message: string;
}

/** The event that Delius publishes about an address it changed; there is nothing to fetch for it. */
export const addressEvent = (crn: string, { kind, address }: AddressChange, now: Date): DeliusEvent => {
  const eventType = `probation-case.address.${kind}`;
  const message = {
    eventType,
    version: 1,
    description: DESCRIPTIONS[kind],
    occurredAt: withOffset(now),
    additionalInformation: { addressStatus: STATUSES[address.status] ?? address.status, addressId: address.id },
    personReference: { identifiers: [{ type: 'CRN', value: crn }] },
  };
  return { eventType, message: JSON.stringify(message) };
};

/** Publishes with the attributes that Delius sets, noise included. */
export const publishEvent = async (sns: SNSClient, topicArn: string, event: DeliusEvent, now: Date): Promise<void> => {
  await sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: event.message,
      MessageAttributes: {
        eventType: { DataType: 'String', StringValue: event.eventType },
        id: { DataType: 'String', StringValue: randomUUID() },
        timestamp: { DataType: 'Number.java.lang.Long', StringValue: String(now.getTime()) },
      },
    }),
  );
};
