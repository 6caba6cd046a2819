export { MayRead, MayWrite, OPS_READ, OPS_WRITE, Refusals, ServiceOperations } from './operations/service-operations';
export { OperationsModule } from './operations/operations.module';
export { ReadAudit, isPersonKey } from './operations/read-audit';
export { ACTIONS } from './operations/audit-actions';
export { ReasonBody } from './operations/operations.dto';
