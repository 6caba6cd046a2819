import { Injectable } from '@nestjs/common';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { Server } from '@nestjs/microservices';
import { EVENT_SERVER } from './event-pattern';

@Injectable()
export class EventServer extends Server implements CustomTransportStrategy {
  override readonly transportId = EVENT_SERVER;

  listen(callback: () => void): void {
    callback();
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  on(): never {
    throw new Error('EventServer emits no events');
  }

  unwrap<T>(): T {
    throw new Error('EventServer wraps no client');
  }
}
