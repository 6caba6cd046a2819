import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ReplyCheck } from './reply-check';

/** Every route states what it answers. `createApp` imports it, so it cannot be forgotten. */
@Module({ imports: [DiscoveryModule], providers: [ReplyCheck] })
export class RepliesModule {}
