import { Injectable } from '@nestjs/common';
import { audit } from '@throughcare/messaging/operations';
import type { Principal } from '@throughcare/platform/auth';
import { DataSource, type EntityManager } from 'typeorm';

/** Writes down what operators do at the HMPPS edge. */
@Injectable()
export class OperatorAudit {
  constructor(private readonly db: DataSource) {}

  note(
    user: Principal,
    action: string,
    parameters: Record<string, unknown>,
    reason?: string,
    tx: EntityManager = this.db.manager,
  ): Promise<void> {
    const entry = { actor: user.username, action, parameters, ...(reason !== undefined && { reason }) };
    return audit(tx, 'gateway', entry);
  }
}
