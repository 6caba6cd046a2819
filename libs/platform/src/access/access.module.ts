import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TokenVerifier } from '../auth/token-verifier';
import { AccessGuard } from './access.guard';
import { Reaches } from './reaches';
import { RouteCheck } from './route-check';
import { Routes } from './routes';

/** Checks every route's token, authority and role, and that each says whom it is for. `createApp` imports it, so it cannot be forgotten. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [TokenVerifier, Routes, RouteCheck, Reaches, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [TokenVerifier, Reaches],
})
export class AccessModule {}
