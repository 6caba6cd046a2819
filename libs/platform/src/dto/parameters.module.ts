import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { ParameterCheck } from './parameter-check';
import { QueryNames } from './query-names.interceptor';

/** What every service holds the address of a request to. `createApp` imports it, so it cannot be forgotten. */
@Module({
  imports: [DiscoveryModule],
  providers: [ParameterCheck, { provide: APP_INTERCEPTOR, useClass: QueryNames }],
})
export class ParametersModule {}
