export { MayRead, MayWrite, OPS_READ, OPS_WRITE, Refusals, ServiceOperations } from './service-operations';
export { OperationsModule } from './operations.module';
export { ReadAudit, isPersonKey } from './read-audit';
export { ACTIONS } from './audit-actions';
export { NewReason } from './operations.dto';
