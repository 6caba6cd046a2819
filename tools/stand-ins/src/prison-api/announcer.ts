import { PublishCommand } from '@aws-sdk/client-sns';
import { awsClients } from '../messaging/topology';
import type { PrisonEvent } from './prison-events';

export interface PrisonEvents {
  endpoint: string;
  region: string;
  topicArn: string;
  /** How long a movement's event is held before it is published; 45 minutes in the real world. */
  holdSeconds: number;
}

/** Publishes events of movements after the hold. What it cannot publish is lost, as it would be there. */
export class Announcer {
  private readonly sns;
  private readonly held = new Set<NodeJS.Timeout>();

  constructor(private readonly events: PrisonEvents) {
    this.sns = awsClients(events).sns;
  }

  /** @param make called when the hold ends; nothing is published when it answers nothing */
  announce(make: () => PrisonEvent | undefined, holdSeconds = this.events.holdSeconds): void {
    const timer = setTimeout(() => {
      this.held.delete(timer);
      const event = make();
      if (event) void this.publish(event).catch(() => undefined);
    }, holdSeconds * 1000);
    this.held.add(timer);
  }

  /** Forgets everything that is still held. */
  withdraw(): void {
    for (const timer of this.held) clearTimeout(timer);
    this.held.clear();
  }

  close(): void {
    this.withdraw();
    this.sns.destroy();
  }

  private async publish({ eventType, message }: PrisonEvent): Promise<void> {
    await this.sns.send(
      new PublishCommand({
        TopicArn: this.events.topicArn,
        Message: message,
        MessageAttributes: { eventType: { DataType: 'String', StringValue: eventType } },
      }),
    );
  }
}
