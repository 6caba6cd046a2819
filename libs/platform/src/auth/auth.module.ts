import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AuthGuard } from './auth.guard';
import { RouteCheck } from './route-check';
import { TokenVerifier } from './token-verifier';

/** Checks every route's token and authority. `createApp` imports it, so it cannot be forgotten. */
@Module({
  imports: [DiscoveryModule],
  providers: [TokenVerifier, RouteCheck, { provide: APP_GUARD, useClass: AuthGuard }],
  exports: [TokenVerifier],
})
export class AuthModule {}
