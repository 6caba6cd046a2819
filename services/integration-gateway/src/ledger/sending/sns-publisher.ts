import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { outboundGate } from '@throughcare/base/context';
import { CONFIG } from '@throughcare/platform/config';
import { currentCorrelation, withSpan } from '@throughcare/platform/telemetry';
import { snsClient } from '../../aws/aws';
import type { GatewayConfig } from '../../config';
import { validTraceparent } from '@throughcare/hmpps/trace.rules';
import { topicMessage, type TopicFacts } from '../../public-events/topic.rules';
import type { SyncOperation } from '../sync-operation.entity';

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

/** The same on every bus and in every replay. */
type Ids = Pick<SyncOperation, 'eventId' | 'correlationId' | 'traceparent'>;

/** Puts one message on the HMPPS topic. */
@Injectable()
export class SnsPublisher implements BeforeApplicationShutdown {
  private readonly sns: SNSClient;
  private readonly apiUrl: string;
  private readonly topicArn: string;

  constructor(@Inject(CONFIG) config: GatewayConfig) {
    this.sns = snsClient(config);
    this.apiUrl = config.PUBLIC_API_URL.replace(/\/+$/, '');
    this.topicArn = config.HMPPS_TOPIC_ARN;
  }

  /** Tells a public event. */
  tell(facts: TopicFacts & Ids): Promise<string> {
    return this.send(topicMessage(facts, this.apiUrl), facts);
  }

  /**
   * The message id SNS gave. Throws the SDK's error; `failureOf` tells what it means. The envelope is HMPPS's and stays so; ids travel
   * beside it, as attributes.
   */
  send(message: { readonly eventType: string }, ids: Ids): Promise<string> {
    const attributes = { 'messaging.system': 'aws_sns', 'messaging.operation.name': 'publish' };
    return withSpan(`PUBLISH ${message.eventType}`, { kind: 'producer', attributes }, async () => {
      outboundGate('hmpps-topic');
      const traceparent = validTraceparent(currentCorrelation().traceparent) ?? validTraceparent(ids.traceparent);
      const { MessageId } = await this.sns.send(
        new PublishCommand({
          TopicArn: this.topicArn,
          Message: JSON.stringify(message),
          MessageAttributes: {
            eventType: attribute(message.eventType),
            eventId: attribute(ids.eventId),
            correlationId: attribute(ids.correlationId),
            producer: attribute('throughcare'),
            ...(traceparent !== undefined && { traceparent: attribute(traceparent) }),
          },
        }),
      );
      return MessageId ?? '';
    });
  }

  beforeApplicationShutdown(): void {
    this.sns.destroy();
  }
}
